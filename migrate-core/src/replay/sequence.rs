//! Sequences.

use super::expression;
use super::failure::{Outcome, Refusal};
use super::names::Relation;
use super::work::Work;
use crate::change::Change;
use crate::command::{CreateSequence, ObjectChange, Path};
use crate::dialect::types::{self, counting};
use crate::schema::{Column, Name, Sequence};

/// The sequence of an identity column of that type, with the options that were written for it.
pub(super) fn counting_with(data_type: &str, options: &[String]) -> Sequence {
    let mut sequence = counting(data_type);
    let options: Vec<_> = options.iter().map(|option| read_option(option)).collect();
    for (option, value) in &options {
        write(&mut sequence, option, *value);
    }
    let is_given =
        |name: &str| options.iter().any(|(option, value)| *option == name && value.is_some());
    if sequence.increment < 0 {
        if !is_given("minvalue") {
            (sequence.minimum, _) = types::range(data_type);
        }
        if !is_given("maxvalue") {
            sequence.maximum = -1;
        }
    }
    if !is_given("start") {
        let is_ascending = sequence.increment > 0;
        sequence.start = if is_ascending { sequence.minimum } else { sequence.maximum };
    }
    sequence
}

/// The name that the options of an identity column give its sequence.
pub(super) fn named(options: &[String]) -> Option<String> {
    let name = options.iter().find_map(|option| option.strip_prefix("sequence name "))?;
    let own = name.rsplit(" . ").next().unwrap_or(name);
    Some(own.trim_matches('"').to_owned())
}

/// An option in words: `start with 10`, `set no cycle`, `restart`.
fn read_option(option: &str) -> (&str, Option<&str>) {
    let option = option.strip_prefix("set ").unwrap_or(option);
    match option.split_once(' ') {
        Some(("no", option)) => (option, None),
        Some((option, value)) => {
            (option, Some(value.trim_start_matches("with ").trim_start_matches("by ").trim()))
        }
        None if option == "cycle" => (option, Some("true")),
        None => (option, None),
    }
}

/// `CREATE SEQUENCE`.
pub(super) fn create(work: &mut Work<'_>, create: &CreateSequence) -> Outcome {
    let name = work.new_place(&create.name, create.temporary)?;
    work.targets.push(name.clone());
    if let Some((relation, found)) = work.replay.relation(&name) {
        if create.if_not_exists {
            return Ok(());
        }
        let what = format_args!("{} `{found}`", relation.words());
        return Err(Refusal::duplicate(what, create.name.span).about(&found));
    }
    if create.if_not_exists && work.replay.is_doubted(&name).is_some() {
        work.doubt(&name, "it may have been there before with another definition");
    } else {
        work.settled(&name);
    }
    let mut sequence = create.sequence.clone();
    if let Some((table, column)) = &create.owned_by {
        let table = work.table(table)?;
        let column = work.column(&table, column)?;
        sequence.owned_by = Some((table, column));
    }
    if create.temporary {
        work.temporary(&name);
    }
    work.emit(Change::PutSequence(name, sequence))
}

/// The sequence that a written name means; it becomes a target.
pub(super) fn find(work: &mut Work<'_>, path: &Path) -> Outcome<Name> {
    match work.relation(path) {
        Some((Relation::Sequence, name)) => {
            work.targets.push(name.clone());
            Ok(name)
        }
        Some((relation, name)) => {
            let message = format!("`{path}` is no sequence but a {}", relation.words());
            Err(Refusal::refused(message, path.span).about(&name))
        }
        None => {
            let about = work.first_place(path);
            Err(Refusal::unknown(format_args!("sequence `{path}`"), path.span).about(&about))
        }
    }
}

/// `DROP SEQUENCE`.
pub(super) fn drop_one(work: &mut Work<'_>, name: &Name, cascade: bool) -> Outcome {
    let span = work.span;
    let owner = work.schema().sequences.get(name).and_then(|sequence| sequence.owned_by.clone());
    if let Some((table, column)) = owner
        && let Some(of) = work.schema().tables.get(&table).and_then(|of| of.column(&column))
        && of.identity.is_some()
    {
        let message = format!("sequence `{name}` numbers column `{column}` of table `{table}`");
        return Err(Refusal::refused(message, span).about(&table));
    }
    let users = work.dependents().numbered(name);
    if !cascade && !users.is_empty() {
        let others = users
            .iter()
            .map(|(table, column)| format!("column `{column}` of table `{table}` counts with it"));
        let refusal = Refusal::dependents(format_args!("sequence `{name}`"), others, span);
        return Err(users.iter().fold(refusal, |refusal, (table, _)| refusal.about(table)));
    }
    for (table, column) in users {
        if let Some(old) = work.schema().tables.get(&table).and_then(|of| of.column(&column)) {
            let new = Column { default: None, ..old.clone() };
            work.emit(Change::AlterColumn(Name::clone(&table), new))?;
        }
    }
    work.settled(name);
    work.emit(Change::DropSequence(name.clone()))
}

/// Drops the sequence of a table, or of one of its columns, that goes.
pub(super) fn drop_owned(
    work: &mut Work<'_>,
    name: &Name,
    table: &Name,
    column: Option<&str>,
    cascade: bool,
) -> Outcome {
    let owner = work.schema().sequences.get(name).and_then(|found| found.owned_by.clone());
    let Some((_, of)) = owner.filter(|(_, of)| column.is_none_or(|column| of == column)) else {
        return Ok(());
    };
    let users = work.dependents().numbered(name).into_iter();
    let is_other =
        |user: &(Name, std::sync::Arc<str>)| user.0 != *table || column.is_some() && *user.1 != *of;
    let others: Vec<_> = users.filter(is_other).collect();
    if !cascade && !others.is_empty() {
        let notes = others
            .iter()
            .map(|(table, column)| format!("column `{column}` of table `{table}` counts with it"));
        let what = format_args!("sequence `{name}` of table `{table}`");
        let refusal = Refusal::dependents(what, notes, work.span);
        return Err(others.iter().fold(refusal, |refusal, (table, _)| refusal.about(table)));
    }
    for (user, column) in others {
        if let Some(old) = work.schema().tables.get(&user).and_then(|of| of.column(&column)) {
            let new = Column { default: None, ..old.clone() };
            work.emit(Change::AlterColumn(Name::clone(&user), new))?;
        }
    }
    work.settled(name);
    work.emit(Change::DropSequence(name.clone()))
}

/// `ALTER SEQUENCE`.
pub(super) fn alter(
    work: &mut Work<'_>,
    path: &Path,
    if_exists: bool,
    to: &ObjectChange,
) -> Outcome {
    if if_exists && work.relation(path).is_none() {
        work.missing(path);
        return Ok(());
    }
    let name = find(work, path)?;
    change(work, &name, to)
}

/// A change of a sequence that is known by its full name.
pub(super) fn change(work: &mut Work<'_>, name: &Name, change: &ObjectChange) -> Outcome {
    match change {
        ObjectChange::Rename(to) => {
            let new = name.beside(to.name.clone());
            if let Some((relation, found)) = work.replay.relation(&new) {
                let what = format_args!("{} `{found}`", relation.words());
                return Err(Refusal::duplicate(what, to.span).about(&found));
            }
            move_to(work, name, &new)
        }
        ObjectChange::SetNamespace(to) => {
            let namespace = work.replay.engine.namespace(&to.name).to_owned();
            move_to(work, name, &Name::new(namespace, name.name.clone()))
        }
        ObjectChange::Set { name: option, value } if option == "owned by" => {
            own(work, name, value.as_deref())
        }
        ObjectChange::Set { name: option, value } => set(work, name, option, value.as_deref()),
        ObjectChange::Owner(owner) => set(work, name, "owner", Some(&owner.name)),
        ObjectChange::Other { text, .. } => set(work, name, text, Some("")),
        ObjectChange::RenameColumn { .. } | ObjectChange::AttachPartition(_) => Ok(()),
    }
}

fn own(work: &mut Work<'_>, name: &Name, owner: Option<&str>) -> Outcome {
    let Some(mut sequence) = work.schema().sequences.get(name).cloned() else { return Ok(()) };
    sequence.owned_by = match owner.filter(|owner| !owner.eq_ignore_ascii_case("none")) {
        None => None,
        Some(owner) => {
            let parts: Vec<String> =
                owner.split('.').map(|part| part.trim().trim_matches('"').to_owned()).collect();
            let (table, column) = match parts.as_slice() {
                [table, column] => ((None, table), column),
                [namespace, table, column] => ((Some(namespace.clone()), table), column),
                _ => return Err(Refusal::refused(format!("`{owner}` is no column"), work.span)),
            };
            let path = Path { namespace: table.0, name: table.1.clone(), span: work.span };
            let table = work.table(&path)?;
            let column = work.column_named(&table, column, work.span)?;
            Some((table, column))
        }
    };
    work.emit(Change::PutSequence(name.clone(), sequence))
}

fn set(work: &mut Work<'_>, name: &Name, option: &str, value: Option<&str>) -> Outcome {
    let Some(old) = work.schema().sequences.get(name).cloned() else { return Ok(()) };
    let mut new = old.clone();
    write(&mut new, option, value);
    if new == old { Ok(()) } else { work.emit(Change::PutSequence(name.clone(), new)) }
}

/// Gives an option its value; none for the one that it has when nothing is said.
fn write(new: &mut Sequence, option: &str, value: Option<&str>) {
    let number = value.and_then(|value| value.replace(' ', "").parse::<i64>().ok());
    match (option, number) {
        ("increment", Some(number)) => new.increment = number,
        ("start", Some(number)) => new.start = number,
        ("minimum" | "minvalue", Some(number)) => new.minimum = number,
        ("maximum" | "maxvalue", Some(number)) => new.maximum = number,
        ("minimum" | "minvalue", None) => new.minimum = 1,
        ("maximum" | "maxvalue", None) => new.maximum = counting(&new.data_type).maximum,
        ("cycle", _) => new.cycle = value.is_some_and(|value| value != "false" && value != "no"),
        ("as" | "data type" | "type", _) => retype(new, value.unwrap_or("bigint")),
        ("cache", Some(1)) => drop(new.settings.remove(option)),
        // Where it stands is rows, not schema; its name is its place.
        ("restart" | "sequence", _) => {}
        _ => match value {
            Some(value) => drop(new.settings.insert(option.to_owned(), value.to_owned())),
            None => drop(new.settings.remove(option)),
        },
    }
}

/// Another type brings its own limits, unless others were set.
fn retype(sequence: &mut Sequence, data_type: &str) {
    let (old, new) = (counting(&sequence.data_type), counting(data_type));
    if sequence.maximum == old.maximum {
        sequence.maximum = new.maximum;
    }
    sequence.data_type = new.data_type;
}

/// Options of the sequence of an identity column: `start with 10`, `restart`.
pub(super) fn set_owned_options(
    work: &mut Work<'_>,
    table: &Name,
    column: &str,
    options: &[String],
) -> Outcome {
    for name in work.dependents().owned(table) {
        let sequence = work.schema().sequences.get(&name);
        let owner = sequence.and_then(|sequence| sequence.owned_by.as_ref());
        if owner.is_none_or(|(_, of)| of != column) {
            continue;
        }
        for option in options {
            let (option, value) = read_option(option);
            set(work, &name, option, value)?;
        }
    }
    Ok(())
}

/// Gives a sequence another name; defaults that count with it follow.
pub(super) fn move_to(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let Some(sequence) = work.schema().sequences.get(from).cloned() else { return Ok(()) };
    let users = work.dependents().numbered(from);
    work.emit(Change::DropSequence(from.clone()))?;
    work.emit(Change::PutSequence(to.clone(), sequence))?;
    work.renamed(from, to);
    for (table, column) in users {
        if let Some(old) = work.schema().tables.get(&table).and_then(|of| of.column(&column)) {
            let default = Some(expression::next_value(to));
            let new = Column { default, ..old.clone() };
            work.emit(Change::AlterColumn(Name::clone(&table), new))?;
        }
    }
    Ok(())
}
