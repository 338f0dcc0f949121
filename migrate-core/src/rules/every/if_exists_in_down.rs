//! `if-exists-in-down`.

use crate::command::{AlterTable, DropIndexes, DropObjects, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::set::name::Direction;

/// A down that does not know what it undoes.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M130",
    name: "if-exists-in-down",
    level: Level::Off,
    dialects: Dialect::ALL,
    what: "`IF EXISTS` in a down.",
    why: "A down knows what its up made. The clause hides a name that is wrong: nothing is dropped, and the \
          rollback reports success.",
    instead: "Leave it out.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);",
        "DROP TABLE IF EXISTS users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if context.direction == Direction::Down && says(&step.command.what) {
        let finding = report
            .finding(context, step.command.span, "IF EXISTS hides it when this drops nothing")
            .help("leave it out: a down knows what its up made");
        report.push(finding);
    }
}

fn says(what: &What) -> bool {
    match what {
        What::DropTables { if_exists, .. }
        | What::DropViews { if_exists, .. }
        | What::DropNamespaces { if_exists, .. }
        | What::DropIndexes(DropIndexes { if_exists, .. })
        | What::DropObjects(DropObjects { if_exists, .. }) => *if_exists,
        What::AlterTable(alter) => {
            let AlterTable { if_exists, change, .. } = &**alter;
            *if_exists
                || matches!(
                    change,
                    TableChange::DropColumn { if_exists: true, .. }
                        | TableChange::DropConstraint { if_exists: true, .. }
                        | TableChange::DropIndex { if_exists: true, .. }
                )
        }
        _ => false,
    }
}
