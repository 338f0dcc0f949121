//! `sqlite-missing-foreign-key-check`.

use crate::command::{Setting, What};
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::{self, precedes};
use crate::rules::{dependents, listing};

use super::foreign_keys::enforced;

/// A rebuild that nobody checks.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M410",
    name: "sqlite-missing-foreign-key-check",
    level: Level::Warn,
    dialects: Dialect::ONLY_SQLITE,
    what: "A script that says `no-transaction` rebuilds a table that others refer to, and does not check \
           the references.",
    why: "References are off while it runs, so rows that the copy left out leave others referring to \
          nothing. In a script that runs in a transaction this framework looks before it commits; in \
          this one it cannot.",
    instead: "Leave `no-transaction` out, or end the rebuild with `PRAGMA foreign_key_check`.",
    bad: &[Example::new(
        "sqlite 3.45",
        "-- migrate: no-transaction\n\
         CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));\n\
         CREATE INDEX posts_author ON posts (author);",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));\n\
         CREATE INDEX posts_author ON posts (author);",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.transaction {
        return;
    }
    for rebuild in rebuild::all(context) {
        let checks = context.steps.iter().any(|step| {
            precedes(rebuild.drop, step)
                && matches!(&step.command.what, What::Set(Setting { name, .. }) if name == "foreign_key_check")
        });
        let children = dependents::referring(&rebuild.rename.before, rebuild.table);
        if checks || children.is_empty() || enforced(context, rebuild.drop) {
            continue;
        }
        let children: Vec<String> = children.into_iter().map(ToString::to_string).collect();
        let finding = report
            .finding(
                context,
                rebuild.drop.command.span,
                format!(
                    "nobody checks that {} still refer to rows of `{}`",
                    listing::names(&children),
                    rebuild.table
                ),
            )
            .help("leave no-transaction out, and this framework checks before it commits")
            .rewrite("or at the end of the rebuild", "PRAGMA foreign_key_check;");
        report.push(finding);
    }
}
