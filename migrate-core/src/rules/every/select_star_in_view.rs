//! `select-star-in-view`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A view of whatever there is.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M125",
    name: "select-star-in-view",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "A view selects `*`.",
    why: "PostgreSQL and MySQL write down the columns of that day: a column that is added later is not in the \
          view, and one that is in it cannot be dropped. In SQLite the view changes with the table.",
    instead: "Name the columns.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE VIEW everybody AS SELECT * FROM users;",
        "DROP VIEW everybody;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE VIEW everybody AS SELECT id, name FROM users;",
        "DROP VIEW everybody;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateView(view) = &step.command.what else { return };
    if !view.star || view.temporary {
        return;
    }
    let finding = report
        .finding(
            context,
            view.name.span,
            format!("which columns `{}` has depends on the day it was made", view.name),
        )
        .help("name the columns");
    let read = view.reads.first().filter(|_| view.reads.len() == 1);
    let table = read.and_then(|read| {
        let mut tables = step.before.tables.iter();
        tables.find(|(name, _)| name.name.eq_ignore_ascii_case(&read.name))
    });
    let finding = match table {
        Some((name, table)) => {
            let columns: Vec<String> =
                table.columns.iter().map(|column| context.written(&column.name)).collect();
            let columns = columns.join(", ");
            finding.rewrite(
                "in place of `*`",
                format!("SELECT {columns} FROM {}", context.path_to(name)),
            )
        }
        None => finding,
    };
    report.push(finding);
}
