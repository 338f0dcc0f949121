//! One script on both sides, compared after every statement.

use std::fmt::Write as _;
use std::sync::Arc;

use migrate_core::dialect::Target;
use migrate_core::diff;
use migrate_core::render;
use migrate_core::replay::Replay;
use migrate_core::schema::{Constraint, Schema};
use migrate_core::sql;

use migrate_tests::server::postgres::Postgres;

/// A database of its own.
pub(crate) struct Run<'a> {
    server: &'a Postgres,
    database: String,
    target: Target,
}

impl<'a> Run<'a> {
    pub(crate) fn new(server: &'a Postgres, database: &str) -> Self {
        server.run("postgres", &format!("create database {database}")).unwrap();
        Self { server, database: database.to_owned(), target: server.target() }
    }

    /// Each difference in words.
    pub(crate) fn compare(&self, script: &str) -> Vec<String> {
        let mut found = Vec::new();
        let read = sql::read(script, self.target);
        assert_eq!(read.errors, [], "{script}");
        let mut replay = Replay::new(self.target);
        for (at, statement) in read.statements.iter().enumerate() {
            let text = &script[statement.span.range()];
            let answer = self.server.run(&self.database, text);
            let before = replay.schema().clone();
            let steps = replay.run(std::slice::from_ref(statement));
            let failure = steps.iter().find_map(|step| step.failure.clone());
            match (&failure, &answer) {
                (None, Ok(_)) => {}
                (Some(_), Err(_)) => assert_eq!(shape(replay.schema()), shape(&before)),
                (Some(failure), Ok(_)) => {
                    found.push(format!("the server takes, replay refuses: {text}\n{failure:?}"));
                    return found;
                }
                // What replay does not know for certain it neither takes nor refuses.
                (None, Err(_)) if !replay.doubts().is_empty() => {
                    println!("in doubt from here on: {text}: {:?}", replay.doubts());
                    return found;
                }
                (None, Err(error)) => {
                    found.push(format!("replay takes, the server refuses: {text}\n{error}"));
                    return found;
                }
            }
            let engine = self.server.inspected(&self.database);
            let (model, engine) = (shape(replay.schema()), shape(&engine));
            if model != engine && !replay.doubts().is_empty() {
                println!("in doubt from here on: {text}: {:?}", replay.doubts());
                return found;
            }
            if model != engine {
                found.push(format!("after {text}\n{}", difference(&model, &engine)));
                return found;
            }
            // A database costs half a second.
            if at % 3 == 2 || at + 1 == read.statements.len() {
                let rendered = self.rendered(replay.schema(), at);
                found.extend(rendered.map(|it| format!("after {text}\n{it}")));
            }
        }
        found
    }

    /// A database made of what is rendered of the model is the database.
    fn rendered(&self, model: &Schema, at: usize) -> Option<String> {
        let rendered = render::migration(&Schema::default(), model, self.target);
        if !rendered.left.is_empty() {
            println!("{} has no statement for {:?}", self.database, rendered.left);
            return None;
        }
        let sql = rendered.statements.join("\n");
        let copy = Run::new(self.server, &format!("{}_{at}", self.database));
        if let Err(error) = copy.server.run(&copy.database, &sql) {
            return Some(format!("the server refuses what is rendered:\n{sql}\n{error}"));
        }
        let ask = |database: &str| sorted(&self.server.inspected(database));
        let differences = diff::diff(&ask(&self.database), &ask(&copy.database));
        (!differences.is_empty())
            .then(|| format!("what is rendered is another schema:\n{sql}\n{differences:#?}"))
    }
}

/// Columns in the order of their names: an engine puts what it adds at the end. A table that is made
/// first and inherits afterwards has columns of its own.
fn sorted(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    let tables: Vec<_> =
        schema.tables.iter().map(|(name, it)| (name.clone(), it.clone())).collect();
    for (name, mut table) in tables {
        let columns = &mut Arc::make_mut(&mut table).columns;
        let mut sorted: Vec<_> = columns.iter().cloned().collect();
        sorted.sort_by(|one, other| one.name.cmp(&other.name));
        // Nor does replay know what version 18 calls NOT NULL, which `LIKE` copies with its name.
        for key in ["inherited", "not null named"] {
            sorted.iter_mut().for_each(|column| drop(column.settings.remove(key)));
        }
        *columns = sorted.into();
        schema.tables.insert(name, table);
    }
    schema
}

fn difference(model: &[String], engine: &[String]) -> String {
    let mut text = String::new();
    for line in model.iter().filter(|line| !engine.contains(line)) {
        let _ = writeln!(text, "  model:  {line}");
    }
    for line in engine.iter().filter(|line| !model.contains(line)) {
        let _ = writeln!(text, "  server: {line}");
    }
    text
}

/// Everything but expressions, one line each: those are printed by the server in its own way.
fn shape(schema: &Schema) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, table) in &schema.tables {
        lines.push(format!("table {name}"));
        for column in &table.columns {
            let identity = column.identity;
            let default = column.default.is_some();
            let generated = column.generated.is_some();
            lines.push(format!(
                "column {name}.{} {} null={} default={default} generated={generated} {identity:?}",
                column.name, column.data_type, column.nullable
            ));
        }
        lines.extend(table.constraints().iter().map(|one| format!("{name}: {}", constraint(one))));
        for (index, what) in &table.indexes {
            let predicate = what.predicate.is_some();
            lines.push(format!(
                "index {name}.{index} unique={} {:?} predicate={predicate}",
                what.unique, what.method
            ));
        }
    }
    for (name, sequence) in &schema.sequences {
        let owner = sequence.owned_by.as_ref().map(|(table, column)| format!("{table}.{column}"));
        lines.push(format!(
            "sequence {name} {} {} {} {} {} {} {owner:?}",
            sequence.data_type,
            sequence.start,
            sequence.increment,
            sequence.minimum,
            sequence.maximum,
            sequence.cycle
        ));
    }
    for (name, view) in &schema.views {
        lines.push(format!("view {name} materialized={}", view.materialized));
    }
    for (name, kind) in &schema.enums {
        lines.push(format!("enum {name} {:?}", kind.values));
    }
    lines.sort();
    lines
}

fn constraint(constraint: &Constraint) -> String {
    let name = constraint.name().unwrap_or("(no name)");
    match constraint {
        Constraint::PrimaryKey(key) => {
            let columns: Vec<&str> = key.columns.iter().map(|column| &*column.name).collect();
            format!("primary key {name} {columns:?} {:?}", key.deferrable)
        }
        Constraint::Unique(key) => {
            let columns: Vec<&str> = key.columns.iter().map(|column| &*column.name).collect();
            format!("unique {name} {columns:?} {:?} {}", key.deferrable, key.nulls_not_distinct)
        }
        Constraint::Check(check) => {
            format!("check {name} not_valid={} no_inherit={}", check.not_valid, check.no_inherit)
        }
        Constraint::ForeignKey(key) => format!(
            "foreign key {name} {:?} {} {:?} {:?} {:?} not_valid={}",
            key.columns,
            key.references,
            key.on_delete,
            key.on_update,
            key.deferrable,
            key.not_valid
        ),
        Constraint::Exclusion(exclusion) => format!("exclude {name} {:?}", exclusion.deferrable),
    }
}
