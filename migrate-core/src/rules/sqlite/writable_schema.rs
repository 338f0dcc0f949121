//! `sqlite-writable-schema`.

use crate::command::{Setting, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// The schema is written as if it were rows.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M413",
    name: "sqlite-writable-schema",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "The table in which SQLite keeps the schema is written directly.",
    why: "Nothing checks what is written: a definition that does not fit the rows makes the database \
          unreadable, sometimes much later (<https://www.sqlite.org/pragma.html#pragma_writable_schema>). \
          Nothing is known of the schema afterwards, so no rollback can be proved.",
    instead: "Rebuild the table.",
    bad: &[Example::new("sqlite 3.45", "PRAGMA writable_schema = ON;", "SELECT 1;")],
    good: &[Example::new("sqlite 3.45", "SELECT name FROM sqlite_schema;", "SELECT 1;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let found = match &step.command.what {
        What::Set(Setting { name, value: Some(value), .. }) => {
            name == "writable_schema" && !matches!(&**value, "off" | "0" | "no" | "false")
        }
        What::Opaque(_) => writes_schema(context.text(step.command.span)),
        _ => false,
    };
    if found {
        let finding = report
            .finding(
                context,
                step.command.span,
                "this writes the schema past everything that checks it",
            )
            .note("a definition that does not fit the rows makes the database unreadable")
            .help("rebuild the table");
        report.push(finding);
    }
}

fn writes_schema(sql: &str) -> bool {
    let lower = sql.trim_start().to_ascii_lowercase();
    ["update", "insert", "delete", "replace"].iter().any(|verb| lower.starts_with(verb))
        && ["sqlite_master", "sqlite_schema"].iter().any(|table| lower.contains(table))
}
