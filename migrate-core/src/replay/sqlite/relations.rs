//! Finding things by the names that SQLite takes for the same, and what texts make of them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::dependents::User;
use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use crate::command::Path;
use crate::schema::{Name, Object, ObjectKind, ObjectName, Table, View};
use crate::sql::sqlite::bind::{self, Bound, Found};
use crate::sql::sqlite::draft;
use crate::text::Span;

/// The views that are read to read another one, the innermost last.
struct Readers<'r> {
    name: &'r Name,
    outer: Option<&'r Readers<'r>>,
    depth: usize,
    /// What was read already: a view that is named twice is not read twice, nor what it reads four times.
    seen: &'r RefCell<BTreeMap<Name, Found>>,
}

/// How many views may read each other before nothing is said about them.
const DEEPEST: usize = 30;

impl Readers<'_> {
    fn has(&self, name: &Name) -> bool {
        self.name == name || self.outer.is_some_and(|outer| outer.has(name))
    }
}

/// Whether the engine keeps that name to itself.
pub(super) fn is_reserved(name: &str) -> bool {
    name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
}

/// Whether `ANALYZE` keeps what it counts in a table of that name.
pub(super) fn is_statistics(name: &str) -> bool {
    name.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_stat"))
}

/// Refuses a name that the engine keeps to itself.
pub(super) fn unreserved(name: &str, span: Span) -> Outcome {
    if is_reserved(name) {
        let message = format!("names that begin with `sqlite_` are the engine's own: `{name}`");
        return Err(Refusal::refused(message, span));
    }
    Ok(())
}

/// The object of that kind and name, in its own letters.
pub(super) fn object(work: &Work<'_>, kind: ObjectKind, name: &Name) -> Option<ObjectName> {
    work.dependents().called(kind, name).cloned()
}

/// The table, view or virtual table of that very namespace and name.
pub(super) fn at(work: &Work<'_>, name: &Name) -> Option<(Relation, Name)> {
    match work.replay.relation(name) {
        Some((Relation::Index, _)) | None => {
            let found = object(work, ObjectKind::VirtualTable, name)?;
            Some((Relation::Other(ObjectKind::VirtualTable), found.name))
        }
        found => found,
    }
}

/// The table, view or virtual table that a written name means.
pub(super) fn find(work: &Work<'_>, path: &Path) -> Option<(Relation, Name)> {
    work.places(path).iter().find_map(|name| at(work, name))
}

/// The refusal of a table that is not there. What looks like a table in which a virtual one keeps its
/// rows may be one.
pub(super) fn unknown(work: &Work<'_>, path: &Path) -> Box<Refusal> {
    work.unknown_relation(path)
}

/// Whether `name` may be a table in which a virtual table keeps its rows.
pub(super) fn may_be_shadow(work: &Work<'_>, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let first = ObjectName { kind: ObjectKind::VirtualTable, name: Name::default() };
    let objects = work.schema().objects.from(&first).map(|(object, _)| object);
    objects.take_while(|object| object.kind == ObjectKind::VirtualTable).any(|object| {
        let owner = object.name.name.to_ascii_lowercase();
        lower.strip_prefix(&owner).is_some_and(|rest| rest.starts_with('_'))
    })
}

/// Refuses a name that a table, view or index in the same database has.
pub(super) fn free(work: &Work<'_>, name: &Name, span: Span) -> Outcome {
    if let Some((relation, found)) = at(work, name) {
        let what = format_args!("{} `{found}`", relation.words());
        return Err(Refusal::duplicate(what, span).about(&found));
    }
    if let Some(table) = work.dependents().table_of_index(name) {
        let what = format_args!("an index `{}` of table `{table}`", name.name);
        return Err(Refusal::duplicate(what, span).about(&table));
    }
    Ok(())
}

/// A table as texts see it.
pub(super) fn of_table(name: &Name, table: &Table) -> bind::Relation {
    bind::Relation {
        name: name.clone(),
        columns: Some(table.columns.iter().map(|column| column.name.clone()).collect()),
        has_rowid: !table.options.without_rowid,
    }
}

fn found(
    work: &Work<'_>,
    from: &str,
    namespace: Option<&str>,
    name: &str,
    readers: Option<&Readers<'_>>,
) -> Found {
    let path = Path {
        namespace: namespace.map(str::to_owned).or((from != "temp").then(|| from.to_owned())),
        name: name.to_owned(),
        span: Span::default(),
    };
    let places = work.places(&path);
    if places.iter().any(|name| work.replay.is_doubted(name).is_some()) {
        return Found::Unclear;
    }
    let Some((relation, name)) = places.iter().find_map(|name| at(work, name)) else {
        let is_unclear = is_reserved(name) || may_be_shadow(work, name);
        return if is_unclear { Found::Unclear } else { Found::Nothing };
    };
    match relation {
        Relation::Table => match work.schema().tables.get(&name) {
            Some(table) => Found::Relation(of_table(&name, table)),
            None => Found::Nothing,
        },
        Relation::View if readers.is_some_and(|readers| readers.has(&name)) => {
            Found::Broken(format!("view {} is circularly defined", name.name))
        }
        Relation::View if readers.is_none_or(|readers| readers.depth < DEEPEST) => {
            let known = readers.and_then(|readers| readers.seen.borrow().get(&name).cloned());
            known.unwrap_or_else(|| read_view(work, name, readers))
        }
        Relation::View => Found::Unclear,
        _ => Found::Relation(bind::Relation { name, columns: None, has_rowid: true }),
    }
}

fn read_view(work: &Work<'_>, name: Name, readers: Option<&Readers<'_>>) -> Found {
    let Some(view) = work.schema().views.get(&name) else { return Found::Nothing };
    let found = result(&name, view, view_at(work, &name, view, readers));
    if let Some(readers) = readers {
        readers.seen.borrow_mut().insert(name, found.clone());
    }
    found
}

/// A view as those see it who read it.
fn result(name: &Name, view: &View, bound: Bound) -> Found {
    if let Some(why) = bound.broken {
        return Found::Broken(why);
    }
    let listed = Some(&view.columns).filter(|columns| !columns.is_empty());
    if let (Some(listed), Some(columns), false) = (listed, &bound.columns, bound.unclear)
        && listed.len() != columns.len()
    {
        let count = listed.len();
        return Found::Broken(format!("expected {count} columns for '{}'", name.name));
    }
    let columns = listed.cloned().or(bound.columns.filter(|_| !bound.unclear));
    Found::Relation(bind::Relation { name: name.clone(), columns, has_rowid: false })
}

fn view_at(work: &Work<'_>, name: &Name, view: &View, outer: Option<&Readers<'_>>) -> Bound {
    let depth = outer.map_or(0, |outer| outer.depth + 1);
    let first = RefCell::default();
    let seen = outer.map_or(&first, |outer| outer.seen);
    let readers = Readers { name, outer, depth, seen };
    bind::view(&view.query, &|namespace, table| {
        found(work, &name.namespace, namespace, table, Some(&readers))
    })
}

/// What the text of a view names. That it lists more or fewer columns than it has is found out by those
/// who read it, not by itself.
pub(super) fn view(work: &Work<'_>, name: &Name, view: &View) -> Bound {
    view_at(work, name, view, None)
}

/// What a statement of the script names.
pub(super) fn statement(work: &Work<'_>, text: &str) -> Bound {
    // Names without a database are looked for in all of them, as in what is temporary.
    bind::statement(text, &|namespace, table| found(work, "temp", namespace, table, None))
}

/// What a statement returns of the rows of a table.
pub(super) fn returned(work: &Work<'_>, text: &str, name: &Name, table: &Table) -> Bound {
    bind::returned(text, &of_table(name, table), &|namespace, table| {
        found(work, "temp", namespace, table, None)
    })
}

/// What the text of a trigger names.
pub(super) fn trigger(work: &Work<'_>, name: &Name, object: &Object) -> Bound {
    let from = name.namespace.as_str();
    let Some(table) = &object.table else { return Bound { unclear: true, ..Bound::default() } };
    match found(work, &table.namespace, None, &table.name, None) {
        Found::Relation(relation) => bind::trigger(&object.text, &relation, &|namespace, table| {
            found(work, from, namespace, table, None)
        }),
        _ => Bound { unclear: true, ..Bound::default() },
    }
}

/// A view or trigger, and what its text names.
pub(super) enum Text {
    View(Name, Bound),
    Trigger(ObjectName, Bound),
}

impl Text {
    pub(super) const fn name(&self) -> &Name {
        match self {
            Self::View(name, _) => name,
            Self::Trigger(object, _) => &object.name,
        }
    }

    pub(super) const fn bound(&self) -> &Bound {
        match self {
            Self::View(_, bound) | Self::Trigger(_, bound) => bound,
        }
    }
}

/// The views and triggers that have all of `words` in their text, if there are any words, and those
/// that are not known to be sound, with what they name. Renames and `DROP COLUMN` read all of them, as the engine does, and are refused while one of
/// them names something that is not there.
pub(super) fn texts(work: &mut Work<'_>, words: &[&str], span: Span) -> Outcome<Vec<Text>> {
    // What a name means hangs on more than its own definition here.
    let is_certain = work.replay.doubts().is_empty() && !work.session.has_temporary();
    let users = if is_certain { unsound(work, words) } else { all(work) };
    let mut texts = Vec::new();
    for user in users {
        let text = match &user {
            User::View(name) => {
                let Some(of) = work.schema().views.get(name) else { continue };
                Text::View(name.clone(), view(work, name, of))
            }
            User::Object(name) => {
                let Some(of) = work.schema().objects.get(name) else { continue };
                Text::Trigger(name.clone(), trigger(work, &name.name, of))
            }
        };
        if is_certain && !text.bound().unclear && text.bound().broken.is_none() {
            work.replay.dependents.get_mut().sound(&user);
        }
        texts.push(text);
    }
    for text in &texts {
        let Some(broken) = &text.bound().broken else { continue };
        if text.bound().unclear {
            let reason = format!("it may name what is not there: {broken}");
            work.doubt(text.name(), &reason);
        } else if work.replay.is_doubted(text.name()).is_none() {
            let kind = if matches!(text, Text::View(..)) { "view" } else { "trigger" };
            let what = format!("{kind} `{}`", text.name());
            let message = format!(
                "{what} names what is not there, and SQLite renames and drops \
                                   nothing while it does: {broken}"
            );
            return Err(Refusal::refused(message, span).about(text.name()));
        }
    }
    Ok(texts)
}

fn unsound(work: &Work<'_>, words: &[&str]) -> BTreeSet<User> {
    let mut users: BTreeSet<_> = work.dependents().unread().cloned().collect();
    if let [word, others @ ..] = words {
        let others = others.iter().map(|word| work.dependents().mentions(word));
        let others: Vec<Vec<User>> = others.collect();
        let with_word = work.dependents().mentions(word).into_iter();
        users.extend(with_word.filter(|user| others.iter().all(|with| with.contains(user))));
    }
    users
}

fn all(work: &Work<'_>) -> BTreeSet<User> {
    let schema = work.schema();
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    let triggers = schema.objects.from(&first).map(|(name, _)| name);
    let triggers = triggers.take_while(|name| name.kind == ObjectKind::Trigger);
    let views = schema.views.keys().map(|name| User::View(name.clone()));
    views.chain(triggers.map(|name| User::Object(name.clone()))).collect()
}

/// What an expression over the columns of one table names.
pub(super) fn expression(name: &Name, table: &Table, text: &str) -> Bound {
    bind::expression(text, &of_table(name, table), &|_, _| Found::Nothing)
}

/// Makes the table that a definition describes.
pub(super) fn defined(create: &crate::command::CreateTable) -> Table {
    draft::table(&create.elements, &create.options)
}

/// A name in the letters that all its spellings share.
pub(super) fn key(name: &Name) -> Name {
    name.beside(name.name.to_ascii_lowercase())
}
