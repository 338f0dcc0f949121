//! What views are bound to: PostgreSQL keeps the tables and columns themselves, not their names.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::scope::{self, Relation, Used};
use crate::change::Change;
use crate::command::CreateView;
use crate::replay::expression;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::memory;
use crate::replay::work::Work;
use crate::schema::{Name, View};

/// Resolves what a view reads, and freezes what its `*` stands for.
pub(super) fn bind(
    work: &mut Work<'_>,
    name: &Name,
    create: &CreateView,
    view: &mut View,
) -> Outcome {
    let engine = work.replay.engine;
    let mut sources = Vec::with_capacity(create.reads.len());
    for path in &create.reads {
        match work.find_relation(path) {
            Some(name) => {
                work.targets.push(name.clone());
                sources.push(name);
            }
            None if work.is_own(path) => {}
            None if engine.resolves_views => return Err(work.unknown_relation(path)),
            None => {}
        }
    }
    if !engine.resolves_views {
        return Ok(());
    }
    let relations: Vec<Relation> = sources
        .iter()
        .map(|source| Relation {
            name: source.clone(),
            columns: columns(work, source)
                .map(|names| names.into_iter().map(Cow::into_owned).collect()),
            gone: memory::gone(work, &sources, source),
        })
        .collect();
    let mut used =
        if engine.binds { scope::used(&view.query, &relations) } else { BTreeMap::new() };
    for Relation { name: source, columns, gone } in relations {
        if let Some(used) = used.get(&source) {
            check_gone(work, name, &source, &gone, used)?;
        }
        let columns = columns.unwrap_or_default();
        if create.star {
            view.frozen.push((source.clone(), columns.clone()));
        }
        if engine.binds && !view.uses.iter().any(|(other, _)| *other == source) {
            let used = used.remove(&source).unwrap_or_default();
            let of = |set: &BTreeSet<String>| -> Vec<String> {
                columns.iter().filter(|column| set.contains(*column)).cloned().collect()
            };
            let may_use = of(&used.maybe);
            if !may_use.is_empty() {
                view.may_use.push((source.clone(), may_use));
            }
            view.uses.push((source, of(&used.surely)));
        }
    }
    check_distinct(work, name, view)
}

/// Refuses a view of which two columns have one name.
fn check_distinct(work: &Work<'_>, name: &Name, view: &View) -> Outcome {
    let Some(columns) = output(work, view).filter(|_| work.replay.engine.binds) else {
        return Ok(());
    };
    let mut seen = BTreeSet::new();
    let Some(twice) = columns.iter().find(|column| !seen.insert(*column)) else { return Ok(()) };
    let message = format!("two columns of view `{name}` are called `{twice}`");
    let sources = view.frozen.iter().map(|(source, _)| source);
    let refusal = Refusal::refused(message, work.span);
    Err(sources.fold(refusal, Refusal::about))
}

/// Refuses a query that names a column which its table had and has no more.
fn check_gone(
    work: &mut Work<'_>,
    view: &Name,
    table: &Name,
    gone: &[String],
    used: &Used,
) -> Outcome {
    if let Some(column) = gone.iter().find(|column| used.surely.contains(*column)) {
        let what = format_args!("column `{column}` of table `{table}`");
        return Err(Refusal::unknown(what, work.span).about(table));
    }
    if gone.iter().any(|column| used.maybe.contains(column)) {
        work.doubt(view, "it may read a column that is not there, which would be refused");
    }
    Ok(())
}

/// The columns of a table, or of a view as far as they are known.
pub(in crate::replay) fn columns<'w>(
    work: &'w Work<'_>,
    relation: &Name,
) -> Option<Vec<Cow<'w, str>>> {
    if let Some(table) = work.schema().tables.get(relation) {
        let mut names = Vec::with_capacity(table.columns.len());
        for column in &table.columns {
            names.push(Cow::Borrowed(column.name.as_str()));
        }
        return Some(names);
    }
    let names = output(work, work.schema().views.get(relation)?)?;
    Some(names.into_iter().map(Cow::Owned).collect())
}

/// No engine returns more columns.
const WIDEST: usize = 4_096;

/// The names of the columns of a view, where they can be told.
pub(super) fn output(work: &Work<'_>, view: &View) -> Option<Vec<String>> {
    if !view.columns.is_empty() {
        return Some(view.columns.clone());
    }
    let columns = expression::results(&view.query, work.replay.engine.dialect, &view.frozen)?;
    // With views on views that name their columns twice they would double each time.
    (columns.len() <= WIDEST).then_some(columns)
}

/// `CREATE OR REPLACE VIEW` may add columns at the end and do nothing else to them.
pub(super) fn check_replaced(work: &mut Work<'_>, name: &Name, new: &View) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let Some(old) = work.schema().views.get(name).cloned() else { return Ok(()) };
    if old.query == new.query && old.frozen == new.frozen && old.columns == new.columns {
        return Ok(());
    }
    match (output(work, &old), output(work, new)) {
        (Some(before), Some(after)) if after.starts_with(&before) => {}
        (Some(before), Some(after)) => {
            let gone = before.iter().zip(after.iter().map(Some).chain(std::iter::repeat(None)));
            let (column, _) = gone.into_iter().find(|(old, new)| Some(*old) != *new).unzip();
            let column = column.map(String::as_str).unwrap_or_default();
            let message = format!(
                "`CREATE OR REPLACE VIEW` cannot drop, rename or move column `{column}` of view `{name}`"
            );
            let help = "drop the view first, then create it";
            return Err(Refusal::refused(message, work.span).note(help).about(name));
        }
        _ => work.doubt(name, "the columns of its query cannot be told, and they may not change"),
    }
    Ok(())
}

/// Drops the views that read a relation, or one of its columns, or refuses. Where it cannot be told
/// whether a view reads that column, it is doubted.
pub(in crate::replay) fn release(
    work: &mut Work<'_>,
    relation: &Name,
    column: Option<&str>,
    with: &[Name],
    cascade: bool,
) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    for reader in work.dependents().readers(relation) {
        let Some(view) = work.schema().views.get(&reader) else { continue };
        let has = |uses: &[(Name, Vec<String>)], column: &str| {
            let mut of = uses.iter().filter(|(source, _)| source == relation);
            of.any(|(_, columns)| columns.iter().any(|used| used == column))
        };
        let uses = column.is_none_or(|column| has(&view.uses, column));
        if !uses {
            if column.is_some_and(|column| has(&view.may_use, column)) {
                let reason = "it may read a column that was dropped, which would have been refused";
                work.doubt(&reader, reason);
            }
            continue;
        }
        if !(cascade || with.contains(&reader)) {
            let what = match column {
                Some(column) => format!("column `{column}` of table `{relation}`"),
                None => format!("`{relation}`"),
            };
            let others = [format!("view `{reader}` reads it")];
            return Err(Refusal::dependents(what, others, work.span).about(&reader));
        }
        super::drop_one(work, &reader, with, true)?;
    }
    Ok(())
}

/// Views follow a table to its new name.
pub(in crate::replay) fn follow_table(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    rewrite(work, from, |view| {
        let frozen = view.frozen.iter_mut().map(|(source, _)| source);
        let uses = view.uses.iter_mut().chain(&mut view.may_use).map(|(source, _)| source);
        for source in frozen.chain(uses) {
            if source == from {
                source.clone_from(to);
            }
        }
    })
}

/// Views follow a column to its new name.
pub(in crate::replay) fn follow_column(
    work: &mut Work<'_>,
    table: &Name,
    from: &str,
    to: &str,
) -> Outcome {
    rewrite(work, table, |view| {
        let uses = view.uses.iter_mut().chain(&mut view.may_use);
        for (_, columns) in uses.filter(|(source, _)| source == table) {
            for column in columns.iter_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        }
    })
}

fn rewrite(work: &mut Work<'_>, relation: &Name, change: impl Fn(&mut View)) -> Outcome {
    for reader in work.dependents().readers(relation) {
        let Some(old) = work.schema().views.get(&reader) else { continue };
        let mut new = old.clone();
        change(&mut new);
        if new != *old {
            work.emit(Change::PutView(Name::clone(&reader), new))?;
        }
    }
    Ok(())
}
