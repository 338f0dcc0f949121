//! `SET SCHEMA`.

use crate::command::{ObjectChange, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::set::name::Direction;

use super::recipe;

pub(super) static RULE: Rule = Rule {
    code: "M236",
    name: "set-schema",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table or view moves to another schema.",
    why: "Programs that are running look for it where it was, and fail the moment the migration \
          commits. The move takes ACCESS EXCLUSIVE. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Leave a view of the old name behind in the same migration, which takes reads and \
              simple writes, and drop it when nobody uses it any more.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users SET SCHEMA app;",
        "ALTER TABLE app.users SET SCHEMA public;",
    )
    .after("CREATE SCHEMA app;\nCREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE tags (id bigint PRIMARY KEY);\nALTER TABLE tags SET SCHEMA app;",
        "DROP TABLE app.tags;",
    )
    .after("CREATE SCHEMA app;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let (path, to) = match &step.command.what {
        What::AlterTable(alter) => match &alter.change {
            TableChange::SetNamespace(to) => (&alter.table, to),
            _ => return,
        },
        What::AlterView { view, change: ObjectChange::SetNamespace(to), .. } => (view, to),
        _ => return,
    };
    let Some(name) = step.target() else { return };
    let settled = context.settled;
    let was_there = settled.tables.contains_key(name) || settled.views.contains_key(name);
    // A down moves back what the up moved away.
    if context.is_new_table(name) || context.direction == Direction::Down && !was_there {
        return;
    }
    let view = format!("{}.{}", to.name, name.name);
    let left_behind = context.steps.iter().any(|other| match &other.command.what {
        What::CreateView(create) => {
            other.statement > step.statement && create.name.name == name.name
        }
        _ => false,
    });
    if left_behind {
        return;
    }
    let message = format!("programs that look for `{path}` fail the moment this commits");
    let finding = report.finding(context, step.command.span, message).impact(&context.impact(step));
    let written = context.text(path.span);
    let names = step.table().map(|table| table.columns.iter().map(|it| &*it.name));
    let columns = names.map_or("*".to_owned(), |names| recipe::columns(context, names));
    let moved = format!("{}.{}", context.written(&to.name), context.written(&name.name));
    let statement = context.text(recipe::statement(context, step));
    report.push(finding.note(format!("from then on it is `{view}`")).rewrite(
        "with a view where it was",
        format!("{statement};\nCREATE VIEW {written} AS SELECT {columns} FROM {moved};"),
    ));
}
