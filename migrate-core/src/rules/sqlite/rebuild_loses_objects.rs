//! `sqlite-rebuild-loses-objects`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::dialect::sqlite::render;
use crate::finding::{Edit, Finding};
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::rules::rebuild::{self, Rebuild, after};
use crate::schema::{Index, IndexKey, ObjectKind, Table};
use crate::text::Span;

/// A rebuild forgets indexes or triggers.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M402",
    name: "sqlite-rebuild-loses-objects",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A table is rebuilt, and an index or a trigger of the old one is not made again.",
    why: "`DROP TABLE` drops the indexes and triggers of the table with it (measured on 3.40 and 3.54). \
          Nothing fails: a unique index that is gone lets duplicates in, a trigger that is gone does \
          nothing.",
    instead: "Create every index and trigger again after the last step of the rebuild.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO users_new (id, name) SELECT id, name FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\
         CREATE UNIQUE INDEX users_name ON users (name);",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for rebuild in rebuild::all(context) {
        // Where the engine refuses the rename, what follows is refused as well.
        if rebuild.rename.failure.is_some() {
            continue;
        }
        let lost = lost(context, &rebuild);
        if !lost.is_empty() {
            let finding = finding(context, report, &rebuild, lost);
            report.push(finding);
        }
    }
}

/// What is not made again: in words, and as SQL.
fn lost(context: &Context<'_>, rebuild: &Rebuild<'_>) -> Vec<(String, String)> {
    let Some(settled) = context.settled.tables.get(rebuild.table) else { return Vec::new() };
    let made = |test: &dyn Fn(&Change) -> bool| {
        after(context, rebuild.create).any(|step| step.changes.iter().any(test))
    };
    let new = new_table(rebuild);
    let indexes = rebuild.before.indexes.iter().filter(|(name, index)| {
        let again = |change: &Change| match change {
            Change::CreateIndex { name: made, index: it, .. } => {
                made.eq_ignore_ascii_case(name) || it == *index
            }
            _ => false,
        };
        settled.indexes.contains_key(*name) && fits(index, new) && !made(&again)
    });
    let indexes = indexes.map(|(name, index)| {
        (format!("index `{name}`"), render::create_index(&rebuild.table.name, name, index))
    });
    let objects = &rebuild.drop.before.objects;
    let owner = if rebuild.renames_old { rebuild.drop.target() } else { Some(rebuild.table) };
    let triggers = objects.iter().filter(|(object, it)| {
        let again = |change: &Change| match change {
            Change::PutObject(made, _) => made == *object,
            _ => false,
        };
        let owned =
            it.table.as_ref().zip(owner).is_some_and(|(one, other)| rebuild::same(one, other));
        object.kind == ObjectKind::Trigger
            && owned
            && context.settled.objects.contains_key(*object)
            && !made(&again)
    });
    let triggers = triggers.map(|(object, _)| {
        let settled = context.settled.objects.get(object);
        let name = &object.name.name;
        let sql = settled.map_or_else(String::new, |it| render::create_trigger(name, it));
        (format!("trigger `{name}`"), sql)
    });
    indexes.chain(triggers).collect()
}

fn new_table<'a>(rebuild: &Rebuild<'a>) -> Option<&'a Table> {
    rebuild.create.changes.iter().find_map(|change| match change {
        Change::CreateTable(name, table) if name == rebuild.replacement => Some(table),
        _ => None,
    })
}

/// Whether the new table still has the columns of an index: without them it is meant to go.
fn fits(index: &Index, table: Option<&Table>) -> bool {
    index.columns.iter().all(|part| match &part.key {
        IndexKey::Column(name) => table.is_none_or(|table| {
            table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
        }),
        IndexKey::Expression(_) => true,
    })
}

fn finding(
    context: &Context<'_>,
    report: &Report<'_>,
    rebuild: &Rebuild<'_>,
    lost: Vec<(String, String)>,
) -> Finding {
    let (words, sql): (Vec<String>, Vec<String>) = lost.into_iter().unzip();
    let last = last_step(rebuild);
    let sql = sql.join("\n");
    let mut finding = report
        .finding(
            context,
            rebuild.drop.command.span,
            format!("`{}` comes back without {}", rebuild.table, listing::and(&words)),
        )
        .note("DROP TABLE drops what belongs to the table with it, and nothing here makes it again")
        .help("create it again after the rebuild")
        .rewrite("after the last step of the rebuild", sql.clone());
    if let Some(rewrite) = &mut finding.rewrite {
        let end = end_of_statement(context.sql, last.command.span.end);
        let span = Span::new(end, end);
        rewrite.edits =
            vec![Edit { path: context.path.to_owned(), span, text: format!("\n{sql}") }];
    }
    finding
}

fn last_step<'a>(rebuild: &Rebuild<'a>) -> &'a Step<'a> {
    let (one, other) = (rebuild.drop, rebuild.rename);
    if rebuild::precedes(one, other) { other } else { one }
}

/// Behind the semicolon that ends the statement.
fn end_of_statement(sql: &str, from: usize) -> usize {
    let rest = sql.get(from..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    if rest.trim_start().starts_with(';') { from + blank + 1 } else { from }
}
