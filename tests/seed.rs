//! Generated rows on real engines: a table stays empty only where the test says so.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says why it did not run"
)]

#[path = "seed/engine.rs"]
mod engine;

use engine::Engine;
use migrate_core::seed::{Request, Seeder};

/// Schemas with the types and the constraints of each engine.
const POSTGRES: &str = include_str!("seed/postgres.sql");
const MARIADB: &str = include_str!("seed/mariadb.sql");
const SQLITE: &str = include_str!("seed/sqlite.sql");

/// Seeds everything; the tables that stayed empty and how many statements were tried.
fn seed(engine: &mut Engine) -> (Vec<String>, usize, usize) {
    let schema = engine.schema();
    let mut seeder = Seeder::new(Request {
        schema: &schema,
        dialect: engine.dialect(),
        number: 7,
        there: engine.counts(&schema),
        fills: Default::default(),
    });
    let mut tried = 0;
    while let Some(statement) = seeder.statement() {
        let answer = engine.run(&statement);
        if std::env::var_os("SHOW").is_some() {
            println!("{statement}\n  {answer:?}");
        }
        seeder.told(answer.as_ref().map(|_| ()).map_err(String::as_str));
        tried += 1;
    }
    let counts = engine.counts(&schema);
    for (table, rows) in seeder.rows().iter().filter(|(_, rows)| **rows > 0) {
        let found = counts.get(table).copied().unwrap_or_default();
        assert!(found > 0, "`{table}` was to have {rows} rows");
    }
    let empty = |it: &migrate_core::seed::Unseeded| format!("{}: {}", it.table, it.error.trim());
    (seeder.unseeded().iter().map(empty).collect(), schema.tables.len(), tried)
}

fn all_but(mut engine: Engine, script: &str, expected: &[&str]) {
    engine.run(script).unwrap();
    let (empty, tables, tried) = seed(&mut engine);
    println!("{tables} tables, {} unseeded, {tried} statements", empty.len());
    let names: Vec<&str> = empty.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(names, expected, "{}", empty.join("\n"));
}

#[test]
fn postgres_takes_rows_for_every_type_and_constraint() {
    let Some(engine) = Engine::postgres("seeded") else { return };
    all_but(engine, POSTGRES, &["impossible", "needs_impossible"]);
}

#[test]
fn mariadb_takes_rows_for_every_type_and_constraint() {
    let Some(engine) = Engine::mariadb("seeded") else { return };
    all_but(engine, MARIADB, &["impossible", "needs_impossible"]);
}

#[test]
fn sqlite_takes_rows_for_every_type_and_constraint() {
    all_but(Engine::sqlite(), SQLITE, &["impossible", "needs_impossible"]);
}
