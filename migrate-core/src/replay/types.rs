//! Types that somebody defined.

use super::expression;
use super::failure::{Outcome, Refusal};
use super::object::needed;
use super::work::Work;
use crate::change::Change;
use crate::command::{EnumChange, ObjectChange, Path};
use crate::schema::{Column, Enum, Name, ObjectKind, ObjectName};
use crate::text::Span;

/// The kinds of objects that are types.
const KINDS: [ObjectKind; 2] = [ObjectKind::Type, ObjectKind::Domain];

/// What has a name among types.
fn taken(work: &Work<'_>, name: &Name) -> bool {
    let is_object = |kind| {
        let object = ObjectName { kind, name: name.clone() };
        work.schema().objects.contains_key(&object)
    };
    work.schema().enums.contains_key(name) || KINDS.into_iter().any(is_object)
}

/// `CREATE TYPE … AS ENUM`.
pub(super) fn create_enum(
    work: &mut Work<'_>,
    path: &Path,
    values: &[String],
    if_not_exists: bool,
) -> Outcome {
    let name = work.new_place(path, false)?;
    work.targets.push(name.clone());
    if taken(work, &name) {
        if if_not_exists {
            return Ok(());
        }
        return Err(Refusal::duplicate(format_args!("type `{name}`"), path.span).about(&name));
    }
    if if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with other values");
    } else {
        work.settled(&name);
    }
    work.emit(Change::PutEnum(name, Enum { values: values.to_vec() }))
}

/// The enumerated type that a written name means; it becomes a target.
pub(super) fn find_enum(work: &mut Work<'_>, path: &Path) -> Outcome<Name> {
    let found = work.places(path).into_iter().find(|name| work.schema().enums.contains_key(name));
    match found {
        Some(name) => {
            work.targets.push(name.clone());
            Ok(name)
        }
        None => {
            const MOST: usize = 300;
            let about = work.first_place(path);
            let names = work.schema().enums.keys().take(MOST).map(|name| name.name.as_str());
            Err(Refusal::unknown(format_args!("type `{path}`"), path.span)
                .nearest(&path.name, names)
                .about(&about))
        }
    }
}

/// `ALTER TYPE` of an enumerated type.
pub(super) fn alter_enum(work: &mut Work<'_>, path: &Path, change: &EnumChange) -> Outcome {
    let name = match find_enum(work, path) {
        Ok(name) => name,
        Err(refusal) => return alter_other(work, path, change, refusal),
    };
    let Some(mut definition) = work.schema().enums.get(&name).cloned() else { return Ok(()) };
    let values = &mut definition.values;
    match change {
        EnumChange::AddValue { value, if_not_exists, neighbour } => {
            if values.contains(value) {
                if *if_not_exists {
                    return Ok(());
                }
                let what = format_args!("value `{value}` of type `{name}`");
                return Err(Refusal::duplicate(what, work.span).about(&name));
            }
            let at = match neighbour {
                None => values.len(),
                Some((before, other)) => {
                    let at = position(values, other, &name, work.span)?;
                    if *before { at } else { at + 1 }
                }
            };
            values.insert(at, value.clone());
        }
        EnumChange::RenameValue { from, to } => {
            let at = position(values, from, &name, work.span)?;
            if values.contains(to) {
                let what = format_args!("value `{to}` of type `{name}`");
                return Err(Refusal::duplicate(what, work.span).about(&name));
            }
            to.clone_into(&mut values[at]);
        }
        EnumChange::Other(change) => return change_enum(work, &name, definition, change),
    }
    work.emit(Change::PutEnum(name, definition))
}

fn position(values: &[String], value: &str, name: &Name, span: Span) -> Outcome<usize> {
    values.iter().position(|other| other == value).ok_or_else(|| {
        Refusal::unknown(format_args!("value `{value}` of type `{name}`"), span)
            .nearest(value, values.iter().map(String::as_str))
            .about(name)
    })
}

/// The words are the same for every kind of type.
fn alter_other(
    work: &mut Work<'_>,
    path: &Path,
    change: &EnumChange,
    refusal: Box<Refusal>,
) -> Outcome {
    let EnumChange::Other(change) = change else { return Err(refusal) };
    for name in work.places(path) {
        for kind in KINDS {
            let object = ObjectName { kind, name: name.clone() };
            if work.schema().objects.contains_key(&object) {
                work.targets.push(name.clone());
                return super::object::change(work, kind, &name, change);
            }
        }
    }
    Err(refusal)
}

fn change_enum(
    work: &mut Work<'_>,
    name: &Name,
    definition: Enum,
    change: &ObjectChange,
) -> Outcome {
    let (to, span) = match change {
        ObjectChange::Rename(to) => (name.beside(to.name.clone()), to.span),
        ObjectChange::SetNamespace(to) => {
            let namespace = work.replay.engine.namespace(&to.name).to_owned();
            (Name::new(namespace, name.name.clone()), to.span)
        }
        ObjectChange::Owner(_) => {
            work.doubt(name, "whose a type is, is not followed");
            return Ok(());
        }
        _ => {
            work.doubt(name, "it was altered in a way that is not modelled");
            return Ok(());
        }
    };
    if taken(work, &to) {
        return Err(Refusal::duplicate(format_args!("type `{to}`"), span).about(&to));
    }
    work.emit(Change::PutEnum(to.clone(), definition))?;
    rename_in_columns(work, name, &to)?;
    work.renamed(name, &to);
    work.emit(Change::DropEnum(name.clone()))?;
    super::object::rename_rights(work, "type", name, &to)?;
    super::object::rename_comment(work, "type", name, &to)
}

/// Columns follow their type to its new name. So does whatever else uses it, which no text says then.
pub(super) fn rename_in_columns(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let dialect = work.replay.engine.dialect;
    let routine = routines_of(work, from).first().map(ToString::to_string);
    let user = routine.or_else(|| needed::user(work, &from.name, needed::What::Type));
    if let Some(user) = user {
        work.doubt_everything(&format!("{user} may use `{from}` under its new name"));
    }
    for (table, column) in users(work, from) {
        let Some(old) = work.table_at(&table)?.column(&column).cloned() else { continue };
        let suffix = old.data_type.find('[').map_or("", |at| &old.data_type[at..]);
        let data_type = format!("{}{suffix}", expression::spelled(to, dialect));
        // A default that is cast to the type names it too.
        let default = old.default.as_deref().map(|default| {
            expression::replace(default, dialect, &to.name, |word| {
                word.name == from.name && word.is_alias_or_type
            })
        });
        let new = Column { data_type, default, ..old.clone() };
        work.emit(Change::AlterColumn(table, new))?;
    }
    Ok(())
}

/// The columns of a type.
fn users(work: &Work<'_>, name: &Name) -> Vec<(Name, String)> {
    let columns = work.dependents().typed(&name.name).into_iter();
    let of = columns.filter(|(table, column)| {
        let table = work.schema().tables.get(table);
        let column = table.and_then(|table| table.column(column));
        column.is_some_and(|column| expression::type_namespace(&column.data_type) == name.namespace)
    });
    of.map(|(table, column)| (Name::clone(&table), column.to_string())).collect()
}

/// Drops the columns of a type that goes, or refuses.
pub(super) fn release(work: &mut Work<'_>, name: &Name, cascade: bool, span: Span) -> Outcome {
    check_defaults(work, name, cascade, span)?;
    needed::check(work, &name.name, needed::What::Type);
    release_values(work, name, cascade, span)
}

/// Drops what holds, takes or returns values of a type that goes, or refuses. A table is the type of
/// its rows.
pub(super) fn release_values(
    work: &mut Work<'_>,
    name: &Name,
    cascade: bool,
    span: Span,
) -> Outcome {
    release_routines(work, name, cascade, span)?;
    let users = users(work, name);
    if !cascade && !users.is_empty() {
        let others = users
            .iter()
            .map(|(table, column)| format!("column `{column}` of table `{table}` is of that type"));
        let refusal = Refusal::dependents(format_args!("type `{name}`"), others, span);
        return Err(users.iter().fold(refusal, |refusal, (table, _)| refusal.about(table)));
    }
    for (table, column) in users {
        if work.has_column(&table, &column) {
            let column = super::column::Dropped { table: &table, column: &column, cascade, span };
            (work.replay.engine.drop_column)(work, &column)?;
        }
    }
    Ok(())
}

/// Refuses to change the rows of a table that columns of other tables hold.
pub(super) fn check_rows(work: &Work<'_>, table: &Name, span: Span) -> Outcome {
    let users = if work.replay.engine.binds { users(work, table) } else { Vec::new() };
    let Some((of, column)) = users.first() else { return Ok(()) };
    let message = format!("column `{column}` of table `{of}` holds rows of table `{table}`");
    Err(Refusal::refused(message, span).about(of))
}

/// Drops the functions that take or return values of a type that goes, or refuses.
fn release_routines(work: &mut Work<'_>, name: &Name, cascade: bool, span: Span) -> Outcome {
    let users = routines_of(work, name);
    if !cascade && !users.is_empty() {
        let others = users.iter().map(|it| format!("{it} takes or returns it"));
        let refusal = Refusal::dependents(format_args!("type `{name}`"), others, span);
        return Err(users.iter().fold(refusal, |refusal, it| refusal.about(&it.name)));
    }
    users.iter().try_for_each(|it| super::object::drop_one(work, it.kind, &it.name))
}

/// The functions that take or return values of a type.
fn routines_of(work: &Work<'_>, name: &Name) -> Vec<ObjectName> {
    let spelled = expression::spelled(name, work.replay.engine.dialect);
    let is_it = |written: &str| {
        let written = written.trim().trim_end_matches("[]");
        written == spelled || written == name.name
    };
    let uses = |routine: &ObjectName, text: &str| {
        let arguments = routine.name.name.split_once('(').map_or("", |(_, arguments)| arguments);
        let head = text.split(" as ").next().unwrap_or_default();
        let returned = head.split_once(" returns ").map_or("", |(_, returned)| returned);
        let returned = returned.strip_prefix("setof ").unwrap_or(returned);
        arguments.trim_end_matches(')').split(',').any(is_it)
            || returned.split(' ').next().is_some_and(is_it)
    };
    let first = ObjectName { kind: ObjectKind::Routine, name: Name::default() };
    let routines = work.schema().objects.from(&first);
    let routines = routines.take_while(|(it, _)| it.kind == ObjectKind::Routine);
    routines.filter(|(it, object)| uses(it, &object.text)).map(|(it, _)| it.clone()).collect()
}

/// A default that is cast to a type keeps it: that of an enumerated column that became a text.
fn check_defaults(work: &mut Work<'_>, name: &Name, cascade: bool, span: Span) -> Outcome {
    let dialect = work.replay.engine.dialect;
    let casts = |text: &str| {
        let words = expression::words(text, dialect);
        words.iter().any(|word| word.is_alias_or_type && word.name == name.name)
    };
    let of = |column: &Column| column.default.as_deref().is_some_and(casts);
    let users = work.schema().tables.iter().flat_map(|(table, it)| {
        it.columns.iter().filter(|column| of(column)).map(|column| (table.clone(), column.clone()))
    });
    let users: Vec<(Name, Column)> = users.collect();
    let kind =
        |column: &Column| column.data_type.trim_end_matches("[]").trim_matches('"').to_owned();
    let users = users.into_iter().filter(|(_, column)| kind(column) != name.name);
    for (table, column) in users.collect::<Vec<_>>() {
        if !cascade {
            let others =
                [format!("the default of column `{}` of table `{table}` is of it", column.name)];
            let what = format_args!("type `{name}`");
            return Err(Refusal::dependents(what, others, span).about(&table));
        }
        let new = Column { default: None, ..column };
        work.emit(Change::AlterColumn(table, new))?;
    }
    Ok(())
}

/// `DROP TYPE` of an enumerated type.
pub(super) fn drop_enum(work: &mut Work<'_>, name: &Name, cascade: bool, span: Span) -> Outcome {
    release(work, name, cascade, span)?;
    work.settled(name);
    work.emit(Change::DropEnum(name.clone()))?;
    super::object::drop_rights(work, "type", name)?;
    super::object::drop_comment(work, "type", name)
}
