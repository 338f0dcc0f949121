//! Random DDL on a live engine and in the model: wherever the model has no doubt, both agree.

mod writer;

use rusqlite::Connection;

use super::super::{Replay, Step};
use crate::dialect::catalog::{Catalog, Scope};
use crate::dialect::sqlite::catalog::Sqlite;
use crate::dialect::sqlite::render;
use crate::dialect::sqlite::testing::{self, inspect};
use crate::dialect::{Dialect, Target};
use crate::schema::{ObjectKind, ObjectName, Schema};
use crate::sql::read;

use writer::Writer;

fn engine_schema(connection: &Connection) -> Schema {
    let mut catalog = Sqlite::new(&[]);
    inspect(&mut catalog, connection, Scope::Everything);
    catalog.schema().clone()
}

fn target() -> Target {
    Target::oldest(Dialect::Sqlite)
}

/// What one script came to.
#[derive(Default)]
struct Tally {
    statements: usize,
    refused: usize,
    decided: usize,
    scripts: usize,
    scripts_decided: usize,
}

/// Runs the statements of `script` one by one on the engine, and all of them in the model; `closely`
/// compares the schemas behind each statement rather than at the end.
fn compare(script: &[String], closely: bool, tally: &mut Tally) -> Result<(), String> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("pragma foreign_keys = off").unwrap();
    let script: Vec<&String> =
        script.iter().filter(|sql| read(sql, target()).errors.is_empty()).collect();
    let text = script.iter().map(|sql| sql.as_str()).collect::<Vec<_>>().join(";\n");
    let read = read(&text, target());
    assert_eq!(read.statements.len(), script.len(), "{text}");
    let mut replay = Replay::new(target());
    let steps = replay.run(&read.statements);
    let mut is_doubted = false;
    for (at, sql) in script.iter().enumerate() {
        let said = connection.execute_batch(sql.as_str()).err().map(|error| error.to_string());
        let own: Vec<&Step<'_>> = steps.iter().filter(|step| step.statement == at).collect();
        is_doubted |= own.iter().any(|step| !step.doubts.is_empty());
        let failure = own.iter().find_map(|step| step.failure.as_ref());
        tally.statements += 1;
        tally.refused += usize::from(said.is_some());
        tally.decided += usize::from(!is_doubted);
        if !is_doubted && said.is_some() != failure.is_some() {
            return Err(format!(
                "{text}\n-- at: {sql}\n-- engine: {said:?}\n-- model: {failure:?}"
            ));
        }
        let next = steps.iter().find(|step| step.statement > at);
        if let (true, false, Some(next)) = (closely, is_doubted, next) {
            let schema = engine_schema(&connection);
            let model = in_main(&next.before);
            if schema != model {
                let changes = crate::diff::diff(&schema, &model);
                return Err(format!(
                    "{text}\n-- after: {sql}\n-- from engine to model: {changes:#?}"
                ));
            }
        }
    }
    tally.scripts += 1;
    tally.scripts_decided += usize::from(!is_doubted);
    let (schema, model) = (engine_schema(&connection), in_main(replay.schema()));
    if !is_doubted && schema != model {
        let changes = crate::diff::diff(&schema, &model);
        return Err(format!("{text}\n-- at the end, from engine to model: {changes:#?}"));
    }
    Ok(())
}

/// What the engine keeps in the file.
fn in_main(schema: &Schema) -> Schema {
    let mut main = schema.clone();
    for name in schema.tables.keys().filter(|name| !name.namespace.is_empty()) {
        main.tables.remove(name);
    }
    for name in schema.views.keys().filter(|name| !name.namespace.is_empty()) {
        main.views.remove(name);
    }
    for name in schema.objects.keys().filter(|name| !name.name.namespace.is_empty()) {
        main.objects.remove(name);
    }
    main
}

#[test]
fn random_scripts_do_what_the_engine_does() {
    let variable = |name: &str, default| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (rounds, first): (u64, u64) = (variable("ROUNDS", 1_000), variable("SEED", 0));
    let show = usize::try_from(variable("SHOW", 3)).unwrap();
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    for seed in first..first + rounds {
        let script = Writer::new(seed).script();
        if let Err(report) = compare(&script, false, &mut tally) {
            let closely = compare(&script, true, &mut Tally::default());
            wrong.push(format!("-- seed {seed}\n{}", closely.err().unwrap_or(report)));
        }
    }
    let count = wrong.len();
    wrong.truncate(show);
    assert!(count == 0, "{count} of {rounds} scripts:\n{}", wrong.join("\n\n"));
    assert!(tally.decided * 10 > tally.statements * 8, "{} of {}", tally.decided, tally.statements);
    assert!(tally.refused * 5 > tally.statements, "too little was refused: {}", tally.refused);
    assert!(tally.scripts_decided * 2 > tally.scripts, "{}", tally.scripts_decided);
}

/// Everything in a schema, as SQL.
fn rendered(schema: &Schema) -> String {
    let mut sql = String::new();
    for (name, table) in &schema.tables {
        sql += &render::create_table(&name.name, table);
        let indexes = table.indexes.iter();
        sql.extend(indexes.map(|(index, it)| render::create_index(&name.name, index, it)));
    }
    sql.extend(schema.views.iter().map(|(name, view)| render::create_view(&name.name, view)));
    let triggers = schema.objects.iter().filter(|(name, _)| name.kind == ObjectKind::Trigger);
    sql.extend(triggers.map(|(name, it)| render::create_trigger(&name.name.name, it)));
    sql
}

#[test]
fn what_is_rendered_is_read_and_executed_as_the_same_schema() {
    let mut compared = 0;
    for seed in 0..400 {
        let script = Writer::new(seed).script();
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("pragma foreign_keys = off").unwrap();
        for sql in &script {
            let _ = connection.execute_batch(sql);
        }
        let schema = engine_schema(&connection);
        let kept = |name: &&ObjectName| name.kind != ObjectKind::Trigger;
        if schema.objects.keys().any(|name| kept(&name)) {
            continue;
        }
        let sql = rendered(&schema);
        let read = read(&sql, target());
        assert_eq!(read.errors, [], "seed {seed}: {sql}");
        let mut replay = Replay::new(target());
        let failures = replay.run(&read.statements).into_iter().filter_map(|step| step.failure);
        assert_eq!(failures.collect::<Vec<_>>(), [], "seed {seed}: {sql}");
        let differences = crate::diff::diff(&schema, replay.schema());
        assert!(differences.is_empty(), "seed {seed}: {sql}\n{differences:#?}");
        let differences = crate::diff::diff(&schema, &testing::schema(&sql));
        assert!(differences.is_empty(), "seed {seed}, executed: {sql}\n{differences:#?}");
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
}

/// The up migrations of whole projects, on the engine and in the model.
#[test]
fn projects_do_what_the_engine_does() {
    let mut report = Vec::new();
    let mut wrong = 0;
    for files in testing::projects() {
        let connection = Connection::open_in_memory().unwrap();
        // The engine of these tests is built to enforce them, others are not.
        connection.execute_batch("pragma foreign_keys = off").unwrap();
        let mut replay = Replay::new(target());
        let (mut failures, mut doubts, mut differences) = (Vec::new(), 0, Vec::new());
        for file in files.iter().filter(|file| file.to_string_lossy().ends_with(".up.sql")) {
            let sql = std::fs::read_to_string(file).unwrap();
            let sql = crate::text::normalized(&sql);
            let read = read(&sql, target());
            let said = connection.execute_batch(&sql).err();
            for step in replay.run(&read.statements) {
                doubts += step.doubts.len();
                failures
                    .extend(step.failure.map(|failure| failure.message).filter(|_| said.is_none()));
            }
            let (schema, model) = (engine_schema(&connection), in_main(replay.schema()));
            let changes = crate::diff::diff(&schema, &model);
            let first = differences.is_empty() && replay.doubts().is_empty();
            if let (true, Some(change)) = (first, changes.first()) {
                differences.push(format!("{}: {change:?}", file.display()));
            }
        }
        wrong += failures.len() + differences.len();
        report.push(format!(
            "{} to {}: failures {failures:?}, {doubts} doubts, differences {differences:?}",
            files[0].display(),
            files.len()
        ));
    }
    assert!(wrong == 0, "{}", report.join("\n"));
}
