//! `drop-index`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{Index, IndexKey, Name, Table};

/// An index goes that a guarantee or a foreign key rests on.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M107",
    name: "drop-index",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "An index is dropped and nothing takes its place.",
    why: "Queries that used it read the whole table from now on. With a unique index the guarantee \
          goes: duplicates that get in will keep the down from creating it again. Both weigh as an \
          error when the index was unique. Without the last index on a foreign key's columns, each \
          delete in the other table reads all of this one.",
    instead: "Create the index that takes its place first, in an earlier migration, and see that \
              queries use it.",
    bad: &[Example::new(
        "sqlite 3.45",
        "DROP INDEX users_name;",
        "CREATE INDEX users_name ON users (name);",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); \
            CREATE INDEX users_name ON users (name);",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "DROP INDEX users_name;",
        "CREATE INDEX users_name ON users (name);",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT); \
            CREATE INDEX users_name ON users (name); \
            CREATE INDEX users_name_city ON users (name, city);",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let is_about_indexes = match &step.command.what {
        What::DropIndexes(_) => true,
        What::AlterTable(alter) => {
            matches!(alter.change, crate::command::TableChange::DropIndex { .. })
        }
        _ => false,
    };
    if !is_about_indexes {
        return;
    }
    for change in &step.changes {
        let Change::DropIndex { table: name, name: index } = change else { continue };
        let Some(table) = step.before.tables.get(name) else { continue };
        let Some(definition) = table.indexes.get(index) else { continue };
        let settled = context.settled.tables.get(name);
        // What the up made of an index of this name, its down may take away.
        let is_settled = settled.is_some_and(|table| table.indexes.get(index) == Some(definition));
        if is_settled && !is_replaced(context, step, name, table, index) {
            let finding = finding(context, step, report, name, table, index, definition);
            report.push(finding);
        }
    }
}

fn finding(
    context: &Context<'_>,
    step: &Step<'_>,
    report: &Report<'_>,
    name: &Name,
    table: &Table,
    index: &str,
    definition: &Index,
) -> Finding {
    let span = step.command.span;
    let columns = listing::names(&columns(definition));
    if definition.unique {
        let finding = report
            .finding(
                context,
                span,
                format!("without `{index}`, `{name}` may hold duplicates of {columns}"),
            )
            .note("once it does, the down cannot create the index again")
            .help("keep it, or say why the guarantee is no longer needed");
        return report.weighing(Level::Deny, finding);
    }
    let mut finding = report
        .finding(context, span, format!("nothing takes the place of index `{index}` on `{name}`"))
        .note(format!("queries that look for {columns} read the whole table from now on"));
    let served = |columns: &[String]| starts_with(definition, columns);
    for key in table.foreign_keys.iter().filter(|key| served(&key.columns)) {
        finding = finding.note(format!(
            "each delete in `{}` reads all of `{name}`: this was the index behind the foreign key",
            key.references
        ));
    }
    finding.help("create what takes its place in an earlier migration, or say why nobody needs it")
}

/// Whether another index, or one that the script creates, serves the same look-ups.
fn is_replaced(
    context: &Context<'_>,
    step: &Step<'_>,
    name: &Name,
    table: &Table,
    index: &str,
) -> bool {
    let Some(old) = table.indexes.get(index) else { return true };
    let wanted = columns(old);
    let guards = |other: &Index| {
        // Fewer columns without duplicates are a stronger guarantee.
        let names = columns(other);
        other.unique && names.iter().all(|name| wanted.contains(name))
    };
    let serves = |other: &Index| {
        other.method == old.method
            && other.predicate.as_ref().is_none_or(|it| Some(it) == old.predicate.as_ref())
            && if old.unique { guards(other) } else { starts_with(other, &wanted) }
    };
    let keys = table.uniques.iter().map(|key| &key.columns);
    let mut keys = keys.chain(table.primary_key.iter().map(|key| &key.columns));
    let by_key = keys.any(|key| {
        let names: Vec<&str> = key.iter().map(|column| &*column.name).collect();
        names.len() >= wanted.len()
            && names.iter().zip(&wanted).all(|(one, other)| one.eq_ignore_ascii_case(other))
            && (!old.unique || names.len() == wanted.len())
    });
    let made_later = |change: &Change| match change {
        Change::CreateIndex { table, index, .. } => table == name && serves(index),
        Change::AddConstraint(table, constraint) => {
            let key = match constraint {
                crate::schema::Constraint::Unique(key) => &key.columns,
                crate::schema::Constraint::PrimaryKey(key) => &key.columns,
                _ => return false,
            };
            let found = key.iter().map(|column| &column.name);
            table == name && key.len() == wanted.len() && found.eq(wanted.iter())
        }
        _ => false,
    };
    let first = wanted.first().map(|first| format!("{}.{first}", name.name)).unwrap_or_default();
    by_key
        || table.indexes.iter().any(|(other, it)| other != index && serves(it))
        || context.later(step, Event::Keyed, &first).any(|it| it.changes.iter().any(&made_later))
        || context.later(step, Event::Dropped, &name.name).any(|later| {
            later.changes.iter().any(|it| matches!(it, Change::DropTable(gone) if gone == name))
        })
        || step.changes.iter().any(made_later)
}

fn columns(index: &Index) -> Vec<String> {
    index
        .columns
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) | IndexKey::Expression(name) => name.clone(),
        })
        .collect()
}

fn starts_with(index: &Index, wanted: &[String]) -> bool {
    index.columns.len() >= wanted.len()
        && index.columns.iter().zip(wanted).all(|(part, name)| match &part.key {
            IndexKey::Column(it) | IndexKey::Expression(it) => it.eq_ignore_ascii_case(name),
        })
}
