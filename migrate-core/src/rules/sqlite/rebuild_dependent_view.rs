//! `sqlite-rebuild-dependent-view`.

use crate::dialect::Dialect;
use crate::dialect::sqlite::render;
use crate::finding::Edit;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{rebuild, recipe};
use crate::text::Span;

const POSTS: &str = "CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT);\n\
                     CREATE VIEW bodies AS SELECT body FROM posts;";

/// A rebuild whose last step is refused.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M405",
    name: "sqlite-rebuild-dependent-view",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A table is rebuilt while a view, or a trigger of another table, names it.",
    why: "Between the drop of the old table and the rename of the new one, the view names what is not \
          there, and SQLite renames nothing while one does: “error in view v: no such table”. The \
          migration fails wherever it runs. Measured on SQLite 3.40 and 3.54.",
    instead: "Drop the views and triggers first, and create them again after the rename.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE posts_new (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n\
         INSERT INTO posts_new (id, body) SELECT id, coalesce(body, '') FROM posts;\n\
         DROP TABLE posts;\n\
         ALTER TABLE posts_new RENAME TO posts;",
        "SELECT 1;",
    )
    .after(POSTS)],
    good: &[Example::new(
        "sqlite 3.45",
        "DROP VIEW bodies;\n\
         CREATE TABLE posts_new (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n\
         INSERT INTO posts_new (id, body) SELECT id, coalesce(body, '') FROM posts;\n\
         DROP TABLE posts;\n\
         ALTER TABLE posts_new RENAME TO posts;\n\
         CREATE VIEW bodies AS SELECT body FROM posts;",
        "DROP VIEW bodies;\n\
         CREATE TABLE posts_new (id INTEGER PRIMARY KEY, body TEXT);\n\
         INSERT INTO posts_new (id, body) SELECT id, body FROM posts;\n\
         DROP TABLE posts;\n\
         ALTER TABLE posts_new RENAME TO posts;\n\
         CREATE VIEW bodies AS SELECT body FROM posts;",
    )
    .after(POSTS)],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for rebuild in rebuild::all(context).iter().filter(|it| it.rename.failure.is_some()) {
        let (away, back) = render::bystanders(&rebuild.drop.before, rebuild.table);
        if away.is_empty() {
            continue;
        }
        let rename = recipe::statement(context, rebuild.rename);
        let first = recipe::statement(context, rebuild.create);
        let message = format!(
            "SQLite refuses this: what names `{}` finds no such table at this moment",
            rebuild.table
        );
        let (away, back) = (away.join("\n"), back.join("\n"));
        let own = context.text(Span::new(first.start, rename.end));
        let mut finding = report
            .finding(context, rename, message)
            .also_at(context.path, rebuild.drop.command.span, "it is gone from here on")
            .help("drop it before the rebuild, and create it again afterwards")
            .rewrite("with everything out of the way", format!("{away}\n{own};\n{back}"));
        if let Some(rewrite) = &mut finding.rewrite {
            let edit =
                |at, text| Edit { path: context.path.to_owned(), span: Span::new(at, at), text };
            let back = back.trim_end_matches(';');
            rewrite.edits = vec![
                edit(first.start, format!("{away}\n")),
                edit(rename.end, format!(";\n{back}")),
            ];
        }
        report.push(finding);
    }
}
