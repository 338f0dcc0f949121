//! Which locks a transaction holds, and what became of the files and the rows of the tables.
//!
//! A function of the throwaway database ([`Catalog::watch`]) tells: its plan is kept, where a query
//! would be planned again behind every statement. Locks last as long as their transaction, so that what
//! is there after a statement and was not before it is what the statement took. A table in a new file
//! was written anew, and emptied if that file is empty; a count of scans that went up says that it was
//! read, by whatever builds an index or tests a constraint as well.
//!
//! [`Catalog::watch`]: crate::dialect::catalog::Catalog::watch

use std::collections::{BTreeMap, BTreeSet};

use super::impact::{mode_of, on};
use super::session::Postgres;
use crate::dialect::catalog::Row;
use crate::dialect::meter::{Ground, Meter, Way};
use crate::dialect::session::{Session, Transactional};
use crate::impact::{Impact, Source, Work};
use crate::schema::Name;
use crate::sql::quote;
use crate::sql::split::Statement;

/// Asks for what the transaction has locked by now.
const ASK: &str = "SELECT * FROM information_schema.migrate_locks('{}')";

const MEASURED: Source = Source::Measured("the throwaway server");

/// What is known of the relations that were there before a script.
#[derive(Debug)]
pub(super) struct Locks {
    /// Those that the script can reach, and their neighbours.
    there: Vec<Name>,
    /// The same by the numbers that the engine gives them, which no script changes.
    seen: BTreeMap<String, Seen>,
}

/// What was last seen of a relation.
#[derive(Debug)]
struct Seen {
    /// Its name before the script.
    name: Name,
    mode: Option<&'static str>,
    file: Option<String>,
    scans: i64,
}

impl Locks {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let Ground { schema, reached, .. } = ground;
        let reached_tables = reached.iter().filter_map(|name| schema.tables.get(name));
        let parents: BTreeSet<&Name> = reached_tables
            .flat_map(|table| table.foreign_keys.iter().map(|key| &key.references))
            .collect();
        let near = schema.tables.iter().filter(|(name, table)| {
            let mut keys = table.foreign_keys.iter();
            reached.contains(*name)
                || parents.contains(name)
                || keys.any(|key| reached.contains(&key.references))
        });
        let there = near.map(|(name, _)| name).chain(schema.views.keys()).cloned().collect();
        Self { there, seen: BTreeMap::new() }
    }
}

impl Meter for Locks {
    fn before(&self) -> String {
        let path = |name: &Name| {
            let namespace = if name.namespace.is_empty() { "public" } else { &*name.namespace };
            Postgres.literal(&format!("{}.{}", quote::name(namespace), quote::name(&name.name)))
        };
        let names: Vec<String> = self.there.iter().map(path).collect();
        format!(
            "SELECT * FROM information_schema.migrate_locks(ARRAY[{}]::text[])",
            names.join(", ")
        )
    }

    /// In the transaction of the script, since what is counted is given away and begins anew whenever
    /// none is open. What is named is there, and may be locked already.
    fn begun(&mut self, rows: Vec<Row>) -> Impact {
        let told: Vec<(Told, Name)> = rows.into_iter().filter_map(Told::of).collect();
        let held: BTreeMap<&str, &'static str> =
            told.iter().filter_map(|(told, _)| Some((&*told.id, told.mode?))).collect();
        let mut impact = Impact::nothing(MEASURED);
        self.seen.clear();
        for (Told { id, file, scans, .. }, name) in told.iter().filter(|(it, _)| it.mode.is_none())
        {
            let mode = held.get(&**id).copied();
            impact.locks.extend(mode.into_iter().flat_map(|mode| on(name, mode).locks));
            let (name, file) = (name.clone(), file.clone());
            self.seen.insert(id.clone(), Seen { name, mode, file, scans: *scans });
        }
        impact
    }

    fn way(&self, sql: &str, statement: &Statement) -> Way {
        match (Postgres.transactional(sql, statement), Postgres.queues(sql, statement)) {
            // One that is refused inside a transaction, or calls what may end it, may run in one all the
            // same: the answer tells.
            (Transactional::Refuses, _) | (Transactional::Yes, Some(true)) => Way::Ask(ASK),
            _ => Way::Nothing,
        }
    }

    fn told(&mut self, rows: Vec<Row>) -> Option<Impact> {
        let mut impact = Impact::nothing(MEASURED);
        let mut in_transaction = false;
        for row in rows {
            match Told::of(row) {
                Some((told, _)) => impact = self.took(told, impact),
                None => in_transaction = true,
            }
        }
        in_transaction.then_some(impact)
    }
}

impl Locks {
    /// Takes in what is told of a relation that the transaction has locked.
    fn took(&mut self, told: Told, mut impact: Impact) -> Impact {
        // What is not there is new.
        let Some(seen) = self.seen.get_mut(&told.id) else { return impact };
        let name = &seen.name;
        if told.mode != seen.mode {
            impact.locks.extend(told.mode.map(|mode| on(name, mode).locks).into_iter().flatten());
            seen.mode = told.mode;
        }
        let is_read = told.scans > seen.scans;
        seen.scans = told.scans;
        // What is dropped has no file any more.
        if told.file.is_some() && told.file != seen.file {
            seen.file = told.file;
            let work = if told.is_empty { Work::Empty } else { Work::Rewrite };
            return impact.work(work(name.clone()));
        }
        if is_read { impact.work(Work::Scan(name.clone())) } else { impact }
    }
}

/// What the engine tells of one relation.
struct Told {
    id: String,
    mode: Option<&'static str>,
    file: Option<String>,
    is_empty: bool,
    scans: i64,
}

impl Told {
    /// What a row tells, and the name that the relation has now; none of the row that says only that a
    /// transaction is open.
    fn of(row: Row) -> Option<(Self, Name)> {
        let mut cells = row.into_iter();
        let mut next = || cells.next().flatten();
        let id = next()?;
        let namespace = next().filter(|namespace| namespace != "public").unwrap_or_default();
        let name = Name::new(namespace, next().unwrap_or_default());
        let (mode, file, size, scans) = (next(), next(), next(), next());
        let told = Self {
            id,
            mode: mode.and_then(|mode| mode_of(&mode)),
            file,
            is_empty: size.is_none_or(|size| size == "0"),
            scans: scans.and_then(|scans| scans.parse().ok()).unwrap_or_default(),
        };
        Some((told, name))
    }
}
