//! What is compared by its text.

mod alter;
mod clause;
mod comment;
mod extension;
mod foreign;
mod grant;
pub(super) mod needed;
mod routine;

use super::dependents::User;
use super::failure::{Outcome, Refusal};
use super::memory;
use super::work::Work;
use super::{sequence, types};
use crate::change::Change;
use crate::command::{CreateObject, DropObjects, DroppedKind, Path};
use crate::schema::{Name, Object, ObjectKind, ObjectName};

pub(super) use alter::{alter, change};
pub(super) use comment::{comment, comment_part, drop_comment, rename_comment};
pub(super) use grant::{drop_rights, grant, rename_rights};

/// `CREATE` of an object.
pub(super) fn create(work: &mut Work<'_>, create: &CreateObject) -> Outcome {
    let table = match &create.table {
        None => described(work, create),
        Some(path) => match work.find_relation(path) {
            Some(name) => Some(name),
            None => return Err(work.unknown_relation(path)),
        },
    };
    if let Some(table) = table.as_ref().filter(|_| work.replay.engine.binds) {
        let tables = std::slice::from_ref(table);
        memory::check_text(work, tables, &create.text, create.name.span)?;
    }
    if create.kind == ObjectKind::Trigger {
        memory::check_trigger(work, &create.text, create.name.span)?;
    }
    let name = place(work, create, table.as_ref())?;
    work.targets.extend(table.clone());
    work.targets.push(name.clone());
    let object = ObjectName { kind: create.kind, name: name.clone() };
    let found = same_named(work, &object);
    if found.is_some() && !create.or_replace {
        if create.if_not_exists {
            return Ok(());
        }
        return Err(Refusal::duplicate(object, create.name.span).about(&name));
    }
    if let Some(found) = &found {
        routine::check_replaced(work, found, create)?;
    }
    if create.if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with another definition");
    } else {
        work.settled(&name);
    }
    if create.kind == ObjectKind::Routine
        && create.text.contains("begin atomic")
        && names_something(work, &create.text)
    {
        work.doubt_everything(
            "what its body names cannot be dropped, and the body is not followed",
        );
    }
    if create.temporary {
        work.doubt(&name, "it goes with the session");
    }
    if let Some(found) = found.filter(|found| *found != object) {
        work.emit(Change::DropObject(found))?;
    }
    let clauses = || clause::canonical(create.kind, &create.text);
    let text = work.replay.engine.binds.then(clauses).flatten();
    let text = text.unwrap_or_else(|| create.text.clone());
    work.emit(Change::PutObject(object, Object { table, text }))
}

/// Whether a text names anything that is there and could be dropped.
fn names_something(work: &Work<'_>, text: &str) -> bool {
    let words = super::expression::mentioned(text, work.replay.engine.dialect);
    let schema = work.schema();
    let relations = schema.tables.keys().chain(schema.views.keys()).chain(schema.sequences.keys());
    let others = schema.objects.keys().map(|object| &object.name).chain(schema.enums.keys());
    let bare = |name: &Name| name.name.split('(').next().unwrap_or_default().to_lowercase();
    relations.chain(others).any(|name| words.contains(&bare(name)))
}

/// The table that statistics are about: they go with it.
fn described(work: &Work<'_>, create: &CreateObject) -> Option<Name> {
    let of = create.text.rsplit_once("from ").filter(|_| create.kind == ObjectKind::Statistics);
    let of = of?.1.replace([' ', '"'], "");
    let (namespace, name) = of.rsplit_once('.').unzip();
    let (namespace, name) = (namespace.map(str::to_owned), name.unwrap_or(&of).to_owned());
    work.find_relation(&Path { namespace, name, span: create.name.span })
}

/// An object belongs into the namespace of its table; what has no table and no namespace of its own
/// is known by its name alone.
fn place(work: &Work<'_>, create: &CreateObject, table: Option<&Name>) -> Outcome<Name> {
    if let (Some(table), None) = (table, &create.name.namespace) {
        let namespace = table.namespace.clone();
        return Ok(Name::new(namespace, create.name.name.clone()));
    }
    if create.name.namespace.is_none() && !lives_in_namespace(create.kind) {
        return Ok(Name::bare(create.name.name.clone()));
    }
    work.new_place(&create.name, false)
}

const fn lives_in_namespace(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Routine
            | ObjectKind::Domain
            | ObjectKind::Type
            | ObjectKind::VirtualTable
            | ObjectKind::Statistics
            | ObjectKind::Operator
            | ObjectKind::Collation
            | ObjectKind::TextSearch
            | ObjectKind::Foreign
            | ObjectKind::Event
            | ObjectKind::Trigger
    )
}

/// The object of that name, in its own letters.
fn same_named(work: &Work<'_>, object: &ObjectName) -> Option<ObjectName> {
    if work.schema().objects.contains_key(object) {
        return Some(object.clone());
    }
    let engine = work.replay.engine;
    let same = |other: &&ObjectName| {
        other.kind == object.kind && other.name.name.eq_ignore_ascii_case(&object.name.name)
    };
    if !engine.folds_names {
        // MySQL folds the names of what is no file.
        let folds = matches!(object.kind, ObjectKind::Routine | ObjectKind::Event);
        let mut objects = work.schema().objects.keys().filter(|_| engine.folds_columns && folds);
        return objects.find(same).cloned();
    }
    let folded = object.name.name.to_ascii_lowercase();
    // Words of a text have the name of the object itself among them.
    let users = work.dependents().mentions(&folded).into_iter();
    let mut objects = users.filter_map(|user| match user {
        User::Object(other) => Some(other),
        User::View(_) => None,
    });
    let found = objects.find(|other| same(&other));
    found.or_else(|| {
        let kind = object.kind;
        let lower = ObjectName { kind, name: Name::bare(folded.clone()) };
        work.schema().objects.contains_key(&lower).then_some(lower)
    })
}

/// The object that a written name means.
pub(super) fn find(
    work: &Work<'_>,
    kind: ObjectKind,
    path: &Path,
    table: Option<&Name>,
) -> Option<ObjectName> {
    let mut places = work.places(path);
    if path.namespace.is_none() {
        places.extend(table.map(|table| table.beside(path.name.clone())));
        places.push(Name::bare(path.name.clone()));
    }
    let exact =
        places.iter().find_map(|name| same_named(work, &ObjectName { kind, name: name.clone() }));
    if exact.is_some() || kind != ObjectKind::Routine || path.name.ends_with(')') {
        return exact;
    }
    // The types of its arguments may be left out where there is only one of that name.
    let prefix = format!("{}(", path.name);
    places.iter().find_map(|place| {
        let from = ObjectName { kind, name: place.beside(prefix.clone()) };
        let (found, _) = work.schema().objects.from(&from).next()?;
        let fits = found.kind == kind
            && found.name.namespace == place.namespace
            && found.name.name.starts_with(&prefix);
        fits.then(|| found.clone())
    })
}

/// `DROP` of objects, enumerated types and sequences.
/// Roles and databases belong to the server, which has more of them than the migrations made.
const fn is_of_the_server(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Role | ObjectKind::Database)
}

const FROM_ELSEWHERE: &str = "it was made outside of the migrations";

pub(super) fn drop(work: &mut Work<'_>, drop: &DropObjects) -> Outcome {
    let table = match &drop.table {
        None => None,
        Some(path) => match work.find_relation(path) {
            Some(name) => {
                work.targets.push(name.clone());
                Some(name)
            }
            None if drop.if_exists => {
                work.missing(path);
                return Ok(());
            }
            None => return Err(work.unknown_relation(path)),
        },
    };
    for path in &drop.names {
        drop_named(work, drop, path, table.as_ref())?;
    }
    Ok(())
}

fn drop_named(
    work: &mut Work<'_>,
    drop: &DropObjects,
    path: &Path,
    table: Option<&Name>,
) -> Outcome {
    for kind in &drop.kinds {
        match kind {
            DroppedKind::Enum => {
                if let Ok(name) = types::find_enum(work, path) {
                    return types::drop_enum(work, &name, drop.cascade, path.span);
                }
            }
            DroppedKind::Sequence => {
                if let Ok(name) = sequence::find(work, path) {
                    return work
                        .at(path.span, |work| sequence::drop_one(work, &name, drop.cascade));
                }
            }
            DroppedKind::Routine(noun) => {
                if let Some(found) = routine::find(work, noun, path)? {
                    return drop_object(work, &found, drop.cascade, path);
                }
            }
            DroppedKind::Object(kind) => {
                if let Some(found) = find(work, *kind, path, table) {
                    return drop_object(work, &found, drop.cascade, path);
                }
            }
        }
    }
    if drop.if_exists {
        work.missing(path);
        return Ok(());
    }
    let about = work.first_place(path);
    if drop
        .kinds
        .iter()
        .any(|kind| matches!(kind, DroppedKind::Object(it) if is_of_the_server(*it)))
    {
        work.doubt(&about, FROM_ELSEWHERE);
        return Ok(());
    }
    let words = match drop.kinds.first() {
        Some(DroppedKind::Enum) => "type",
        Some(DroppedKind::Sequence) => "sequence",
        Some(DroppedKind::Routine(noun)) => noun,
        Some(DroppedKind::Object(kind)) => kind.words(),
        None => "object",
    };
    Err(Refusal::unknown(format_args!("{words} `{path}`"), path.span).about(&about))
}

fn drop_object(work: &mut Work<'_>, object: &ObjectName, cascade: bool, path: &Path) -> Outcome {
    work.targets.push(object.name.clone());
    let bare = object.name.name.split('(').next().unwrap_or_default();
    let bare = bare.rsplit(' ').next().unwrap_or_default();
    match object.kind {
        ObjectKind::Routine => needed::check(work, bare, needed::What::Routine),
        // Those of types are looked for where types are released.
        ObjectKind::Type | ObjectKind::Domain => {}
        kind => needed::check(work, bare, needed::What::Other(kind)),
    }
    match object.kind {
        ObjectKind::Type | ObjectKind::Domain if work.replay.engine.binds => {
            types::release(work, &object.name, cascade, path.span)?;
        }
        ObjectKind::Routine if work.replay.engine.binds => {
            release_routine(work, object, cascade, path)?;
        }
        ObjectKind::Extension => {
            extension::release(work, object, cascade, path.span)?;
            // What else an extension brought along is not modelled, and may be in use.
            work.doubt(&object.name, "what it brought along goes with it");
            if cascade {
                work.doubt_everything("whatever uses what an extension brought along goes with it");
            }
        }
        ObjectKind::Foreign => foreign::release(work, object, cascade, path)?,
        _ if cascade && is_built_upon(object.kind) => {
            work.doubt_everything("whatever is built upon it goes with it");
        }
        _ => {}
    }
    drop_one(work, object.kind, &object.name)
}

/// Whether columns, indexes or others of its kind may need it, which is not followed.
const fn is_built_upon(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Operator
            | ObjectKind::Collation
            | ObjectKind::TextSearch
            | ObjectKind::Language
            | ObjectKind::Cast
    )
}

/// How a `GRANT` names what is of that kind.
const fn rights_to(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Routine => "function",
        ObjectKind::Type | ObjectKind::Domain => "type",
        _ => "",
    }
}

/// What is said of an object, and who may use it, go on under its new name.
fn follow(work: &mut Work<'_>, kind: ObjectKind, from: &Name, to: &Name) -> Outcome {
    work.renamed(from, to);
    rename_rights(work, rights_to(kind), from, to)?;
    if kind == ObjectKind::Routine {
        return comment::ROUTINES
            .iter()
            .try_for_each(|words| rename_comment(work, words, from, to));
    }
    rename_comment(work, kind.words(), from, to)
}

/// Drops an object with what belongs to it.
pub(super) fn drop_one(work: &mut Work<'_>, kind: ObjectKind, name: &Name) -> Outcome {
    if matches!(kind, ObjectKind::VirtualTable | ObjectKind::Foreign) {
        for object in work.dependents().belongings(name) {
            work.emit(Change::DropObject(object.clone()))?;
        }
    }
    work.settled(name);
    work.emit(Change::DropObject(ObjectName { kind, name: name.clone() }))?;
    drop_rights(work, rights_to(kind), name)?;
    if kind == ObjectKind::Routine {
        return comment::ROUTINES.iter().try_for_each(|words| drop_comment(work, words, name));
    }
    drop_comment(work, kind.words(), name)
}

/// Triggers keep the function that they call from being dropped.
fn release_routine(
    work: &mut Work<'_>,
    routine: &ObjectName,
    cascade: bool,
    path: &Path,
) -> Outcome {
    let bare = routine.name.name.split('(').next().unwrap_or_default();
    for user in work.dependents().mentions(bare) {
        match &user {
            User::Object(object) if object.kind == ObjectKind::Trigger => {
                let calls = work.schema().objects.get(object).is_some_and(|trigger| {
                    super::expression::words(&trigger.text, work.replay.engine.dialect)
                        .iter()
                        .any(|word| word.is_called && word.name == bare)
                });
                if !calls {
                    continue;
                }
                if !cascade {
                    let others = [format!("{object} calls it")];
                    let about = object.name.clone();
                    return Err(Refusal::dependents(routine, others, path.span).about(&about));
                }
                drop_one(work, object.kind, &object.name)?;
            }
            User::View(view) => work.doubt(view, "it may call a function that was dropped"),
            User::Object(object) => {
                work.doubt(&object.name, "it may call a function that was dropped");
            }
        }
    }
    Ok(())
}
