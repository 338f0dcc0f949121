//! One database, twice.

#[path = "random.rs"]
pub(crate) mod random;

use std::collections::BTreeMap;

use migrate_core::dialect::Target;
use migrate_core::dialect::mysql::catalog;
use migrate_core::render;
use migrate_core::replay::Replay;
use migrate_core::schema::{Action, IndexKey, Schema, Table};
use migrate_core::sql;

use migrate_tests::server::mariadb::Mariadb;

/// A database on the server, by name.
pub(crate) struct Database<'s> {
    server: &'s Mariadb,
    name: String,
}

impl<'s> Database<'s> {
    /// An empty one.
    pub(crate) fn new(server: &'s Mariadb, name: &str) -> Self {
        server.run("", &format!("create database `{name}` character set utf8mb4")).unwrap();
        Self { server, name: name.to_owned() }
    }

    /// What an inspection says that it has.
    pub(crate) fn schema(&self, target: Target) -> Schema {
        let queries = catalog::QUERIES.map(|query| (query.columns, query.from));
        catalog::schema(&self.server.ask(&self.name, &queries), target)
    }
}

/// The model and the engine.
pub(crate) struct Pair<'s> {
    database: Database<'s>,
    replay: Replay,
    target: Target,
    /// How many statements both carried out, and how many both refused.
    pub(crate) done: usize,
    /// The latter.
    pub(crate) refused: usize,
    /// How many schemas were made anew of what is rendered of them.
    pub(crate) rendered: usize,
}

impl<'s> Pair<'s> {
    /// Both empty.
    pub(crate) fn new(database: Database<'s>) -> Self {
        let target = database.server.target();
        Self { database, replay: Replay::new(target), target, done: 0, refused: 0, rendered: 0 }
    }

    /// Carries out the statements one by one; what came out differently.
    pub(crate) fn run(&mut self, script: &str) -> Vec<String> {
        let read = sql::read(script, self.target);
        assert_eq!(read.errors, [], "{script}");
        let mut wrong = Vec::new();
        for statement in &read.statements {
            let text = &script[statement.span.range()];
            let executed = self.database.server.run(&self.database.name, text);
            let before = self.replay.clone();
            let steps = self.replay.run(std::slice::from_ref(statement));
            let failure = steps.iter().find_map(|step| step.failure.as_ref());
            match (&executed, failure) {
                (Ok(_), None) => self.done += 1,
                (Err(_), Some(_)) => {
                    self.refused += 1;
                    self.replay = before;
                }
                (Ok(_), Some(failure)) => {
                    wrong.push(format!("{text}\n    only the model refuses: {}", failure.message));
                }
                (Err(error), None) => {
                    wrong.push(format!("{text}\n    only the engine refuses: {}", error.trim()));
                    self.replay = before;
                }
            }
            wrong.extend(self.differences().map(|found| format!("{text}\n{found}")));
            let is_due = wrong.is_empty() && self.done.is_multiple_of(4);
            let rendered = if is_due { self.rendered() } else { None };
            wrong.extend(rendered.map(|found| format!("{text}\n{found}")));
            if !wrong.is_empty() {
                // What follows differs for the same reason.
                return wrong
                    .into_iter()
                    .map(|it| format!("{}: {it}", self.database.name))
                    .collect();
            }
        }
        wrong
    }

    fn differences(&self) -> Option<String> {
        let engine = self.database.schema(self.target);
        different(self.replay.schema(), &engine, self.target)
    }

    /// A database made of what is rendered of the model is the database.
    fn rendered(&mut self) -> Option<String> {
        let model = self.replay.schema();
        let rendered = render::migration(&Schema::default(), model, self.target);
        if !self.replay.doubts().is_empty() || !rendered.left.is_empty() {
            return None;
        }
        let sql = rendered.statements.join("\n");
        let copy = Database::new(self.database.server, &format!("{}_again", self.database.name));
        let executed = copy.server.run(&copy.name, &sql);
        let found = match executed {
            Err(error) => Some(format!("the engine refuses what is rendered:\n{sql}\n{error}")),
            Ok(_) => {
                let (one, other) = (self.database.schema(self.target), copy.schema(self.target));
                different(&one, &other, self.target)
                    .map(|found| format!("what is rendered is another schema:\n{sql}\n{found}"))
            }
        };
        copy.server.run("", &format!("drop database `{}`", copy.name)).unwrap();
        self.rendered += 1;
        found
    }
}

/// The first table that differs.
fn different(model: &Schema, engine: &Schema, target: Target) -> Option<String> {
    let (model, engine) = (comparable(model, target), comparable(engine, target));
    let names: Vec<&String> = model.keys().chain(engine.keys()).collect();
    for name in names {
        let (one, other) = (model.get(name), engine.get(name));
        if one != other {
            let lines = |table: Option<&Table>| format!("{table:#?}");
            let (one, other) = (lines(one), lines(other));
            let different: Vec<String> = one
                .lines()
                .zip(other.lines())
                .filter(|(one, other)| one != other)
                .take(6)
                .map(|(one, other)| format!("    model {} | engine {}", one.trim(), other.trim()))
                .collect();
            return Some(format!("    {name}:\n{}", different.join("\n")));
        }
    }
    None
}

/// Tables in what both sides can say: every collation spelled out, no expression but its presence.
fn comparable(schema: &Schema, target: Target) -> BTreeMap<String, Table> {
    schema.tables.iter().map(|(name, table)| (name.to_string(), plain(table, target))).collect()
}

fn plain(table: &Table, target: Target) -> Table {
    let mut table = table.clone();
    let options = &mut table.options;
    let charset = options.charset.take().unwrap_or_else(|| "utf8mb4".to_owned());
    let collation = options.collation.take().unwrap_or_else(|| default_collation(&charset, target));
    options.engine.get_or_insert_with(|| "InnoDB".to_owned());
    options.settings.retain(|name, _| name == "row_format");
    options.partition_by = options.partition_by.take().map(|_| String::new());
    for column in table.columns.iter_mut() {
        let is_text = migrate_core::dialect::mysql::types::is_text(&column.data_type);
        let own = column.charset.take();
        let effective = match (own, column.collation.take()) {
            _ if !is_text => String::new(),
            (_, Some(collation)) if collation == "_bin" => "utf8mb4_bin".to_owned(),
            (_, Some(collation)) => collation,
            (Some(own), None) if own == "default" => default_collation("utf8mb4", target),
            (Some(own), None) => default_collation(&own, target),
            (None, None) => collation.clone(),
        };
        column.collation = Some(effective);
        if let Some(generated) = &mut column.generated {
            generated.expression = String::new();
        }
        if let Some(default) = column.default.as_mut().filter(|default| default.starts_with('(')) {
            "()".clone_into(default);
        }
        column.settings.clear();
    }
    table.options.charset = Some(charset);
    table.options.collation = Some(collation);
    for check in table.checks.iter_mut() {
        check.expression = String::new();
    }
    for key in table.foreign_keys.iter_mut() {
        for action in [&mut key.on_delete, &mut key.on_update] {
            if *action == Action::Restrict {
                *action = Action::NoAction;
            }
        }
    }
    table.indexes.update(
        |_| true,
        |index| {
            index.settings.clear();
            for part in &mut index.columns {
                if let IndexKey::Expression(text) = &mut part.key {
                    text.clear();
                }
            }
            // Names of an index's columns that differ in letter case alone are the table's.
            index.method = index.method.take().filter(|method| method != "hash");
        },
    );
    table.sort();
    table
}

fn default_collation(charset: &str, target: Target) -> String {
    match charset {
        "utf8mb4" if !target.is_mariadb => "utf8mb4_0900_ai_ci".to_owned(),
        "latin1" => "latin1_swedish_ci".to_owned(),
        "binary" => "binary".to_owned(),
        other => format!("{other}_general_ci"),
    }
}
