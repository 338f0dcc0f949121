//! A part of a set as one script for the engine's own client, with the rows of the history.
//!
//! It leaves what the runner leaves. Each migration begins with its row, which cannot be written where
//! the database is not where the script takes it to be, so that a client that stops at the first error
//! has done nothing then.

mod guard;

use std::fmt::Write as _;

use self::guard::Guard;
use super::{COLUMNS, COMMIT, HistoryTable, NewRow};
use crate::checksum::Checksum;
use crate::repeat;
use crate::set::name::Direction;
use crate::set::{Down, Migration, MigrationSet, Script};
use crate::sql::{lexer, split};

/// A set and the history that a script writes to.
#[derive(Clone, Copy, Debug)]
pub struct ByHand<'a> {
    /// The migrations.
    pub set: &'a MigrationSet,
    /// The table.
    pub table: &'a HistoryTable,
    /// The crate and its version, as the history records them.
    pub crate_name: &'a str,
}

/// A migration that has no way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irreversible {
    /// Its name.
    pub name: String,
    /// The author's reason.
    pub reason: String,
}

/// What a part writes into the history before it begins.
struct Record {
    /// The table, in front of the first one.
    create: Option<String>,
    /// Its row: fails where another one is expected.
    writes: Vec<String>,
}

/// How a migration is recorded that is not committed together with its row.
const BEGUN: [&str; 2] = ["applying 0", "reverting 0"];
const APPLIED: &str = "applied";

impl ByHand<'_> {
    /// The script that applies the migrations behind the first `from` up to the first `to`.
    #[must_use]
    pub fn up(&self, from: usize, to: usize) -> String {
        let mut chain = self.chain(from);
        let is_everything = (from, to) == (0, self.set.migrations.len());
        let runs = if is_everything { repeat::first_runs(self.set) } else { Vec::new() };
        let scripts = self.set.migrations.iter().take(to).skip(from).map(|it| &it.up);
        let scripts = scripts.chain(runs.iter().map(|run| &run.up));
        let mut guard = self.guard((from, to), scripts);
        let mut text = self.heading(from, to) + &guard.heading();
        for (at, migration) in self.set.migrations.iter().enumerate().take(to).skip(from) {
            let next = chained(&chain, migration);
            let before = std::mem::replace(&mut chain, next);
            let create = (at == 0).then(|| self.table.create());
            let row = |state| self.row(migration, &chain, state);
            let whole = self.is_whole(&migration.up);
            let state = if whole { APPLIED } else { BEGUN[0] };
            let record =
                Record { create, writes: vec![self.insert(&row(state), at, before.as_str())] };
            let end = (!whole).then(|| self.update(migration, &[("state", APPLIED)]));
            text += &self.part(&mut guard, &migration.up, (Direction::Up, migration), &record, end);
        }
        text += &self.first_runs(&mut guard, &runs, &chain);
        said(&mut text, &guard.release());
        text
    }

    /// What keeps others away from such scripts.
    fn guard<'s>(&self, range: (usize, usize), scripts: impl Iterator<Item = &'s Script>) -> Guard {
        let (mut parts, mut is_needed) = (vec![format!("{range:?}")], false);
        for script in scripts {
            is_needed |= !self.is_whole(script);
            parts.push(script.sql.to_string());
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Guard::of(self.table, &parts, is_needed)
    }

    /// What runs the repeatable scripts where none of them has: on a database that had nothing.
    fn first_runs(&self, guard: &mut Guard, runs: &[Migration], chain: &Checksum) -> String {
        let mut text = String::new();
        for run in runs {
            let whole = self.is_whole(&run.up);
            let row = self.row(run, chain, if whole { APPLIED } else { BEGUN[0] });
            let writes = vec![self.insert(&row, self.set.migrations.len(), chain.as_str())];
            let create = self.set.migrations.is_empty().then(|| self.table.create());
            let record = Record { create, writes };
            let end = (!whole).then(|| self.update(run, &[("state", APPLIED)]));
            text += &self.part(guard, &run.up, (Direction::Up, run), &record, end);
        }
        text
    }

    /// The script that rolls back the first `from` migrations down to the first `to`.
    ///
    /// # Errors
    ///
    /// When one of them has no way back.
    pub fn down(&self, from: usize, to: usize) -> Result<String, Irreversible> {
        let downs = self.set.migrations.iter().take(from).skip(to);
        let downs = downs.filter_map(|it| it.down.script());
        let mut guard = self.guard((from, to), downs);
        let mut text = self.heading(from, to) + &guard.heading();
        for migration in self.set.migrations.iter().take(from).skip(to).rev() {
            let script = match &migration.down {
                Down::Script(script) => script,
                Down::Irreversible { reason } => {
                    let (name, reason) = (migration.name(), reason.to_string());
                    return Err(Irreversible { name, reason });
                }
            };
            let mut writes = vec![self.require_newest(migration)];
            let delete =
                format!("DELETE FROM {} WHERE {}", self.table.qualified(), self.is(migration));
            if !self.is_whole(script) {
                let begun = [("state", BEGUN[1]), ("down_sql", &*script.sql)];
                writes.push(self.update(migration, &begun));
            }
            let record = Record { create: None, writes };
            let way = (Direction::Down, migration);
            text += &self.part(&mut guard, script, way, &record, Some(delete));
        }
        said(&mut text, &guard.release());
        Ok(text)
    }

    fn heading(&self, from: usize, to: usize) -> String {
        let name =
            |count: usize| match count.checked_sub(1).and_then(|at| self.set.migrations.get(at)) {
                Some(migration) => migration.name(),
                None => "nothing".to_owned(),
            };
        let mut text = format!(
            "-- From {} to {}, for {}. Run it with a client that stops at the first error: where\n\
             -- anything else is applied, its first write fails.\n",
            name(from),
            name(to),
            self.set.target.engine(),
        );
        if !self.set.repeatables.is_empty() && (from, to) != (0, self.set.migrations.len()) {
            text += "-- Which repeatable scripts have changed, only the database knows: they are not in it, and\n\
                     -- `cargo migrate up` runs them.\n";
        }
        text
    }

    /// Whether a script is committed together with its row.
    fn is_whole(&self, script: &Script) -> bool {
        script.transaction && !self.set.target.dialect.commits_each_change()
    }

    fn part(
        &self,
        guard: &mut Guard,
        script: &Script,
        (direction, migration): (Direction, &Migration),
        record: &Record,
        end: Option<String>,
    ) -> String {
        let (session, whole) = (self.table.session(), self.is_whole(script));
        let what = match direction {
            Direction::Up => "apply",
            Direction::Down => "roll back",
        };
        let mut text = String::new();
        if whole {
            said(&mut text, &guard.release());
        }
        let _ = write!(text, "\n-- {what} {} ({})\n", migration.name(), self.set.path(script));
        let statements = split::statements(&script.sql, self.set.target.dialect);
        let references = session.references(&script.sql, &statements).unwrap_or(false);
        let begin = vec![session.begin_by_hand(self.table, references)];
        let mut create = if whole { Vec::new() } else { guard.create() };
        create.extend(record.create.clone());
        // Creating ends the transaction there.
        let is_early = self.set.target.dialect.commits_each_change();
        let [first, second] = if is_early { [create, begin] } else { [begin, create] };
        said(&mut text, &[first, second].concat());
        let hold = |guard: &mut Guard| if whole { None } else { guard.hold() };
        let held = hold(guard);
        said(&mut text, held.as_deref().unwrap_or_default());
        text.push_str("-- This fails where the database is somewhere else.\n");
        said(&mut text, &record.writes);
        if !whole {
            said(&mut text, &[COMMIT.to_owned()]);
        }
        text += &self.body(script, &statements);
        if let Some(hold) = hold(guard) {
            said(&mut text, &[session.begin_part().to_owned()]);
            said(&mut text, &hold);
        }
        said(&mut text, end.as_slice());
        if whole || held.is_some() {
            said(&mut text, &[COMMIT.to_owned()]);
        }
        text
    }

    /// The script as it is; for a client that ends a statement at every semicolon, statement by
    /// statement where one has others in it.
    fn body(&self, script: &Script, statements: &[split::Statement]) -> String {
        let (sql, dialect) = (&*script.sql, self.set.target.dialect);
        let text = |statement: &split::Statement| &sql[statement.span.range()];
        if dialect.commits_each_change() && statements.iter().any(|it| text(it).contains(';')) {
            let parts = statements.iter().map(|it| format!("{}\n{DELIMITER}\n", text(it)));
            let parts = parts.collect::<String>();
            return format!("DELIMITER {DELIMITER}\n{parts}DELIMITER ;\n");
        }
        let ends = lexer::significant(sql, dialect).last().is_none_or(|it| it.text(sql) == ";");
        let end = if ends { "" } else { "\n;" };
        format!("{}{end}\n", sql.trim_end())
    }

    /// Adds a row: fails, for want of a title, unless the history has so many, all of them to the end, and
    /// the last of them left it with the checksum `chain`.
    fn insert(&self, row: &NewRow<'_>, rows: usize, chain: &str) -> String {
        let (session, table) = (self.table.session(), self.table.qualified());
        let name = |column| session.name(column);
        let last = rows.checked_sub(1).and_then(|at| self.set.migrations.get(at));
        let chained = last.map(|last| {
            let (is_last, chain) = (self.is(last), session.literal(chain));
            format!(" AND max(CASE WHEN {is_last} THEN {} END) = {chain}", name("chain"))
        });
        let own = format!("{} AND {}", self.table.own(), self.table.versioned());
        let (all, state) = (self.table.own(), name("state"));
        let is_there = format!(
            "count(CASE WHEN {own} THEN 1 END) = {rows}{} \
             AND count(CASE WHEN {all} AND {state} <> '{APPLIED}' THEN 1 END) = 0",
            chained.unwrap_or_default()
        );
        let mut values = self.table.cells(row);
        values[0] = format!("coalesce(max({}), 0) + 1", name("sequence"));
        values[2] = format!(
            "CASE WHEN {is_there} THEN {} ELSE {} END",
            values[2],
            session.unwritable(&values[0])
        );
        let (columns, values) = (COLUMNS.map(name).join(", "), values.join(", "));
        format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {table}")
    }

    /// Fails, for want of a title, unless that row is the newest, and applied to the end.
    fn require_newest(&self, migration: &Migration) -> String {
        let (session, table) = (self.table.session(), self.table.qualified());
        let [sequence, state] = ["sequence", "state"].map(|column| session.name(column));
        let (is_it, own) = (self.is(migration), self.table.own());
        let (columns, values) = (
            COLUMNS.map(|column| session.name(column)),
            COLUMNS.map(|column| match column {
                "sequence" | "duration_ms" | "process" => "0".to_owned(),
                "title" => session.unwritable("coalesce(newest, 0) + 1"),
                _ => "''".to_owned(),
            }),
        );
        let (columns, values) = (columns.join(", "), values.join(", "));
        format!(
            "INSERT INTO {table} ({columns}) SELECT {values} \
             FROM (SELECT max(CASE WHEN {own} THEN {sequence} END) AS newest, \
             max(CASE WHEN {is_it} AND {state} = '{APPLIED}' THEN {sequence} END) AS place \
             FROM {table}) AS found WHERE place IS NULL OR place <> newest"
        )
    }

    fn update(&self, migration: &Migration, values: &[(&str, &str)]) -> String {
        let session = self.table.session();
        let set = |(column, text): &(&str, &str)| {
            format!("{} = {}", session.name(column), session.literal(text))
        };
        let set = values.iter().map(set).collect::<Vec<_>>().join(", ");
        format!("UPDATE {} SET {set} WHERE {}", self.table.qualified(), self.is(migration))
    }

    /// What is true of the row of a migration.
    fn is(&self, migration: &Migration) -> String {
        let session = self.table.session();
        let key = session.literal(&self.table.key(migration.version.as_str()));
        format!("{} = {key}", session.name("version"))
    }

    /// The checksum of a history of the first `count` migrations.
    fn chain(&self, count: usize) -> Checksum {
        let applied = self.set.migrations.iter().take(count);
        applied.fold(Checksum::nothing(), |before, migration| chained(&before, migration))
    }

    fn row<'r>(
        &'r self,
        migration: &'r Migration,
        chain: &'r Checksum,
        state: &'r str,
    ) -> NewRow<'r> {
        let down = migration.down.script();
        NewRow {
            // The table says which it is.
            sequence: 0,
            version: migration.version.as_str(),
            title: &migration.title,
            state,
            up_checksum: migration.up.checksum.as_str(),
            chain: chain.as_str(),
            down_checksum: down.map(|script| script.checksum.as_str()),
            up_sql: &migration.up.sql,
            down_sql: down.map(|script| &*script.sql),
            irreversible: match &migration.down {
                Down::Irreversible { reason } => Some(reason),
                Down::Script(_) => None,
            },
            applied_at: None,
            duration_ms: 0,
            host: "by hand",
            process: 0,
            crate_name: self.crate_name,
        }
    }
}

/// Adds statements, each with its semicolon.
fn said(text: &mut String, statements: &[String]) {
    for sql in statements {
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{};", sql.trim_end_matches(';'));
    }
}

/// What ends a statement for MySQL's client where a semicolon does not.
const DELIMITER: &str = "//";

fn chained(before: &Checksum, migration: &Migration) -> Checksum {
    Checksum::chained(before, &migration.version, &migration.up.checksum)
}
