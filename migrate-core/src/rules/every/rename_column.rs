//! `rename-column`.

use crate::change::Change;
use crate::command::between;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::attached;

/// A column that running code names gets another name.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M113",
    name: "rename-column",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A column that was there before this migration gets another name.",
    why: "Code that is still running names the column by the old name, new code by the new one: \
          whichever is deployed first fails until the other is gone. PostgreSQL and SQLite rewrite \
          views, and PostgreSQL leaves the bodies of functions as they are, which fail when they are \
          called (measured on 15 and 18).",
    instead: "Add a column of the new name, write both, copy the values, read the new one, and drop \
              the old one later.",
    bad: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users RENAME COLUMN name TO full_name;",
        "ALTER TABLE users RENAME COLUMN full_name TO name;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users RENAME COLUMN name TO full_name;\n\
         ALTER TABLE users ADD COLUMN name TEXT AS (full_name);",
        "ALTER TABLE users DROP COLUMN name;\n\
         ALTER TABLE users RENAME COLUMN full_name TO name;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        let Change::RenameColumn { table, from, to } = change else { continue };
        let Some((from, to)) = said(from, to) else { continue };
        let provided = |change: &Change| match change {
            Change::AddColumn(on, column) => on == table && column.name == from,
            _ => false,
        };
        let named = format!("{}.{from}", table.name);
        let mut later = context.later(step, Event::Column, &named);
        let provided = later.any(|step| step.changes.iter().any(provided));
        let has = |name: &str| {
            context.settled.tables.get(table).is_some_and(|table| table.column(name).is_some())
        };
        // A down that gives the old name back undoes what its up was asked about.
        let restores = has(to) && !has(from);
        let spelled = from.eq_ignore_ascii_case(to);
        let named = step.target().is_none_or(|name| name == table);
        if provided || restores || spelled || !named || context.is_new_column(table, from) {
            continue;
        }
        let finding = report
            .finding(
                context,
                step.command.span,
                format!("code that still says `{table}.{from}` fails once it is `{to}`"),
            )
            .note("old and new code run side by side while a deployment lasts")
            .help("add the new column beside the old one, and drop the old one later");
        let finding = with_rewrite(context, step, table, from, to, finding);
        report.push(finding);
    }
}

/// The names that the script says, of columns that swap theirs.
fn said<'a>(from: &'a str, to: &'a str) -> Option<(&'a str, &'a str)> {
    let is_between = between::before(to).is_some();
    (!is_between).then(|| (between::before(from).unwrap_or(from), to))
}

fn with_rewrite(
    context: &Context<'_>,
    step: &Step<'_>,
    table: &crate::schema::Name,
    from: &str,
    to: &str,
    finding: crate::finding::Finding,
) -> crate::finding::Finding {
    let of = context.before.tables.get(table);
    let Some(column) = of.and_then(|table| table.column(from)) else { return finding };
    if of.is_some_and(|table| table.column(to).is_some()) {
        return finding;
    }
    let finding = attached::noted(step, table, from, finding);
    let data_type = column.written_type().map_or_else(String::new, |it| format!(" {it}"));
    let (table, from, to) = (context.path_to(table), context.written(from), context.written(to));
    finding.rewrite(
        "now; drop the old column once nothing names it",
        format!(
            "ALTER TABLE {table} ADD COLUMN {to}{data_type};\n\
             -- then, in batches, while the code writes both:\n\
             -- UPDATE {table} SET {to} = {from} WHERE {to} IS NULL AND <a range of keys>;"
        ),
    )
}
