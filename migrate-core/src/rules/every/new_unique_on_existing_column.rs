//! `new-unique-on-existing-column`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{Constraint, IndexKey, Name, Table};

/// What was allowed is refused, perhaps at once.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M119",
    name: "new-unique-on-existing-column",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "A unique key or index over columns that are in use.",
    why: "It fails when two rows have the same values, which only production may have; and code that is \
          still running may write such rows, which fails from now on.",
    instead: "Look for duplicates first, and deploy code that makes none.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE UNIQUE INDEX users_name ON users (name);",
        "DROP INDEX users_name;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        let (table, columns) = match change {
            Change::CreateIndex { table, index, .. }
                if index.unique && index.predicate.is_none() =>
            {
                let names = index.columns.iter().filter_map(|part| match &part.key {
                    IndexKey::Column(name) => Some(name.clone()),
                    IndexKey::Expression(_) => None,
                });
                (table, names.collect::<Vec<_>>())
            }
            Change::AddConstraint(table, Constraint::Unique(key)) => {
                (table, key.columns.iter().map(|column| column.name.clone()).collect())
            }
            _ => continue,
        };
        let new = columns.iter().any(|column| context.is_new_column(table, column));
        let settled = context.settled.tables.get(table);
        let known = settled.is_some_and(|settled| is_unique(settled, &columns));
        if columns.is_empty() || new || known || context.is_new_table(table) {
            continue;
        }
        let finding = report
            .finding(
                context,
                step.command.span,
                format!(
                    "this fails if two rows of `{table}` have the same {}",
                    listing::names(&columns)
                ),
            )
            .note("and code that writes such rows fails from now on")
            .help("look for duplicates first")
            .rewrite("the duplicates", duplicates(context, table, &columns));
        report.push(finding);
    }
}

/// Whether the columns, or some of them, are unique already.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let has = |name: &String| columns.iter().any(|it| it.eq_ignore_ascii_case(name));
    let key = table.primary_key.iter().map(|key| &key.columns);
    let keys = key.chain(table.uniques.iter().map(|key| &key.columns));
    let by_key = keys.into_iter().any(|key| key.iter().all(|part| has(&part.name)));
    let by_index = table.indexes.values().filter(|it| it.unique && it.predicate.is_none());
    by_key
        || by_index.into_iter().any(|index| {
            index.columns.iter().all(|part| match &part.key {
                IndexKey::Column(name) => has(name),
                IndexKey::Expression(_) => false,
            })
        })
}

fn duplicates(context: &Context<'_>, table: &Name, columns: &[String]) -> String {
    let names: Vec<String> = columns.iter().map(|column| context.written(column)).collect();
    let names = names.join(", ");
    format!(
        "SELECT {names}, count(*) FROM {} GROUP BY {names} HAVING count(*) > 1;",
        context.path_to(table)
    )
}
