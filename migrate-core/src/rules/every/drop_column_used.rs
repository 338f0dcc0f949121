//! `drop-column-used`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::dependents::{self, Dependent};
use crate::rules::listing;
use crate::schema::{Name, Schema};

/// A column goes that something else still uses.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M103",
    name: "drop-column-used",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A column is dropped that a view, a trigger or a routine still uses.",
    why: "PostgreSQL and SQLite notice what views and triggers use, and the migration fails; that is \
          reported as such. MySQL and MariaDB accept the drop, and the view or trigger breaks when it is \
          used (measured on MariaDB 10.11). PostgreSQL does not look into the bodies of routines.",
    instead: "Drop or replace whatever uses the column first, in the same migration.",
    bad: &[Example::new(
        "mysql 8.0",
        "-- migrate: allow(drop-column, reason = \"unused\")\nALTER TABLE users DROP COLUMN phone;",
        "ALTER TABLE users ADD COLUMN phone varchar(20);",
    )
    .after(WITH_VIEW)],
    good: &[
        Example::new(
            "mysql 8.0",
            "-- migrate: allow(drop-object, reason = \"unused\")\nDROP VIEW phones;\n\
             -- migrate: allow(drop-column, reason = \"unused\")\nALTER TABLE users DROP COLUMN phone;",
            "ALTER TABLE users ADD COLUMN phone varchar(20);\n\
             CREATE VIEW phones AS SELECT phone FROM users;",
        )
        .after(WITH_VIEW),
        Example::new(
            "postgres 15",
            "-- migrate: allow(drop-column, reason = \"unused\")\nALTER TABLE users DROP COLUMN phone;",
            "ALTER TABLE users ADD COLUMN phone text;",
        )
        .after(
            "CREATE TABLE users (id bigint PRIMARY KEY, phone text);\n\
             CREATE TABLE shops (id bigint PRIMARY KEY, phone text);\n\
             CREATE VIEW phones AS SELECT s.phone FROM shops s JOIN users u ON u.id = s.id;",
        ),
    ],
    check: Check::AlterTable(check),
};

const WITH_VIEW: &str = "CREATE TABLE users (id bigint PRIMARY KEY, phone varchar(20));\n\
                         CREATE VIEW phones AS SELECT phone FROM users;";

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::DropColumn { column, cascade, .. } = &alter.change else { return };
    let Some(table) = step.target().filter(|_| !step.changes.is_empty() && !cascade) else {
        return;
    };
    // PostgreSQL refuses the drop where a view reads the column, and replay says so: a view that is
    // still there reads something else of that name.
    let binds = Dialect::ONLY_POSTGRES.contains(&context.target.dialect);
    let mut users = match binds {
        true => dependents::programs(&step.before, table, Some(&column.name)),
        false => dependents::users(step, table, Some(&column.name)),
    };
    users.retain(|it| !dependents::is_mended(context, step, it));
    let words: Vec<String> = users.iter().map(Dependent::words).collect();
    if users.is_empty() {
        return;
    }
    let what = listing::and(&words);
    let certain = users.iter().any(|it| {
        it.kind != "routine" && !is_ambiguous(&step.before, table, &column.name, &it.text)
    });
    let mut finding = report
        .finding(
            context,
            column.span,
            format!("`{table}.{}` goes while {what} still {}", column.name, use_it(users.len())),
        )
        .note("the engine accepts this; whatever runs it afterwards fails");
    finding = finding
        .help(format!("drop or replace {what} first"))
        .rewrite("before this statement", drops(context, &users, table));
    let level = if certain { Level::Deny } else { Level::Warn };
    let finding = report.weighing(level, finding);
    report.push(finding);
}

fn use_it(users: usize) -> &'static str {
    if users == 1 { "uses it" } else { "use it" }
}

fn drops(context: &Context<'_>, users: &[Dependent], table: &Name) -> String {
    users.iter().map(|it| drop_of(context, it, table)).collect::<Vec<_>>().join("\n")
}

fn drop_of(context: &Context<'_>, it: &Dependent, table: &Name) -> String {
    let name = it.name.name.split(" on ").next().unwrap_or(&it.name.name);
    let on = if it.name.name.contains(" on ") {
        format!(" ON {}", context.path_to(table))
    } else {
        String::new()
    };
    match it.kind {
        "routine" => format!("DROP FUNCTION {name};"),
        kind => format!("DROP {} {}{on};", kind.to_ascii_uppercase(), context.written(name)),
    }
}

/// Whether the definition may mean the column of another table.
fn is_ambiguous(schema: &Schema, table: &Name, column: &str, text: &str) -> bool {
    schema.tables.iter().any(|(name, it)| {
        name != table
            && it.columns.iter().any(|one| one.name.eq_ignore_ascii_case(column))
            && crate::sql::normal::mentions(text, &name.name)
    })
}
