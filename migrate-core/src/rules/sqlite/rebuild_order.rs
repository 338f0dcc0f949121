//! `sqlite-rebuild-order`.

use crate::command::{Setting, What};
use crate::dialect::Dialect;
use crate::dialect::sqlite::render;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::{self, Rebuild, precedes};
use crate::rules::{dependents, listing};

/// The old table is renamed first, and what refers to it follows.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M404",
    name: "sqlite-rebuild-order",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A rebuild renames the old table out of the way, and other tables refer to it.",
    why: "`ALTER TABLE … RENAME` also rewrites the references of other tables: they follow the old table \
          to its new name, and refer to nothing once it is dropped (measured on 3.40 and 3.54). Every \
          later write to them fails.",
    instead: "Create the new table under another name, copy, drop the old one, and rename the new one.",
    bad: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users RENAME TO users_old;\n\
         CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users (id, name) SELECT id, coalesce(name, '') FROM users_old;\n\
         DROP TABLE users_old;",
        "SELECT 1;",
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
    for rebuild in rebuild::all(context).into_iter().filter(|rebuild| rebuild.renames_old) {
        let legacy =
            context.steps.iter().filter(|step| precedes(step, rebuild.rename)).any(|step| {
                matches!(&step.command.what, What::Set(Setting { name, value: Some(value), .. })
                if name == "legacy_alter_table" && matches!(&**value, "on" | "1" | "yes" | "true"))
            });
        let children = dependents::referring(&rebuild.rename.before, rebuild.table);
        let children: Vec<String> = children.into_iter().map(ToString::to_string).collect();
        let Some(old) = rebuild.drop.target().filter(|_| !legacy && !children.is_empty()) else {
            continue;
        };
        let finding = report
            .finding(
                context,
                rebuild.rename.command.span,
                format!(
                    "the references of {} follow `{}` to `{old}`",
                    listing::names(&children),
                    rebuild.table
                ),
            )
            .also_at(context.path, rebuild.drop.command.span, "and refer to nothing from here on")
            .help("create the new table under another name, copy, drop the old one, rename the new one");
        let Rebuild { table, before, create, copy, rename, .. } = rebuild;
        report.push(match rebuild::recipe(context, table, before, create, copy) {
            Some(sql) => {
                let (away, back) = render::bystanders(&rename.before, table);
                let sql = [away, vec![sql], back].concat().join("\n");
                finding.rewrite("in this order", sql)
            }
            None => finding,
        });
    }
}
