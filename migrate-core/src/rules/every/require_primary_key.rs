//! `require-primary-key`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

/// Rows without a name.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M136",
    name: "require-primary-key",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A new table has no primary key.",
    why: "Nothing names one of its rows: logical replication of updates and deletes needs a key, Galera and \
          group replication refuse tables without one, and tools that copy tables beside their use cannot.",
    instead: "Give it one.",
    bad: &[Example::new("postgres 15", "CREATE TABLE log (line text);", "DROP TABLE log;")],
    good: &[Example::new(
        "postgres 15",
        "CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text);",
        "DROP TABLE log;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    for change in &step.changes {
        let Change::CreateTable(name, table) = change else { continue };
        let exempt = create.temporary
            || table.options.partition_of.is_some()
            || table.options.partition_by.is_some()
            || !table.options.inherits.is_empty()
            || context.settled.tables.contains_key(name);
        if table.primary_key.is_some() || exempt {
            continue;
        }
        let mut touching = context.later(step, Event::Touched, &name.name);
        let later = touching.any(|step| {
            step.changes.iter().any(|change| match change {
                Change::AddConstraint(on, Constraint::PrimaryKey(_)) => on == name,
                Change::DropTable(gone) => gone == name,
                Change::SetOptions(on, options) => on == name && options.partition_of.is_some(),
                _ => false,
            })
        });
        if later {
            continue;
        }
        let finding = report
            .finding(context, create.name.span, format!("nothing names a row of `{name}`"))
            .help("give the table a primary key");
        report.push(finding);
    }
}
