//! `delete-without-where`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// `DELETE` of everything.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M110",
    name: "delete-without-where",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A `DELETE` without a condition, or with one that is always true.",
    why: "All rows of the table go, and no down brings them back. More often than not the condition \
          was forgotten.",
    instead: "Say which rows, with a `WHERE` that limits them.",
    bad: &[Example::new("sqlite 3.45", "DELETE FROM sessions;", "SELECT 1;")
        .after("CREATE TABLE sessions (id INTEGER PRIMARY KEY);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE sessions (id INTEGER PRIMARY KEY); DELETE FROM sessions;",
        "DROP TABLE sessions;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let is_whole = data.kind == DataKind::Delete && !data.filtered && !data.limited;
    let Some(path) = data.tables.first().filter(|_| is_whole) else { return };
    let name = step.target();
    let is_new = name.is_some_and(|name| context.is_new_table(name));
    let refilled = name.is_some_and(|name| {
        let mut later = context.later(step, Event::Filled, &name.name);
        later.any(|later| match &later.command.what {
            What::Data(data) => {
                data.kind == DataKind::Insert && later.targets.first() == Some(name)
            }
            _ => false,
        })
    });
    if is_new {
        return;
    }
    let mut finding = report
        .finding(context, path.span, format!("this DELETE takes every row of `{path}`"))
        .note("no down brings them back");
    if refilled {
        finding = finding.note("rows are inserted afterwards, but only those of this migration");
    }
    let rewrite = format!("DELETE FROM {} WHERE <which rows>;", context.text(path.span));
    report.push(finding.help("say which rows").rewrite("with a condition", rewrite));
}
