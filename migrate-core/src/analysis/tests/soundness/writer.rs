//! Random statements, and what would take them back.

use proptest::prelude::Rng;
use proptest::test_runner::TestRng;
use rusqlite::Connection;

use super::{columns, definitions, names};
use crate::dialect::sqlite::testing::rows;

const TABLES: [&str; 5] = ["users", "posts", "tags", "Audit", "order"];
const COLUMNS: [&str; 7] = ["id", "email", "title", "user_id", "Note", "age", "select"];
const TYPES: [&str; 5] = ["integer", "text", "varchar(20)", "real", ""];

pub(super) struct Writer {
    pub(super) random: TestRng,
    pub(super) serial: usize,
}

/// A statement and what takes it back.
pub(super) struct Undoable {
    pub(super) up: String,
    pub(super) down: Vec<String>,
}

impl Writer {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.random.next_u32() as usize) % limit.max(1)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn fresh(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{}", self.serial)
    }

    fn quoted(&mut self, name: &str) -> String {
        let plain = !["order", "select"].contains(&name) && self.below(3) > 0;
        if plain { name.to_owned() } else { format!("\"{name}\"") }
    }

    fn column_definition(&mut self, name: &str) -> String {
        let data_type = self.pick(&TYPES);
        let extra = self.pick(&[
            "",
            "",
            "default 'x'",
            "not null default 0",
            "collate nocase",
            "check (1)",
            "references users (id)",
            "references tags on delete cascade",
            "default (1 + 1)",
        ]);
        format!("{} {data_type} {extra}", self.quoted(name))
    }

    fn table_definition(&mut self, name: &str) -> String {
        let key = self.pick(&[
            "id integer primary key",
            "id integer primary key autoincrement",
            "id text primary key",
            "id int not null",
        ]);
        let mut parts = vec![key.to_owned()];
        for column in &COLUMNS[1..] {
            if self.one_in(2) {
                parts.push(self.column_definition(column));
            }
        }
        let extra =
            self.pick(&["", "unique (id)", "check (id > 0)", "constraint c check (id <> 3)"]);
        if !extra.is_empty() {
            parts.push(extra.to_owned());
        }
        let options = self.pick(&["", "", "", " without rowid"]);
        let options =
            if key.contains("autoincrement") || !key.contains("primary") { "" } else { options };
        format!("create table {} ({}){options}", self.quoted(name), parts.join(", "))
    }

    /// Something to do to the database, with what would take it back.
    pub(super) fn statement(&mut self, connection: &Connection) -> Option<Undoable> {
        let tables = names(connection, "table");
        let table = if tables.is_empty() {
            String::new()
        } else {
            tables[self.below(tables.len())].clone()
        };
        let columns = columns(connection, &table);
        let column = columns.get(self.below(columns.len())).cloned().unwrap_or_default();
        let (quoted, quoted_column) = (format!("\"{table}\""), format!("\"{column}\""));
        let undoable = |up: String, down: &[String]| Some(Undoable { up, down: down.to_vec() });
        let kind = if tables.is_empty() { 0 } else { self.below(22) };
        match kind {
            0..=2 => {
                let name = self.pick(&TABLES).to_owned();
                let up = self.table_definition(&name);
                undoable(up, &[format!("drop table \"{name}\"")])
            }
            3..=5 => {
                let name = self.pick(&COLUMNS[1..]).to_owned();
                let definition = self.column_definition(&name);
                let down = format!("alter table {quoted} drop column \"{name}\"");
                undoable(format!("alter table {quoted} add column {definition}"), &[down])
            }
            6..=8 => {
                let name = self.fresh("i");
                let unique = self.pick(&["", "unique "]);
                let rest = self.pick(&["", " desc", " collate nocase"]);
                let partial = self.pick(&["", "", " where id > 5"]);
                let up = format!(
                    "create {unique}index {name} on {quoted} ({quoted_column}{rest}){partial}"
                );
                undoable(up, &[format!("drop index {name}")])
            }
            9 => {
                let name = self.fresh("v");
                let what = self.pick(&["*", "id"]);
                undoable(
                    format!("create view {name} as select {what} from {quoted}"),
                    &[format!("drop view {name}")],
                )
            }
            10 => {
                let name = self.fresh("r");
                let up = format!(
                    "create trigger {name} after insert on {quoted} begin delete from {quoted} where id = -1; end"
                );
                undoable(up, &[format!("drop trigger {name}")])
            }
            _ => self.change(connection, kind, &table),
        }
    }

    /// Something that happens to what is there already.
    fn change(&mut self, connection: &Connection, kind: usize, table: &str) -> Option<Undoable> {
        let columns = columns(connection, table);
        let column = columns.get(self.below(columns.len())).cloned().unwrap_or_default();
        let (quoted, quoted_column) = (format!("\"{table}\""), format!("\"{column}\""));
        let undoable = |up: String, down: &[String]| Some(Undoable { up, down: down.to_vec() });
        match kind {
            11 => {
                let to = self.fresh("t");
                let down = format!("alter table {to} rename to {quoted}");
                undoable(format!("alter table {quoted} rename to {to}"), &[down])
            }
            12 => {
                let to = self.fresh("c");
                let down = format!("alter table {quoted} rename column {to} to {quoted_column}");
                undoable(
                    format!("alter table {quoted} rename column {quoted_column} to {to}"),
                    &[down],
                )
            }
            13 | 14 => {
                let up = format!("drop table {quoted}");
                undoable(up, &definitions(connection, table))
            }
            15 => {
                let (kind, all) = self.pick_kind(connection)?;
                let name = all[self.below(all.len())].clone();
                let text = rows(
                    connection,
                    &format!("select sql from sqlite_schema where name = '{name}'"),
                );
                let text = text.first()?.first()?.clone()?;
                undoable(format!("drop {kind} {name}"), &[text])
            }
            16 => {
                let down =
                    format!("alter table {quoted} add column {}", self.column_definition(&column));
                undoable(format!("alter table {quoted} drop column {quoted_column}"), &[down])
            }
            17 | 18 => self.rebuild(connection, table),
            19 => {
                let key = 100 + self.below(50);
                let up = format!("insert into {quoted} (id) values ({key})");
                undoable(up, &[format!("delete from {quoted} where id = {key}")])
            }
            20 => {
                let up = format!("update {quoted} set {quoted_column} = 7");
                undoable(up, &[format!("update {quoted} set {quoted_column} = 8")])
            }
            _ => undoable(format!("delete from {quoted} where id > 1"), &[]),
        }
    }

    fn pick_kind(&mut self, connection: &Connection) -> Option<(&'static str, Vec<String>)> {
        let kind = self.pick(&["index", "view", "trigger"]);
        let all = names(connection, kind);
        (!all.is_empty()).then_some((kind, all))
    }

    /// The recipe that gives a table another definition, and the one that gives it the old one.
    fn rebuild(&mut self, connection: &Connection, table: &str) -> Option<Undoable> {
        let old = definitions(connection, table);
        let first = old.first()?;
        let body = &first[first.find('(')?..];
        let mut changed = self.near_miss(body);
        if changed == body {
            changed = body.replacen(')', ", extra integer)", 1);
        }
        let list = columns(connection, table)
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect::<Vec<_>>()
            .join(", ");
        let recipe = |body: &str| {
            let mut all = vec![
                format!("create table \"new_{table}\" {body}"),
                format!("insert into \"new_{table}\" ({list}) select {list} from \"{table}\""),
                format!("drop table \"{table}\""),
                format!("alter table \"new_{table}\" rename to \"{table}\""),
            ];
            all.extend(old[1..].iter().cloned());
            all
        };
        Some(Undoable { up: recipe(&changed).join(";\n"), down: recipe(body) })
    }

    /// The text with one thing another: a definition almost as it was.
    fn near_miss(&mut self, text: &str) -> String {
        let (from, to) = [
            (" not null", ""),
            ("unique ", ""),
            ("'x'", "'y'"),
            (" collate nocase", ""),
            ("integer", "int"),
            (" autoincrement", ""),
            ("> 5", "> 6"),
            (" desc", ""),
            ("varchar(20)", "varchar(21)"),
            ("drop table ", "drop table if exists "),
            ("drop index ", "drop index if exists "),
            (" on delete cascade", ""),
            ("\"id\"", "id"),
            ("check (id > 0)", "check (id > 1)"),
            (" without rowid", ""),
            ("create ", "CREATE "),
        ][self.below(16)];
        text.replacen(from, to, 1)
    }

    /// A down that may forget something or do it in the wrong order.
    pub(super) fn spoil(&mut self, down: &mut Vec<String>) {
        match self.below(7) {
            0 | 1 if !down.is_empty() => drop(down.remove(self.below(down.len()))),
            2 if down.len() > 1 => {
                let at = self.below(down.len() - 1);
                down.swap(at, at + 1);
            }
            3 | 4 if !down.is_empty() => {
                let at = self.below(down.len());
                down[at] = self.near_miss(&down[at].clone());
            }
            _ => {}
        }
    }
}
