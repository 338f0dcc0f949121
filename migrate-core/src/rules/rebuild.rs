//! A table that is replaced by another one of its name, rows and all: SQLite's way to change what
//! `ALTER TABLE` cannot, and a habit in the other dialects.

use crate::change::Change;
use crate::command::{Data, DataKind, TableChange, What};
use crate::replay::Step;
use crate::rule::Context;
use crate::rule::outlook::Event;
use crate::schema::{Column, Name, Table};
use crate::text::Span;

/// A recognised rebuild.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rebuild<'a> {
    /// The name that the table has before and afterwards.
    pub(super) table: &'a Name,
    /// The table as it was.
    pub(super) before: &'a Table,
    /// The step that makes its replacement.
    pub(super) create: &'a Step<'a>,
    /// The name under which that is made.
    pub(super) replacement: &'a Name,
    /// The step that copies the rows; none where they are lost.
    pub(super) copy: Option<&'a Step<'a>>,
    /// The step that gives one of the two another name.
    pub(super) rename: &'a Step<'a>,
    /// The step that drops the old table.
    pub(super) drop: &'a Step<'a>,
    /// Whether the old table is renamed first, so that what refers to it follows the wrong one.
    pub(super) renames_old: bool,
}

/// Every rebuild of a script, in the order of the drops.
pub(super) fn all<'a>(context: &Context<'a>) -> Vec<Rebuild<'a>> {
    // Each has a table that gets another name: a long script without one is not searched for more.
    let renames = |step: &Step<'_>| match &step.command.what {
        What::AlterTable(alter) => matches!(alter.change, TableChange::Rename(_)),
        _ => step.changes.iter().any(|change| matches!(change, Change::RenameTable { .. })),
    };
    if !context.steps.iter().any(renames) {
        return Vec::new();
    }
    let drops = context.steps.iter().flat_map(|step| {
        step.changes.iter().filter_map(move |change| match change {
            Change::DropTable(name) => Some((step, name)),
            _ => None,
        })
    });
    drops.filter_map(|(step, name)| of_drop(context, step, name)).collect()
}

/// The rebuild that the drop of `name` is a part of.
pub(super) fn of_drop<'a>(
    context: &Context<'a>,
    drop: &'a Step<'a>,
    name: &'a Name,
) -> Option<Rebuild<'a>> {
    renamed_into_place(context, drop, name).or_else(|| renamed_out_of_the_way(context, drop, name))
}

/// New table, copy, drop, rename.
fn renamed_into_place<'a>(
    context: &Context<'a>,
    drop: &'a Step<'a>,
    name: &'a Name,
) -> Option<Rebuild<'a>> {
    let mut later = context.later(drop, Event::Touched, &name.name);
    let (rename, from) = later.find_map(|step| renamed_to(step, name))?;
    let (create, replacement) = creates(context.whenever(Event::Touched, &from.name))
        .rfind(|(step, it)| same(it, from) && precedes(step, rename))?;
    let before = drop.before.tables.get(name)?;
    let copy = copy(context, drop, replacement, name);
    Some(Rebuild {
        table: name,
        before,
        create,
        replacement,
        copy,
        rename,
        drop,
        renames_old: false,
    })
}

/// The name that a step gives up for `to`. The engine may refuse the step, because a view still reads
/// the table: it was meant all the same, and that is reported where it fails.
fn renamed_to<'a>(step: &'a Step<'a>, to: &Name) -> Option<(&'a Step<'a>, &'a Name)> {
    if let Some((_, from, _)) = renames(std::iter::once(step)).find(|(_, _, it)| same(it, to)) {
        return Some((step, from));
    }
    let What::AlterTable(alter) = &step.command.what else { return None };
    let TableChange::Rename(path) = &alter.change else { return None };
    let meant = step.failure.is_some() && path.name.eq_ignore_ascii_case(&to.name);
    Some((step, step.targets.first().filter(|_| meant)?))
}

/// Rename, new table, copy, drop.
fn renamed_out_of_the_way<'a>(
    context: &Context<'a>,
    drop: &'a Step<'a>,
    name: &'a Name,
) -> Option<Rebuild<'a>> {
    let (rename, table, _) = renames(context.whenever(Event::Touched, &name.name))
        .rfind(|(step, _, to)| same(to, name) && precedes(step, drop))?;
    let (create, replacement) = creates(context.later(rename, Event::Touched, &table.name))
        .find(|(_, made)| same(made, table))?;
    let before = rename.before.tables.get(table)?;
    let copy = copy(context, drop, replacement, name);
    Some(Rebuild { table, before, create, replacement, copy, rename, drop, renames_old: true })
}

/// The step before the drop that fills `into` from `from`.
fn copy<'a>(
    context: &Context<'a>,
    drop: &'a Step<'a>,
    into: &Name,
    from: &Name,
) -> Option<&'a Step<'a>> {
    let reads = |step: &Step<'_>| match &step.command.what {
        What::Data(data) => copies(data, into, from),
        What::CreateTable(table) => {
            table.name.name.eq_ignore_ascii_case(&into.name)
                && table.reads.iter().any(|read| read.name.eq_ignore_ascii_case(&from.name))
        }
        _ => false,
    };
    let last = |event| {
        let mut steps = context.whenever(event, &into.name);
        steps.rfind(|step| precedes(step, drop) && reads(step))
    };
    let (filled, made) = (last(Event::Filled), last(Event::Touched));
    match (filled, made) {
        (Some(one), Some(other)) => Some(if precedes(one, other) { other } else { one }),
        (one, other) => one.or(other),
    }
}

fn copies(data: &Data, into: &Name, from: &Name) -> bool {
    let has = |paths: &[crate::command::Path], name: &Name| {
        paths.iter().any(|path| path.name.eq_ignore_ascii_case(&name.name))
    };
    data.kind == DataKind::Insert && has(&data.tables, into) && has(&data.reads, from)
}

fn renames<'a>(
    steps: impl DoubleEndedIterator<Item = &'a Step<'a>>,
) -> impl DoubleEndedIterator<Item = (&'a Step<'a>, &'a Name, &'a Name)> {
    steps.filter_map(|step| {
        step.changes.iter().find_map(|change| match change {
            Change::RenameTable { from, to } => Some((step, from, to)),
            _ => None,
        })
    })
}

fn creates<'a>(
    steps: impl DoubleEndedIterator<Item = &'a Step<'a>>,
) -> impl DoubleEndedIterator<Item = (&'a Step<'a>, &'a Name)> {
    steps.filter_map(|step| {
        step.changes.iter().find_map(|change| match change {
            Change::CreateTable(name, _) => Some((step, name)),
            _ => None,
        })
    })
}

/// The steps behind `step`.
pub(super) fn after<'a>(
    context: &Context<'a>,
    step: &Step<'_>,
) -> impl DoubleEndedIterator<Item = &'a Step<'a>> + use<'a> {
    let from = step.command.span.start;
    // Only the commands of one statement stand in another order than in the text.
    let behind = context.steps.partition_point(|other| other.statement < step.statement);
    context.steps[behind..].iter().filter(move |other| {
        #[cfg(test)]
        crate::rule::outlook::work::count();
        other.command.span.start > from
    })
}

/// Whether `one` stands before `other`.
pub(super) fn precedes(one: &Step<'_>, other: &Step<'_>) -> bool {
    one.command.span.start < other.command.span.start
}

/// Whether both are the same table. Letter case does not count: in SQLite it never does, and where it
/// does, nobody has two tables that differ in nothing else.
pub(super) fn same(one: &Name, other: &Name) -> bool {
    one.namespace == other.namespace && one.name.eq_ignore_ascii_case(&other.name)
}

/// The whole recipe in its order, made of a `CREATE TABLE` that is there and of a copy, or of one that
/// names every column both tables have.
pub(super) fn recipe(
    context: &Context<'_>,
    table: &Name,
    before: &Table,
    create: &Step<'_>,
    copy: Option<&Step<'_>>,
) -> Option<String> {
    let What::CreateTable(command) = &create.command.what else { return None };
    let after = create.changes.iter().find_map(|change| match change {
        Change::CreateTable(_, table) if command.query.is_none() => Some(table),
        _ => None,
    })?;
    let body = Span::new(command.name.span.end, create.command.span.end);
    let body = context.text(body).trim_end_matches(';').trim_end();
    let new = table.beside(format!("{}_new", table.name));
    let (old, new) = (context.path_to(table), context.path_to(&new));
    let copy = copy.and_then(|copy| renamed_copy(context, copy, &old, &new)).unwrap_or_else(|| {
        let stored = |column: &&Column| {
            column.generated.is_none()
                && before.columns.iter().any(|it| it.name.eq_ignore_ascii_case(&column.name))
        };
        let names = after.columns.iter().filter(stored).map(|it| context.written(&it.name));
        let names = names.collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {new} ({names})\n    SELECT {names} FROM {old}")
    });
    let name = context.written(&table.name);
    Some(format!(
        "CREATE TABLE {new}{body};\n{copy};\nDROP TABLE {old};\nALTER TABLE {new} RENAME TO {name};"
    ))
}

/// A copy of rows that reads from and writes to other names.
fn renamed_copy(context: &Context<'_>, copy: &Step<'_>, from: &str, into: &str) -> Option<String> {
    let What::Data(data) = &copy.command.what else { return None };
    let (written, read) = match (&data.tables[..], &data.reads[..]) {
        ([written], [read]) if written.span.end <= read.span.start => (written, read),
        _ => return None,
    };
    let whole = copy.command.span;
    Some(format!(
        "{}{into}{}{from}{}",
        context.text(Span::new(whole.start, written.span.start)),
        context.text(Span::new(written.span.end, read.span.start)),
        context.text(Span::new(read.span.end, whole.end)).trim_end_matches(';')
    ))
}
