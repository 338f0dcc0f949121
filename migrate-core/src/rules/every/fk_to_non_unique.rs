//! `fk-to-non-unique`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::rules::rebuild::same;

use super::keys::{is_old, made, table_after, unique};

/// A reference to what is not a key.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M140",
    name: "fk-to-non-unique",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A foreign key that refers to columns which are no key of the other table.",
    why: "SQLite accepts the definition, and from then on every write to either table fails with `foreign \
          key mismatch` where references are enforced (<https://www.sqlite.org/foreignkeys.html>, section \
          3). PostgreSQL and MySQL refuse the definition.",
    instead: "Refer to the primary key, or make the columns unique first.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT REFERENCES users (name));\n\
         CREATE INDEX posts_author ON posts (author);",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT REFERENCES users (name));\n\
         CREATE INDEX posts_author ON posts (author);",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for (name, key) in made(step) {
        let Some(parent) = table_after(step, &key.references) else { continue };
        if key.referenced_columns.is_empty() && parent.primary_key.is_some() {
            continue;
        }
        let wanted = &key.referenced_columns;
        let is_key = unique(parent).iter().any(|columns| {
            columns.len() == wanted.len()
                && columns.iter().all(|one| wanted.iter().any(|it| it.eq_ignore_ascii_case(one)))
        });
        // Nearly all do, and nobody has to look for more.
        if is_key {
            continue;
        }
        // An index may follow.
        let made = context.later(step, Event::Unique, &key.references.name);
        let later = made.flat_map(|step| &step.changes).any(|change| {
            matches!(change, Change::CreateIndex { table, index, .. }
                if index.unique && same(table, &key.references))
        });
        if later || is_old(context, name, key) {
            continue;
        }
        let what = if wanted.is_empty() {
            "which has no primary key".to_owned()
        } else {
            format!("whose {} no key makes unique", listing::names(wanted))
        };
        let columns: Vec<String> = wanted.iter().map(|column| context.written(column)).collect();
        let finding = report
            .finding(context, step.command.span, format!("`{name}` refers to `{}`, {what}", key.references))
            .note("every write to either table fails with `foreign key mismatch` where references are enforced")
            .help("refer to the primary key, or make the columns unique first")
            .rewrite(
                "before it",
                format!(
                    "CREATE UNIQUE INDEX {} ON {} ({});",
                    context.written(&format!("{}_{}_key", key.references.name, wanted.join("_"))),
                    context.path_to(&key.references),
                    columns.join(", ")
                ),
            );
        report.push(finding);
    }
}
