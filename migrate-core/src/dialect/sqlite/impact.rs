//! What a command costs on SQLite.
//!
//! There is one lock for writers of the whole database (<https://www.sqlite.org/lockingv3.html>), and
//! this framework takes it when a migration begins. Readers go on in WAL mode; otherwise they wait
//! for the moment of the commit. So the only question is how long a command takes.

use crate::change::Change;
use crate::command::{ColumnChange, Data, DataKind, Maintenance, TableChange, What};
use crate::impact::{Blocks, Impact, Source, Work};
use crate::replay::Step;
use crate::schema::Name;

const MANUAL: Source = Source::Manual("https://www.sqlite.org/lockingv3.html");
const WRITE_LOCK: &str = "the write lock of the database";

/// What a step costs.
#[must_use]
pub fn of(step: &Step<'_>) -> Impact {
    let Some(table) = step.target() else { return Impact::default() };
    match &step.command.what {
        What::AlterTable(alter) => alter_table(step, table, &alter.change),
        What::CreateIndex(_) => lock(table).work(Work::BuildIndex(table.clone())),
        What::Data(data) => rows(data, table),
        What::Maintenance(work) => maintenance(work, table),
        _ if step.changes.is_empty() => Impact::default(),
        _ => lock(table),
    }
}

fn lock(table: &Name) -> Impact {
    Impact::nothing(MANUAL).lock(table, WRITE_LOCK, Blocks::Writes)
}

/// `RENAME` and `ADD COLUMN` write the schema only; `DROP COLUMN` writes every row anew
/// (<https://www.sqlite.org/lang_altertable.html>), and a check or NOT NULL is tested on every row.
fn alter_table(step: &Step<'_>, table: &Name, change: &TableChange) -> Impact {
    let drops = step.changes.iter().any(|change| matches!(change, Change::DropColumn(..)));
    match change {
        _ if drops => lock(table).work(Work::Rewrite(table.clone())),
        TableChange::AddConstraint(_)
        | TableChange::AlterColumn { change: ColumnChange::Nullable(false), .. } => {
            lock(table).work(Work::Scan(table.clone()))
        }
        TableChange::AddColumn { column, .. } if !column.constraints.is_empty() => {
            lock(table).work(Work::Scan(table.clone()))
        }
        _ => lock(table),
    }
}

fn rows(data: &Data, table: &Name) -> Impact {
    match data.kind {
        DataKind::Select => Impact::nothing(MANUAL),
        DataKind::Insert if data.values => lock(table),
        DataKind::Delete if !data.filtered => lock(table).work(Work::Empty(table.clone())),
        _ => lock(table).work(Work::Scan(table.clone())),
    }
}

fn maintenance(work: &Maintenance, table: &Name) -> Impact {
    match work.words.split(' ').next() {
        Some("VACUUM") => lock(table).work(Work::Rewrite(table.clone())),
        Some("REINDEX") => lock(table).work(Work::BuildIndex(table.clone())),
        _ => lock(table),
    }
}
