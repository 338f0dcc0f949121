//! `view-bypasses-rls`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::Name;

const GUARDED: &str = "CREATE TABLE users (id bigint PRIMARY KEY, tenant bigint);\n\
                       ALTER TABLE users ENABLE ROW LEVEL SECURITY;\n\
                       CREATE POLICY own ON users TO app USING (tenant = 1);";

/// A view shows what the policies hide.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M516",
    name: "view-bypasses-rls",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A view reads a table with row level security, and does so with its owner's rights.",
    why: "The policies are those of the view's owner, who is the table's most of the time and sees every \
          row: whoever may read the view reads past them (measured on 15 and 18).",
    instead: "From PostgreSQL 15 on, say `WITH (security_invoker = true)`; before that, leave such \
              tables out of views.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE VIEW names AS SELECT id FROM users;",
        "DROP VIEW names;",
    )
    .after(GUARDED)],
    good: &[Example::new(
        "postgres 15",
        "CREATE VIEW names WITH (security_invoker = true) AS SELECT id FROM users;",
        "DROP VIEW names;",
    )
    .after(GUARDED)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        let Change::PutView(name, view) = change else { continue };
        let invoker = view.settings.get("security_invoker");
        let says = invoker.is_some_and(|value| !matches!(&**value, "false" | "off" | "0" | "no"));
        let is_guarded = |table: &Name| {
            let table = step.before.tables.get(table);
            table.is_some_and(|table| table.options.settings.contains_key("row security"))
        };
        let guarded: Vec<String> = view
            .uses
            .iter()
            .map(|(table, _)| table)
            .filter(|table| is_guarded(table))
            .map(ToString::to_string)
            .collect();
        if says || view.materialized || guarded.is_empty() {
            continue;
        }
        let message =
            format!("`{name}` shows rows of {} past its policies", listing::names(&guarded));
        let finding = report
            .finding(context, step.command.span, message)
            .note("a view reads with the rights of its owner");
        let name = context.path_to(name);
        report.push(match context.target.is_at_least(15, 0) {
            true => finding
                .rewrite("behind it", format!("ALTER VIEW {name} SET (security_invoker = true);")),
            false => {
                finding.help("leave the table out of the view: PostgreSQL 15 has security_invoker")
            }
        });
    }
}
