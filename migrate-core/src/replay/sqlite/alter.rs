//! `ALTER TABLE ADD COLUMN` and `DROP COLUMN`.

use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use super::{check, create, inline, relations, rename};
use crate::change::Change;
use crate::command::{AlterTable, Ident, NewColumn, TableChange};
use crate::dialect::sqlite::normalize;
use crate::schema::{Constraint, IndexKey, Name, ObjectName, Table};
use crate::sql::sqlite::resolve;

/// One action; nothing for those that need nothing of SQLite's own.
pub(super) fn alter(work: &mut Work<'_>, alter: &AlterTable) -> Option<Outcome> {
    let found = relations::find(work, &alter.table);
    let (relation, name) = match found {
        Some(found) => found,
        None if relations::is_reserved(&alter.table.name) => {
            let message = format!("`{}` is the engine's own", alter.table);
            return Some(Err(Refusal::refused(message, alter.table.span)));
        }
        None => return Some(Err(relations::unknown(work, &alter.table))),
    };
    work.targets.push(name.clone());
    match (relation, &alter.change) {
        (Relation::Table, TableChange::Rename(to)) => Some(rename::table(work, &name, to)),
        (Relation::Table, TableChange::RenameColumn { from, to }) => {
            Some(rename::column(work, &name, from, to))
        }
        (Relation::Table, TableChange::AddColumn { column, .. }) => {
            Some(add_column(work, &name, column))
        }
        (Relation::Table, TableChange::DropColumn { column, .. }) => {
            Some(drop_column(work, &name, column))
        }
        (Relation::Table, _) => {
            work.targets.pop();
            None
        }
        (Relation::Other(kind), TableChange::Rename(to)) => {
            let object = ObjectName { kind, name };
            Some(rename::virtual_table(work, &object, to))
        }
        (relation, _) => {
            let message = format!("a {} is not altered: `{name}`", relation.words());
            Some(Err(Refusal::refused(message, alter.table.span).about(&name)))
        }
    }
}

/// <https://www.sqlite.org/lang_altertable.html#altertabaddcol>
///
/// What it refuses of a table with rows (NOT NULL without a default, a default that is no constant, a
/// stored generated column) it takes for an empty one, and nobody knows here which it is.
fn add_column(work: &mut Work<'_>, name: &Name, new: &NewColumn) -> Outcome {
    if work.has_column(name, &new.name.name) {
        let what = format_args!("column `{}` of table `{name}`", new.name.name);
        return Err(Refusal::duplicate(what, new.name.span).about(name));
    }
    let key = new.constraints.iter().find_map(|new| match &new.constraint {
        Constraint::PrimaryKey(_) => Some(("PRIMARY KEY", new.span)),
        Constraint::Unique(_) => Some(("UNIQUE", new.span)),
        _ => None,
    });
    if let Some((key, span)) = key {
        let message = format!("SQLite adds no `{key}` column to a table that exists: `{name}`");
        return Err(Refusal::refused(message, span).about(name));
    }
    let before = work.table_at(name)?.clone();
    // What is added is made normal by itself: the rest is normal, and may be much.
    let mut added = Table { options: before.options.clone(), ..Table::default() };
    added.columns.push(new.column.clone());
    for new in &new.constraints {
        match &new.constraint {
            Constraint::Check(check) => added.checks.push(check.clone()),
            Constraint::ForeignKey(key) => added.foreign_keys.push(key.clone()),
            _ => {}
        }
    }
    normalize::table(&mut added);
    resolve::part(&mut added, Some(&before));
    let Some(column) = added.columns.first() else { return Ok(()) };
    let mut after = before.clone();
    after.columns.push(column.clone());
    after.checks.extend(added.checks.iter().cloned());
    after.foreign_keys.extend(added.foreign_keys.iter().cloned());
    check::column(name, &after, column, new.span)?;
    if check::no_loop(name, &after, new.span).is_err() {
        work.doubt(
            name,
            "a column is computed from itself, which the engine may or may not notice",
        );
    }
    for new in &new.constraints {
        check::constraint(name, &after, new, true)?;
    }
    work.emit(Change::AddColumn(name.clone(), column.clone()))?;
    for constraint in added.constraints() {
        work.emit(Change::AddConstraint(name.clone(), constraint))?;
    }
    inline::add(work, name, &after, new);
    create::settle_texts(work, name)
}

/// <https://www.sqlite.org/lang_altertable.html#altertabdropcol>: what stands at the column goes with
/// it, and nothing else may name it.
fn drop_column(work: &mut Work<'_>, name: &Name, column: &Ident) -> Outcome {
    let span = column.span;
    let column = work.column(name, column)?;
    let own = inline::at(work, name, &column);
    let mut after = work.table_at(name)?.clone();
    after.columns.retain(|other| other.name != column);
    after.checks.retain(|check| !own.contains(&Constraint::Check(check.clone())));
    after.foreign_keys.retain(|key| !own.contains(&Constraint::ForeignKey(key.clone())));
    let users = users(name, &after, &column);
    if !users.is_empty() {
        let what = format_args!("column `{column}` of table `{name}`");
        return Err(Refusal::dependents(what, users, span).about(name));
    }
    if !work.session.legacy_alter_table {
        relations::texts(work, &[], span)?;
    }
    let kept = after.constraints();
    for constraint in work.table_at(name)?.constraints() {
        if !kept.contains(&constraint) {
            work.emit(Change::DropConstraint(name.clone(), constraint))?;
        }
    }
    work.emit(Change::DropColumn(name.clone(), column.clone()))?;
    inline::forget(work, name, &column);
    if !work.session.legacy_alter_table {
        let texts = relations::texts(work, &[], span)?;
        rename::doubt_unclear(work, &texts, &column);
    }
    Ok(())
}

/// What of the table cannot be without the column, which is not among its columns any more.
fn users(name: &Name, table: &Table, column: &str) -> Vec<String> {
    let is_it = |other: &str| other.eq_ignore_ascii_case(column);
    let breaks = |text: &str| breaks(name, table, text, column);
    let mut users = Vec::new();
    if table.columns.iter().all(|other| other.generated.is_some()) {
        users.push("no other column would be left that is not generated".to_owned());
    }
    if table.primary_key.iter().flat_map(|key| &key.columns).any(|part| is_it(&part.name)) {
        users.push("it is part of the primary key".to_owned());
    }
    if table.uniques.iter().flat_map(|key| &key.columns).any(|part| is_it(&part.name)) {
        users.push("a `UNIQUE` constraint names it".to_owned());
    }
    if table.checks.iter().any(|check| breaks(&check.expression)) {
        users.push("a `CHECK` names it".to_owned());
    }
    if table.foreign_keys.iter().flat_map(|key| &key.columns).any(|own| is_it(own)) {
        users.push("a foreign key of the table names it".to_owned());
    }
    for other in &table.columns {
        if other.generated.as_ref().is_some_and(|generated| breaks(&generated.expression)) {
            users.push(format!("column `{}` is computed from it", other.name));
        }
    }
    for (index, of) in &table.indexes {
        let in_key = of.columns.iter().any(|part| match &part.key {
            IndexKey::Column(name) => is_it(name),
            IndexKey::Expression(text) => breaks(text),
        });
        if in_key || of.predicate.as_deref().is_some_and(breaks) {
            users.push(format!("index `{index}` names it"));
        }
    }
    users
}

fn breaks(name: &Name, table: &Table, text: &str, column: &str) -> bool {
    let may = text.to_ascii_lowercase().contains(&column.to_ascii_lowercase());
    may && relations::expression(name, table, text).broken.is_some()
}
