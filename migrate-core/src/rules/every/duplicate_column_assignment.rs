//! `duplicate-column-assignment`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// One column, two values.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M127",
    name: "duplicate-column-assignment",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "An `UPDATE` or `INSERT` names a column twice.",
    why: "PostgreSQL refuses it. SQLite and MySQL take the last value of an `UPDATE` without a word, and \
          the other one is lost.",
    instead: "Name each column once.",
    bad: &[Example::new(
        "sqlite 3.45",
        "UPDATE users SET name = 'a', name = 'b' WHERE id = 1;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new("sqlite 3.45", "UPDATE users SET name = 'b' WHERE id = 1;", "SELECT 1;")
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let whole = match data.kind {
        // `ON CONFLICT DO UPDATE` names columns again, and a join may update two tables.
        DataKind::Insert => !data.overwrites,
        DataKind::Update => data.tables.len() == 1,
        _ => false,
    };
    for (at, column) in data.columns.iter().enumerate().filter(|_| whole) {
        let earlier =
            data.columns[..at].iter().find(|it| it.name.eq_ignore_ascii_case(&column.name));
        let Some(earlier) = earlier else { continue };
        // `SET a[1] = …, a[2] = …` names parts of one column.
        let end = column.span.end;
        let part =
            context.sql.get(end..).is_some_and(|rest| rest.trim_start().starts_with(['[', '.']));
        if part || earlier.span == column.span {
            continue;
        }
        let finding = report
            .finding(context, column.span, format!("`{}` gets two values", column.name))
            .also_at(context.path, earlier.span, "the first one")
            .help("name each column once");
        report.push(finding);
        return;
    }
}
