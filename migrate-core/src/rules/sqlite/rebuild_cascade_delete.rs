//! `sqlite-rebuild-cascade-delete`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::same;
use crate::rules::{dependents, listing};
use crate::schema::{Action, Name, Schema};

use super::foreign_keys::enforced;

/// A dropped table takes the rows that refer to it along.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M401",
    name: "sqlite-rebuild-cascade-delete",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A table is dropped while references are enforced, and other tables refer to it with \
           `ON DELETE CASCADE`, `SET NULL` or `SET DEFAULT`.",
    why: "With `foreign_keys` on, `DROP TABLE` first deletes the rows one by one: rows of other tables \
          that refer to them are deleted or set to null without any error (measured on 3.40 and 3.54: \
          a rebuild of the parent empties the child, also with `defer_foreign_keys`). This framework \
          runs a migration with `foreign_keys` off and checks all references before it commits, so \
          it happens only where a script switches them on: anywhere in a script that runs in a \
          transaction, which has one value from beginning to end, or before the drop in one that says \
          `no-transaction`.",
    instead: "Leave `PRAGMA foreign_keys = ON` out of the script that drops or rebuilds the table.",
    bad: &[Example::new(
        "sqlite 3.45",
        "PRAGMA foreign_keys = ON;\n\
         CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
    )
    .after(PARENT_AND_CHILD)],
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
    .after(PARENT_AND_CHILD)],
    check: Check::Step(check),
};

const PARENT_AND_CHILD: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
     CREATE TABLE posts (id INTEGER PRIMARY KEY,\n\
                         author INTEGER REFERENCES users (id) ON DELETE CASCADE);\n\
     CREATE INDEX posts_author ON posts (author);";

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::DropTables { tables, .. } = &step.command.what else { return };
    let dropped = step.changes.iter().find_map(|change| match change {
        Change::DropTable(name) => Some(name),
        _ => None,
    });
    let (Some(path), Some(name)) = (tables.first(), dropped) else { return };
    if context.is_new_table(name) || !enforced(context, step) {
        return;
    }
    let children: Vec<String> = dependents::referring(&step.before, name)
        .into_iter()
        .filter(|child| loses_rows(&step.before, child, name) && !context.is_new_table(child))
        .map(ToString::to_string)
        .collect();
    if children.is_empty() {
        return;
    }
    let pragma = context.steps.iter().find(|step| super::foreign_keys::asks(step) == Some(true));
    let mut finding = report
        .finding(
            context,
            path.span,
            format!(
                "dropping `{name}` with foreign keys on also changes or deletes the rows of {}",
                listing::names(&children)
            ),
        )
        .note("DROP TABLE deletes the rows first, and ON DELETE acts on each of them, without an error")
        .help("leave the pragma out: references are off here anyway, and checked before the commit");
    if let Some(pragma) = pragma {
        finding =
            finding.also_at(context.path, pragma.command.span, "references are switched on here");
    }
    report.push(finding);
}

fn loses_rows(schema: &Schema, child: &Name, parent: &Name) -> bool {
    schema.tables.get(child).is_some_and(|child| {
        child.foreign_keys.iter().any(|key| {
            same(&key.references, parent)
                && matches!(key.on_delete, Action::Cascade | Action::SetNull | Action::SetDefault)
        })
    })
}
