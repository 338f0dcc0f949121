//! Columns.

mod alter;
pub(super) mod cast;
mod rename;
mod retype;

use super::constraint;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::memory;
use super::sequence;
use super::work::Work;
use crate::change::Change;
use crate::command::{Data, Ident, NewColumn, NewConstraint, Position};
use crate::schema::{Column, Identity, List, Name, Sequence, Table};
use crate::text::Span;

pub(super) use alter::alter;
pub(super) use rename::rename;

/// `ADD COLUMN`.
pub(super) fn add(
    work: &mut Work<'_>,
    table: &Name,
    new: &NewColumn,
    if_not_exists: bool,
    position: Option<&Position>,
) -> Outcome {
    if if_not_exists && work.has_column(table, &new.name.name) {
        return Ok(());
    }
    (work.replay.engine.check_new_column)(work, table, new)?;
    define(work, table, new)?;
    constrain(work, table, new)?;
    place(work, table, &new.name.name, position)
}

fn constrain(work: &mut Work<'_>, table: &Name, new: &NewColumn) -> Outcome {
    let mut constraints: Vec<&NewConstraint> = new.constraints.iter().collect();
    constraints.sort_by_key(|new| constraint::rank(&new.constraint));
    constraints.into_iter().try_for_each(|new| constraint::add(work, table, new))
}

/// Adds a column, its constraints left for later, with the sequence that numbers it.
pub(super) fn define(work: &mut Work<'_>, table: &Name, new: &NewColumn) -> Outcome {
    if work.has_column(table, &new.name.name) {
        return Err(duplicate(table, new));
    }
    let prepared = prepare(work, table, new)?;
    let column = normal(work, table, prepared.column)?;
    work.emit(Change::AddColumn(table.clone(), column))?;
    prepared.sequence.map_or(Ok(()), |(name, sequence)| put_sequence(work, name, sequence))
}

fn duplicate(table: &Name, new: &NewColumn) -> Box<Refusal> {
    let what = format_args!("column `{}` of table `{table}`", new.name.name);
    Refusal::duplicate(what, new.name.span).about(table)
}

/// A column that is about to be added, and the sequence that comes with it.
struct Prepared {
    column: Column,
    sequence: Option<(Name, Sequence)>,
}

fn prepare(work: &Work<'_>, table: &Name, new: &NewColumn) -> Outcome<Prepared> {
    let mut column = new.column.clone();
    let is_identity = matches!(column.identity, Some(Identity::Always | Identity::ByDefault));
    column.nullable &= !(new.serial || is_identity);
    bind_default(work, &mut column, new.span)?;
    memory::check_type(work, &column.data_type, new.type_span)?;
    if let Some(generated) = &column.generated {
        let tables = std::slice::from_ref(table);
        memory::check_text(work, tables, &generated.expression, new.span)?;
    }
    let sequence = (new.serial || is_identity)
        .then(|| numbering(work, table, &column.name, &column.data_type, &new.identity_options));
    if let Some((name, _)) = sequence.as_ref().filter(|_| new.serial) {
        column.default = Some(expression::next_value(name));
    }
    Ok(Prepared { column, sequence })
}

/// Sequences that number columns, by their names.
type Numberings = Vec<(Name, Sequence)>;

/// All columns of a new table that takes over none from others, and their sequences.
pub(super) fn all<'c>(
    work: &Work<'_>,
    table: &Name,
    new: impl Iterator<Item = &'c NewColumn>,
) -> Outcome<(List<Column>, Numberings)> {
    let engine = work.replay.engine;
    let (mut columns, mut sequences) = (List::<Column>::new(), Vec::new());
    for new in new {
        if columns.iter().any(|column| engine.same(&column.name, &new.name.name)) {
            return Err(duplicate(table, new));
        }
        let prepared = prepare(work, table, new)?;
        columns.push(prepared.column);
        sequences.extend(prepared.sequence);
    }
    Ok((columns, sequences))
}

pub(super) fn put_sequence(work: &mut Work<'_>, name: Name, sequence: Sequence) -> Outcome {
    work.settled(&name);
    work.emit(Change::PutSequence(name, sequence))
}

/// A column in the spelling that it has in its table. One of a new table is made normal with it.
fn normal(work: &Work<'_>, table: &Name, column: Column) -> Outcome<Column> {
    if work.is_new(table) {
        return Ok(column);
    }
    // By itself: a table of many columns need not be gone through for one.
    let options = work.table_at(table)?.options.clone();
    let mut alone = Table { options, ..Table::default() };
    alone.columns.push(column.clone());
    (work.replay.engine.normalize)(&mut alone);
    Ok(alone.columns.first().cloned().unwrap_or(column))
}

/// Makes the sequence that numbers a column.
pub(super) fn number(
    work: &mut Work<'_>,
    table: &Name,
    column: &str,
    data_type: &str,
    options: &[String],
) -> Outcome {
    let (name, sequence) = numbering(work, table, column, data_type, options);
    put_sequence(work, name, sequence)
}

fn numbering(
    work: &Work<'_>,
    table: &Name,
    column: &str,
    data_type: &str,
    options: &[String],
) -> (Name, Sequence) {
    let name = sequence::named(options)
        .unwrap_or_else(|| (work.replay.engine.name_sequence)(work, table, column));
    let name = table.beside(name);
    let owned_by = Some((table.clone(), column.to_owned()));
    (name, Sequence { owned_by, ..sequence::counting_with(data_type, options) })
}

/// A default that counts with a sequence is bound to it, however it was spelled.
fn bind_default(work: &Work<'_>, column: &mut Column, span: Span) -> Outcome {
    let Some(default) = column.default.as_deref().filter(|_| work.replay.engine.binds) else {
        return Ok(());
    };
    if let Some(written) = expression::sequence_path(default, span) {
        let Some((_, name)) = work.relation(&written) else {
            let what = format_args!("sequence `{written}`");
            let place = work.first_place(&written);
            return Err(Refusal::unknown(what, span).about(&place));
        };
        column.default = Some(expression::next_value(&name));
    }
    Ok(())
}

/// Puts a column where it was asked to be.
fn place(work: &mut Work<'_>, table: &Name, column: &str, position: Option<&Position>) -> Outcome {
    let Some(position) = position else { return Ok(()) };
    let after = match position {
        Position::First => None,
        Position::After(other) => Some(work.column(table, other)?),
    };
    let columns = &work.table_at(table)?.columns;
    let mut order: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let is_column = |name: &String| work.replay.engine.same(name, column);
    let Some(from) = order.iter().position(is_column) else { return Ok(()) };
    let moved = order.remove(from);
    let to = match after {
        None => 0,
        Some(after) => {
            order.iter().position(|name| *name == after).map_or(order.len(), |at| at + 1)
        }
    };
    if to == from {
        return Ok(());
    }
    order.insert(to, moved);
    work.emit(Change::ReorderColumns(table.clone(), order))
}

/// A column that is to go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dropped<'a> {
    pub(super) table: &'a Name,
    pub(super) column: &'a str,
    pub(super) cascade: bool,
    pub(super) span: Span,
}

/// `DROP COLUMN`.
pub(super) fn drop(
    work: &mut Work<'_>,
    table: &Name,
    column: &Ident,
    if_exists: bool,
    cascade: bool,
) -> Outcome {
    let name = match work.column(table, column) {
        Err(_) if if_exists => return Ok(()),
        name => name?,
    };
    let dropped = Dropped { table, column: &name, cascade, span: column.span };
    (work.replay.engine.drop_column)(work, &dropped)
}

/// `MODIFY` and `CHANGE`: the whole definition is replaced, and what it does not say is gone.
pub(super) fn replace(
    work: &mut Work<'_>,
    table: &Name,
    old: &Ident,
    new: &NewColumn,
    position: Option<&Position>,
    if_exists: bool,
) -> Outcome {
    let name = match work.column(table, old) {
        Err(_) if if_exists => return Ok(()),
        name => name?,
    };
    if name != new.name.name {
        let from = Ident { name: name.clone(), span: old.span };
        rename(work, table, &from, &new.name)?;
    }
    let mut column = new.column.clone();
    let of = work.table_at(table)?;
    let in_key = of.primary_key.as_ref().is_some_and(|key| {
        key.columns.iter().any(|part| work.replay.engine.same(&part.name, &column.name))
    });
    column.nullable &= !in_key;
    let column = normal(work, table, column)?;
    if let Some(before) = work.table_at(table)?.column(&column.name).cloned() {
        (work.replay.engine.check_retyped)(work, table, &before, &column, new.span)?;
        if before != column {
            work.emit(Change::AlterColumn(table.clone(), column))?;
        }
        (work.replay.engine.follow_definition)(work, table, &before)?;
    }
    constrain(work, table, new)?;
    place(work, table, &new.name.name, position)
}

/// The columns that a data statement lists are there, as far as that can be told: they are those of
/// the table it writes, if that is one.
pub(super) fn check_listed(work: &Work<'_>, data: &Data) -> Outcome {
    use crate::command::DataKind::{Insert, Update};
    let [path] = data.tables.as_slice() else { return Ok(()) };
    if !matches!(data.kind, Insert | Update) {
        return Ok(());
    }
    let Some(table) = work.find_relation(path) else { return Ok(()) };
    if work.schema().tables.get(&table).is_none_or(|table| table.columns.is_empty()) {
        return Ok(());
    }
    let hidden = work.replay.engine.hidden_columns;
    let mut listed = data
        .columns
        .iter()
        .filter(|column| !hidden.iter().any(|hidden| hidden.eq_ignore_ascii_case(&column.name)));
    listed.try_for_each(|column| work.column(&table, column).map(|_| ()))
}
