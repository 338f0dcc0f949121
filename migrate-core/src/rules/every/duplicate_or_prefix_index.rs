//! `duplicate-or-prefix-index`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{Index, IndexKey};

use super::keys::{indexed, table_after};

/// An index that another one makes needless.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M138",
    name: "duplicate-or-prefix-index",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "A new index over columns that another index or key of the table begins with.",
    why: "Every write keeps both, and no query needs this one.",
    instead: "Leave it out.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE INDEX users_name ON users (name);",
        "DROP INDEX users_name;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE INDEX users_city ON users (city, name);",
        "DROP INDEX users_city;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, city TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    // One that is renamed was judged when it was made.
    if matches!(step.command.what, What::AlterIndex(_)) {
        return;
    }
    for change in &step.changes {
        let Change::CreateIndex { table: name, name: called, index } = change else { continue };
        let settled = context.settled.tables.get(name);
        let restores = settled.is_some_and(|table| table.indexes.contains_key(called));
        let (Some(columns), Some(table)) = (plain(index), table_after(step, name)) else {
            continue;
        };
        let other = indexed(table).find(|other| {
            other.len() >= columns.len()
                && other.iter().zip(&columns).all(|(one, it)| one.eq_ignore_ascii_case(it))
        });
        let Some(other) = other.filter(|_| !restores) else { continue };
        if context.later(step, Event::IndexDropped, &name.name).next().is_some() {
            continue;
        }
        let finding = report
            .finding(
                context,
                step.command.span,
                format!(
                    "`{name}` has an index that begins with {} already",
                    listing::names(&columns)
                ),
            )
            .note(format!("the other one is over {}", listing::names(&other)))
            .help("leave this one out");
        report.push(finding);
    }
}

/// The columns of an index that could be left out; a unique one guarantees something.
fn plain(index: &Index) -> Option<Vec<&str>> {
    let ordinary = !index.unique
        && index.method.is_none()
        && index.predicate.is_none()
        && index.include.is_empty();
    let columns: Option<Vec<&str>> = index
        .columns
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name)
                if !part.descending
                    && part.prefix.is_none()
                    && part.collation.is_none()
                    && part.operator_class.is_none() =>
            {
                Some(&**name)
            }
            _ => None,
        })
        .collect();
    columns.filter(|columns| ordinary && !columns.is_empty())
}
