//! `sqlite-rebuild-dependent-view`.

use crate::dialect::Dialect;
use crate::dialect::sqlite::render;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::rules::rebuild;
use crate::schema::{Name, View};

/// The last step of a rebuild fails on a view.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M405",
    name: "sqlite-rebuild-dependent-view",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A table that a view reads is rebuilt, and the view stays where it is meanwhile.",
    why: "Between the drop and the rename the view reads a table that is not there, and the rename \
          checks every view: it fails with `error in view …: no such table` (measured on 3.40 and \
          3.54).",
    instead: "Drop the view before the rebuild and create it again afterwards.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "SELECT 1;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE VIEW names AS SELECT name FROM users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "DROP VIEW names;\n\
         CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;\n\
         CREATE VIEW names AS SELECT name FROM users;",
        "DROP VIEW names;\n\
         CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;\n\
         CREATE VIEW names AS SELECT name FROM users;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE VIEW names AS SELECT name FROM users;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for rebuild in rebuild::all(context).into_iter().filter(|rebuild| !rebuild.renames_old) {
        // Where the model knows that the engine refuses, that is reported at the rename already.
        if rebuild.rename.failure.is_some() {
            continue;
        }
        let views: Vec<(&Name, &View)> = rebuild
            .rename
            .before
            .views
            .iter()
            .filter(|(_, view)| render::mentions(&view.query, &rebuild.table.name))
            .collect();
        if views.is_empty() || is_legacy(context) {
            continue;
        }
        let names: Vec<String> = views.iter().map(|(name, _)| name.to_string()).collect();
        let drops: Vec<String> =
            names.iter().map(|name| format!("DROP VIEW {};", context.written(name))).collect();
        let creates: Vec<String> =
            views.iter().map(|(name, view)| render::create_view(&name.name, view)).collect();
        let finding = report
            .finding(
                context,
                rebuild.rename.command.span,
                format!("this fails, because {} reads `{}`", listing::names(&names), rebuild.table),
            )
            .also_at(context.path, rebuild.drop.command.span, "from here on it reads nothing")
            .help("drop the view before the rebuild and create it again afterwards")
            .rewrite(
                "around the rebuild",
                format!("{}\n-- the rebuild\n{}", drops.join("\n"), creates.join("\n")),
            );
        report.push(finding);
    }
}

/// Whether the script asks for the old way, which leaves views alone.
fn is_legacy(context: &Context<'_>) -> bool {
    use crate::command::{Setting, What};
    context.steps.iter().any(|step| {
        matches!(&step.command.what, What::Set(Setting { name, .. }) if name == "legacy_alter_table")
    })
}
