//! `rename-table`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild;
use crate::schema::Name;

/// A table that running code names gets another name.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M114",
    name: "rename-table",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A table that was there before this migration gets another name, and nothing has the old one.",
    why: "Code that is still running names the table by the old name, new code by the new one: \
          whichever is deployed first fails until the other is gone. Sequences, indexes and \
          constraints keep their old names (measured on PostgreSQL 15 and 18); in MySQL and MariaDB \
          views of the table break (measured on MariaDB 10.11).",
    instead: "Give the old name to a view of the new table in the same migration, and drop the view \
              once no running code uses it.",
    bad: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users RENAME TO accounts;",
        "ALTER TABLE accounts RENAME TO users;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    good: &[Example::new(
        "postgres 15",
        "ALTER TABLE users RENAME TO accounts;\nCREATE VIEW users AS SELECT id FROM accounts;",
        "DROP VIEW users;\nALTER TABLE accounts RENAME TO users;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        let Change::RenameTable { from, to } = change else { continue };
        // A down that gives the old name back undoes what its up was asked about.
        let has = |name: &Name| context.settled.tables.contains_key(name);
        let restores = has(to) && !has(from);
        // `SET SCHEMA` has a rule of its own.
        let moved = from.namespace != to.namespace;
        let again = from.name.eq_ignore_ascii_case(&to.name);
        if context.is_new_table(from) || restores || moved || again || provides(context, step, from)
        {
            continue;
        }
        let (old, new) = (context.path_to(from), context.path_to(to));
        let columns = step.before.tables.get(from).map_or_else(
            || "*".to_owned(),
            |table| {
                let names: Vec<String> =
                    table.columns.iter().map(|column| context.written(&column.name)).collect();
                names.join(", ")
            },
        );
        let finding = report
            .finding(
                context,
                step.command.span,
                format!("code that still says `{from}` fails once it is `{to}`"),
            )
            .note("old and new code run side by side while a deployment lasts")
            .help("give the old name to a view until nothing uses it")
            .rewrite(
                "both names, until the deployment is over",
                format!(
                    "ALTER TABLE {old} RENAME TO {};\n\
                     CREATE VIEW {old} AS SELECT {columns} FROM {new};",
                    context.written(&to.name)
                ),
            );
        let read_only = Dialect::ONLY_SQLITE.contains(&context.target.dialect);
        let finding = match read_only {
            true => finding.note(
                "SQLite writes to no view: code that still writes to the old name needs INSTEAD OF \
                 triggers on it",
            ),
            false => finding,
        };
        report.push(finding);
    }
}

/// Whether the rest of the script gives the old name to something, or drops the table as the last
/// step of a rebuild.
fn provides(context: &Context<'_>, step: &Step<'_>, from: &Name) -> bool {
    context
        .later(step, Event::Touched, &from.name)
        .chain(context.steps.iter().filter(|it| it.statement == step.statement))
        .any(|later| {
            later.changes.iter().any(|change| match change {
                Change::PutView(name, _) | Change::CreateTable(name, _) => {
                    rebuild::same(name, from)
                }
                Change::RenameTable { to, .. } => rebuild::same(to, from),
                _ => false,
            })
        })
}
