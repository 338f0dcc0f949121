//! Long work in a transaction that keeps a table from everybody.

use crate::command::{DataKind, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::window::Held;
use super::{ORDERS, window};

pub(super) static RULE: Rule = Rule {
    code: "M228",
    name: "statement-after-access-exclusive",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A statement that takes long follows one that keeps a table from everybody.",
    why: "ACCESS EXCLUSIVE is held until the transaction ends. A change of the catalog that takes a \
          millisecond becomes an outage as long as everything behind it.",
    instead: "Move the long statement to a migration of its own, before or after.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;\n\
         UPDATE orders SET state = 'open' WHERE state IS NULL;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(ORDERS)],
    good: &[Example::new(
        "postgres 14",
        "ALTER TABLE users ADD COLUMN note text;",
        "ALTER TABLE users DROP COLUMN note;",
    )
    .after(ORDERS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut found = false;
    window::walk(context, |step, impact, held| {
        let Some(first) = held.first().filter(|_| !found) else { return };
        let long = impact
            .work
            .iter()
            .any(|work| work.is_long() && context.settled.tables.contains_key(work.table()));
        if !long || is_reported(step, held) {
            return;
        }
        found = true;
        let message = format!("`{}` stays out of everybody's reach while this runs", first.table);
        let finding = report.finding(context, step.command.span, message).also_at(
            context.path,
            first.span,
            "ACCESS EXCLUSIVE is held from here on",
        );
        report.push(finding.help("move one of the two to a migration of its own"));
    });
}

/// Whether a rule of its own speaks of the step: those about single statements, and
/// `backfill-in-ddl-transaction` where the table is the same.
fn is_reported(step: &Step<'_>, held: &[Held]) -> bool {
    let same = || held.iter().any(|held| step.target().is_some_and(|table| *table == held.table));
    match &step.command.what {
        What::AlterTable(alter) => !matches!(alter.change, TableChange::ValidateConstraint(_)),
        What::CreateIndex(_) | What::Maintenance(_) => true,
        _ => is_change_of_rows(step) && same(),
    }
}

pub(super) const fn is_change_of_rows(step: &Step<'_>) -> bool {
    match &step.command.what {
        What::Data(data) => {
            matches!(data.kind, DataKind::Update | DataKind::Delete | DataKind::Merge)
        }
        _ => false,
    }
}
