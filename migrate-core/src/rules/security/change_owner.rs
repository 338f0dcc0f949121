//! `change-owner`.

use crate::command::{ObjectChange, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectName;

/// Somebody else may change it from now on.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M517",
    name: "change-owner",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A table, a view or a function that was there before gets another owner.",
    why: "Only the owner may change or drop it: the next migration fails if it runs as somebody else. On \
          a table it takes ACCESS EXCLUSIVE (measured on 15 and 18), and policies do not hold for the \
          new owner.",
    instead: "Let whoever sets up the server say who owns what, and run all migrations as one role.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users OWNER TO app;",
        "ALTER TABLE users OWNER TO postgres;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "postgres 15",
        "CREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE users OWNER TO app;",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let Some(name) = step.target() else { return };
    let settled = context.settled;
    let was_there = match &step.command.what {
        What::AlterTable(alter) => match &alter.change {
            TableChange::SetOption { name: option, .. } if option == "owner" => {
                settled.tables.contains_key(name) && !context.is_new_table(name)
            }
            _ => return,
        },
        What::AlterView { change: ObjectChange::Owner(_), .. } => settled.views.contains_key(name),
        What::AlterObject(alter) if matches!(alter.change, ObjectChange::Owner(_)) => {
            let object = ObjectName { kind: alter.kind, name: name.clone() };
            settled.objects.contains_key(&object)
        }
        _ => return,
    };
    if !was_there {
        return;
    }
    let finding = report
        .finding(
            context,
            step.command.span,
            format!("whoever owned `{name}` cannot change it any more"),
        )
        .note("a later migration that does fails, unless it runs as the new owner")
        .impact(&context.impact(step))
        .help("leave owners to whoever sets up the server");
    report.push(finding);
}
