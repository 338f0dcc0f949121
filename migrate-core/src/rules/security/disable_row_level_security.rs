//! `disable-row-level-security`.

use crate::change::Change;
use crate::command::{DropObjects, DroppedKind, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Name, ObjectKind};

/// Rows that were hidden show.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M503",
    name: "disable-row-level-security",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "`DISABLE ROW LEVEL SECURITY`, `NO FORCE ROW LEVEL SECURITY`, or a policy is dropped and not \
           made again.",
    why: "Without row level security every role with rights on the table sees and changes all of its \
          rows, those of other tenants included. A dropped restrictive policy does the same, and a \
          dropped permissive one hides rows.",
    instead: "Replace a policy in one transaction: drop it and create it again.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users DISABLE ROW LEVEL SECURITY;",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    )
    .after(WITH_POLICY)],
    good: &[Example::new(
        "postgres 15",
        "DROP POLICY own ON users;\nCREATE POLICY own ON users TO app USING (id > 1);",
        "DROP POLICY own ON users;\nCREATE POLICY own ON users TO app USING (id > 0);",
    )
    .after(WITH_POLICY)],
    check: Check::Step(check),
};

const WITH_POLICY: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n\
                           ALTER TABLE users ENABLE ROW LEVEL SECURITY;\n\
                           CREATE POLICY own ON users TO app USING (id > 0);";

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    match &step.command.what {
        What::AlterTable(alter) => {
            let TableChange::SetOption { name, value: None } = &alter.change else { return };
            let Some(table) = step.target() else { return };
            let is_on = |table: &Name| {
                let settled = context.settled.tables.get(table);
                settled.is_some_and(|it| it.options.settings.contains_key(name))
            };
            let (message, sql) = match name.as_str() {
                "row security" => (
                    format!("every role with rights on `{table}` sees and changes all of its rows"),
                    "ENABLE",
                ),
                "force row security" => {
                    (format!("the owner of `{table}` sees and changes all of its rows"), "FORCE")
                }
                _ => return,
            };
            let known = step.before.tables.contains_key(table);
            if context.is_new_table(table) || known && !is_on(table) {
                return;
            }
            let finding = report
                .finding(context, step.command.span, message)
                .help("change the policies instead")
                .rewrite(
                    "to have it back",
                    format!("ALTER TABLE {} {sql} ROW LEVEL SECURITY;", context.path_to(table)),
                );
            report.push(finding);
        }
        What::DropObjects(DropObjects { kinds, .. })
            if kinds.contains(&DroppedKind::Object(ObjectKind::Policy)) =>
        {
            dropped(context, step, report);
        }
        _ => {}
    }
}

fn dropped(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        let Change::DropObject(gone) = change else { continue };
        let again = |change: &Change| matches!(change, Change::PutObject(made, _) if made == gone);
        let later = context.steps.iter().filter(|later| later.statement > step.statement);
        let remade = later.flat_map(|later| &later.changes).any(again);
        if gone.kind != ObjectKind::Policy || remade || !context.settled.objects.contains_key(gone)
        {
            continue;
        }
        let name = gone.name.name.split(" on ").next().unwrap_or_default();
        let mut finding = report
            .finding(
                context,
                step.command.span,
                format!("policy `{name}` is dropped and not made again"),
            )
            .note("a permissive policy that is gone hides rows, a restrictive one shows them")
            .help("create what takes its place in this migration");
        if let Some(policy) = context.settled.objects.get(gone) {
            finding = finding.note(format!("it was: {}", policy.text));
        }
        report.push(finding);
    }
}
