//! `truncate`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::dependents;

/// All rows of a table go at once.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M109",
    name: "truncate",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "`TRUNCATE` of a table that was there before this migration.",
    why: "All rows go, and no down brings them back. PostgreSQL takes ACCESS EXCLUSIVE and writes the \
          table and its indexes anew (measured on 15 and 18), and transactions with an older snapshot \
          see an empty table. In MySQL it commits by itself.",
    instead: "Delete what is no longer needed in batches, outside of a migration, while you can still \
              stop.",
    bad: &[
        Example::new("postgres 15", "TRUNCATE audit;", "SELECT 1;")
            .after("CREATE TABLE audit (id bigint PRIMARY KEY);"),
        Example::new("mysql 8.0", "TRUNCATE audit;", "SELECT 1;")
            .after("CREATE TABLE audit (id bigint PRIMARY KEY);"),
    ],
    good: &[Example::new(
        "postgres 15",
        "CREATE TABLE audit (id bigint PRIMARY KEY); TRUNCATE audit;",
        "DROP TABLE audit;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    if data.kind != DataKind::Truncate {
        return;
    }
    for (path, name) in data.tables.iter().zip(&step.targets) {
        if context.is_new_table(name) {
            continue;
        }
        // With CASCADE, `truncate-cascade` names this table and those that refer to it.
        if data.cascade && !dependents::referring(&step.before, name).is_empty() {
            continue;
        }
        let finding = report
            .finding(context, path.span, format!("TRUNCATE deletes all rows of `{name}`"))
            .note("no down brings them back")
            .impact(&context.impact(step));
        let finding =
            finding.help("delete what is no longer needed in batches, outside of a migration");
        let table = context.text(path.span);
        report.push(match Dialect::ONLY_POSTGRES.contains(&context.target.dialect) {
            true => finding.rewrite(
                "until nothing is left",
                format!(
                    "DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} LIMIT 10000);"
                ),
            ),
            false => finding
                .rewrite("until nothing is left", format!("DELETE FROM {table} LIMIT 10000;")),
        });
    }
}
