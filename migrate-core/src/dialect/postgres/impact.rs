//! What a command costs on PostgreSQL.
//!
//! The locks, scans and rewrites are those that were observed on servers 15.18 and 18.4: each
//! statement ran in a transaction on a table of 1,000 rows, then `pg_locks`, the file nodes and the
//! rows read were looked at. The two agree wherever both know the statement. They correct what is
//! often said: `ADD CHECK`, `ADD UNIQUE` and `ADD PRIMARY KEY` take ACCESS EXCLUSIVE, and a new
//! foreign key locks the table it refers to, even that of a `CREATE TABLE`. What was not observed is
//! from the manual's page on explicit locking and that of the command.

mod alter;
mod object;
mod retype;
#[cfg(test)]
mod tests;
mod volatile;

use std::sync::Arc;

use crate::change::Change;
use crate::command::{CreateIndex, Data, DataKind, DropIndexes, Maintenance, TableChange, What};
use crate::dialect::EngineVersion;
use crate::impact::{Blocks, Impact, Source, Work};
use crate::replay::Step;
use crate::schema::{Constraint, Name, Schema, Table};

pub use alter::not_null_is_checked;
pub use object::users;
use retype::mentions;
pub use retype::{Retype, retype};
pub use volatile::is_volatile;

const ACCESS_EXCLUSIVE: &str = "ACCESS EXCLUSIVE";
const EXCLUSIVE: &str = "EXCLUSIVE";
const SHARE_ROW_EXCLUSIVE: &str = "SHARE ROW EXCLUSIVE";
const SHARE: &str = "SHARE";
const SHARE_UPDATE_EXCLUSIVE: &str = "SHARE UPDATE EXCLUSIVE";

const MEASURED: Source = Source::Measured("PostgreSQL 15.18 and 18.4");
const MANUAL: Source =
    Source::Manual("https://www.postgresql.org/docs/current/explicit-locking.html");

/// What a step costs on that version.
#[must_use]
pub fn of(step: &Step<'_>, version: EngineVersion) -> Impact {
    let Some(target) = step.target() else { return Impact::default() };
    let impact = of_command(step, target, version);
    let impact = dropped_along(step, impact);
    match &step.command.what {
        What::AlterTable(alter) if !alter.only => heirs(step, target, &alter.change, impact),
        _ => impact,
    }
}

fn of_command(step: &Step<'_>, target: &Name, version: EngineVersion) -> Impact {
    match &step.command.what {
        What::AlterTable(alter) => alter::of(step, target, &alter.change, version),
        What::CreateIndex(create) => create_index(create, target),
        What::DropIndexes(drop) => drop_indexes(drop, step),
        What::CreateTable(_) => create_table(step),
        What::DropTables { .. } => drop_tables(step),
        What::Data(data) => rows(data, step),
        What::Maintenance(work) => maintenance(work, step),
        What::Lock { mode, .. } => lock(mode, step),
        What::Comment { .. } => on(target, SHARE_UPDATE_EXCLUSIVE),
        _ => object::of(step, target),
    }
}

/// The mode of a lock that others notice, as `pg_locks` spells it.
pub(super) fn mode_of(spelled: &str) -> Option<&'static str> {
    Some(match spelled {
        "AccessExclusiveLock" => ACCESS_EXCLUSIVE,
        "ExclusiveLock" => EXCLUSIVE,
        "ShareRowExclusiveLock" => SHARE_ROW_EXCLUSIVE,
        "ShareLock" => SHARE,
        "ShareUpdateExclusiveLock" => SHARE_UPDATE_EXCLUSIVE,
        _ => return None,
    })
}

/// The views and the tables whose foreign keys go with what is dropped: a `CASCADE` locks them, too.
fn dropped_along(step: &Step<'_>, impact: Impact) -> Impact {
    step.changes.iter().fold(impact, |impact, change| match change {
        Change::DropView(name) => also(impact, name, ACCESS_EXCLUSIVE),
        Change::DropConstraint(name, Constraint::ForeignKey(key)) if !refers_again(step, name) => {
            also(also(impact, name, ACCESS_EXCLUSIVE), &key.references, ACCESS_EXCLUSIVE)
        }
        _ => impact,
    })
}

/// Whether a foreign key of the table only says the new name of what it refers to.
fn refers_again(step: &Step<'_>, table: &Name) -> bool {
    step.changes.iter().any(|change| {
        matches!(change, Change::AddConstraint(name, Constraint::ForeignKey(_)) if name == table)
    })
}

/// What is done to a table is done to those that inherit from it. A partitioned one has no rows of its own.
fn heirs(step: &Step<'_>, name: &Name, change: &TableChange, mut impact: Impact) -> Impact {
    let is_partitioned =
        table(&step.before, name).is_some_and(|table| table.options.partition_by.is_some());
    let goes_down = match change {
        TableChange::AddColumn { .. }
        | TableChange::DropColumn { .. }
        | TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::ValidateConstraint(_) => true,
        TableChange::DropConstraint { .. } | TableChange::RenameColumn { .. } => !is_partitioned,
        _ => false,
    };
    let Some(mode) = impact.lock_on(name).map(|lock| lock.mode) else { return impact };
    if !goes_down {
        return impact;
    }
    let work = impact.work.clone();
    if is_partitioned {
        impact.work.retain(|work| work.table() != name);
    }
    let mut heirs = step.heirs.of(name);
    while let Some(heir) = heirs.pop() {
        impact = also(impact, &heir, mode);
        let own = work.iter().filter(|work| work.table() == name);
        impact.work.extend(own.map(|work| work.of(heir.clone())));
        heirs.extend(step.heirs.of(&heir));
    }
    impact
}

/// The lock of that mode on `table`, observed.
pub(super) fn on(table: &Name, mode: &'static str) -> Impact {
    Impact::nothing(MEASURED).lock(table, mode, blocks(mode))
}

/// What waits behind a lock, by the manual's table of conflicts.
fn blocks(mode: &str) -> Blocks {
    match mode {
        ACCESS_EXCLUSIVE => Blocks::Everything,
        SHARE_UPDATE_EXCLUSIVE => Blocks::SchemaChanges,
        _ => Blocks::Writes,
    }
}

fn also(impact: Impact, table: &Name, mode: &'static str) -> Impact {
    if impact.lock_on(table).is_some() { impact } else { impact.lock(table, mode, blocks(mode)) }
}

fn create_index(create: &CreateIndex, table: &Name) -> Impact {
    let mode = if create.concurrently { SHARE_UPDATE_EXCLUSIVE } else { SHARE };
    let impact = on(table, mode);
    if create.only { impact } else { impact.work(Work::BuildIndex(table.clone())) }
}

fn drop_indexes(drop: &DropIndexes, step: &Step<'_>) -> Impact {
    let mode = if drop.concurrently { SHARE_UPDATE_EXCLUSIVE } else { ACCESS_EXCLUSIVE };
    let tables = step.changes.iter().filter_map(|change| match change {
        Change::DropIndex { table, .. } => Some(table),
        _ => None,
    });
    tables.fold(Impact::nothing(MEASURED), |impact, table| also(impact, table, mode))
}

/// A table that refers to others or is a partition locks those.
fn create_table(step: &Step<'_>) -> Impact {
    let mut impact = Impact::nothing(MEASURED);
    for change in &step.changes {
        let Change::CreateTable(name, table) = change else { continue };
        for key in table.foreign_keys.iter().filter(|key| key.references != *name) {
            impact = also(impact, &key.references, SHARE_ROW_EXCLUSIVE);
        }
        if let Some((parent, _)) = &table.options.partition_of {
            impact = also(impact, parent, ACCESS_EXCLUSIVE);
        }
    }
    impact
}

/// `DROP TABLE` also locks the tables that the dropped one refers to, and the one it is a partition of.
fn drop_tables(step: &Step<'_>) -> Impact {
    let mut impact = Impact::nothing(MEASURED);
    for change in &step.changes {
        match change {
            Change::DropTable(name) => {
                impact = also(impact, name, ACCESS_EXCLUSIVE);
                let keys = table(&step.before, name).map(|table| &table.foreign_keys);
                for key in keys.into_iter().flatten() {
                    impact = also(impact, &key.references, ACCESS_EXCLUSIVE);
                }
                let parent =
                    table(&step.before, name).and_then(|it| it.options.partition_of.as_ref());
                impact = parent
                    .into_iter()
                    .fold(impact, |impact, (parent, _)| also(impact, parent, ACCESS_EXCLUSIVE));
            }
            Change::DropConstraint(name, Constraint::ForeignKey(_)) => {
                impact = also(impact, name, ACCESS_EXCLUSIVE);
            }
            _ => {}
        }
    }
    impact
}

fn rows(data: &Data, step: &Step<'_>) -> Impact {
    match data.kind {
        DataKind::Truncate => {
            let mut impact = Impact::nothing(MEASURED);
            for name in emptied(step, data.cascade) {
                impact = also(impact, &name, ACCESS_EXCLUSIVE).work(Work::Empty(name));
            }
            impact
        }
        DataKind::Update | DataKind::Delete | DataKind::Merge => {
            let scans = step.targets.iter().take(data.tables.len());
            scans.fold(Impact::nothing(MEASURED), |impact, name| {
                impact.work(Work::Scan(name.clone()))
            })
        }
        DataKind::Select | DataKind::Insert => Impact::nothing(MEASURED),
    }
}

/// The tables that a `TRUNCATE` empties: with `CASCADE`, all that refer to them, and so on.
#[must_use]
pub fn emptied(step: &Step<'_>, cascade: bool) -> Vec<Name> {
    let mut found: Vec<Name> = step.targets.clone();
    let mut next = 0;
    while cascade && next < found.len() {
        let referring = step.before.tables.iter().filter(|(name, table)| {
            table.foreign_keys.iter().any(|key| key.references == found[next])
                && !found.contains(name)
        });
        let referring: Vec<Name> = referring.map(|(name, _)| name.clone()).collect();
        found.extend(referring);
        next += 1;
    }
    found
}

fn maintenance(work: &Maintenance, step: &Step<'_>) -> Impact {
    let words = work.words.as_str();
    let is = |word: &str| words.split(' ').any(|other| other == word);
    let mut impact = Impact::nothing(MEASURED);
    for target in &step.targets {
        impact = match () {
            () if is("FULL") || is("CLUSTER") => {
                also(impact, target, ACCESS_EXCLUSIVE).work(Work::Rewrite(target.clone()))
            }
            () if is("REFRESH") && work.concurrently => {
                also(impact, target, EXCLUSIVE).work(Work::Scan(target.clone()))
            }
            () if is("REFRESH") => {
                also(impact, target, ACCESS_EXCLUSIVE).work(Work::Rewrite(target.clone()))
            }
            () if is("REINDEX") => {
                let mode = if work.concurrently { SHARE_UPDATE_EXCLUSIVE } else { SHARE };
                let mut tables = step.before.tables.iter();
                let owner = tables.find(|(name, table)| {
                    name.namespace == target.namespace && table.indexes.contains_key(&target.name)
                });
                let table = owner.filter(|_| is("INDEX")).map_or(target, |(name, _)| name);
                also(impact, table, mode).work(Work::BuildIndex(table.clone()))
            }
            () => also(impact, target, SHARE_UPDATE_EXCLUSIVE),
        };
    }
    impact
}

fn lock(mode: &str, step: &Step<'_>) -> Impact {
    let modes = [EXCLUSIVE, SHARE_ROW_EXCLUSIVE, SHARE, SHARE_UPDATE_EXCLUSIVE, ACCESS_EXCLUSIVE];
    let mode = match mode {
        "" => ACCESS_EXCLUSIVE,
        written => match modes.into_iter().find(|mode| *mode == written) {
            Some(mode) => mode,
            None => return Impact::nothing(MANUAL),
        },
    };
    step.targets.iter().fold(Impact::nothing(MEASURED), |impact, name| also(impact, name, mode))
}

fn table<'a>(schema: &'a Schema, name: &Name) -> Option<&'a Arc<Table>> {
    schema.tables.get(name)
}
