//! `update-without-where`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// Every row is written.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M121",
    name: "update-without-where",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "An `UPDATE` without a condition of a table that was there before this migration.",
    why: "Every row is written and locked until the migration commits: writers wait, replicas lag, \
          PostgreSQL's table grows to twice its size. The values before it are gone.",
    instead: "Update in batches of keys, outside of a migration; or say which rows.",
    bad: &[Example::new("sqlite 3.45", "UPDATE users SET name = '';", "SELECT 1;")
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "UPDATE users SET name = '' WHERE name IS NULL;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let whole = data.kind == DataKind::Update && !data.filtered && !data.limited;
    let Some(path) = data.tables.first().filter(|_| whole) else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    // To fill a column that is new is what a migration is for.
    let filling = !data.columns.is_empty()
        && data.columns.iter().all(|column| context.is_new_column(table, &column.name));
    let mut finding = report
        .finding(context, path.span, format!("this writes every row of `{table}` at once"))
        .note("writers wait until the migration commits");
    if !filling {
        finding = finding.note("the values before it are gone");
    }
    let key = step.table().and_then(|table| table.primary_key.as_ref());
    let key = key.and_then(|key| key.columns.first());
    let key = key.map_or_else(|| "id".to_owned(), |column| context.written(&column.name));
    let text = context.text(step.command.span).trim_end_matches(';').to_owned();
    let finding = finding
        .help("update in batches of keys, outside of a migration")
        .rewrite("in batches", format!("{text}\nWHERE <a range of {key}>;"));
    report.push(finding);
}
