//! The migrations that verifications are measured on: five make one table, and there are no rows in
//! them, so that what is measured is the schema and what a verification puts into it.

use crate::Migration;

/// How many migrations one table takes.
const STORY: usize = 5;

/// The first `count` migrations, as that engine is told them: a table with a comment, a column, an
/// index, a check, a view, and again.
#[must_use]
pub fn feature(engine: &str, count: usize) -> Vec<Migration> {
    (1..=count).map(|number| one(engine, number)).collect()
}

fn one(engine: &str, number: usize) -> Migration {
    let table = format!("t{}", (number - 1) / STORY);
    let (what, up, down) = match (number - 1) % STORY {
        0 => ("create", create(engine, &table), format!("DROP TABLE {table};\n")),
        1 => (
            "add_column_to",
            format!("ALTER TABLE {table} ADD COLUMN price NUMERIC(10, 2);\n"),
            format!("ALTER TABLE {table} DROP COLUMN price;\n"),
        ),
        2 => (
            "index",
            format!("CREATE INDEX {table}_name_idx ON {table} (name);\n"),
            if engine == "postgres" || engine == "sqlite" {
                format!("DROP INDEX {table}_name_idx;\n")
            } else {
                format!("DROP INDEX {table}_name_idx ON {table};\n")
            },
        ),
        3 => check(engine, &table),
        _ => (
            "create_view_of",
            format!("CREATE VIEW {table}_view AS SELECT id, name FROM {table} WHERE name <> '';\n"),
            format!("DROP VIEW {table}_view;\n"),
        ),
    };
    Migration { number, title: format!("{what}_{table}"), up, down }
}

fn create(engine: &str, table: &str) -> String {
    let columns =
        "id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, n INTEGER, note VARCHAR(200)";
    match engine {
        "postgres" => format!(
            "CREATE TABLE {table} ({columns});\nCOMMENT ON TABLE {table} IS 'what {table} is';\n"
        ),
        "sqlite" => format!("CREATE TABLE {table} ({columns});\n"),
        _ => format!("CREATE TABLE {table} ({columns}) COMMENT = 'what {table} is';\n"),
    }
}

/// SQLite adds no check to a table that is there, but a column that has one.
fn check(engine: &str, table: &str) -> (&'static str, String, String) {
    if engine == "sqlite" {
        return (
            "check",
            format!("ALTER TABLE {table} ADD COLUMN m INTEGER CHECK (m > -1000000);\n"),
            format!("ALTER TABLE {table} DROP COLUMN m;\n"),
        );
    }
    (
        "check",
        format!("ALTER TABLE {table} ADD CONSTRAINT {table}_n CHECK (n > -1000000);\n"),
        format!("ALTER TABLE {table} DROP CONSTRAINT {table}_n;\n"),
    )
}
