//! What a command costs on MySQL and MariaDB (InnoDB).
//!
//! Every `ALTER` was run on MariaDB 10.11.19 with each `ALGORITHM` and `LOCK`, from the best to the
//! worst, until the server took one; what is here is the first that it took. MySQL does the same but
//! where the manual's table of online operations says otherwise
//! (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>): before 8.0.29 only
//! a column at the end is added instantly and none is dropped so. A version has no third number here,
//! so for 8.0 the older is assumed.

mod action;
mod retype;

use crate::command::{AlterTable, CreateIndex, Data, DataKind, What};
use crate::dialect::Target;
use crate::impact::{Blocks, Impact, Source, Work};
use crate::replay::Step;
use crate::schema::Name;

pub use action::{Algorithm, Cost, cost, is_expression, sets_checks};
pub use retype::{bytes_of, members};

/// What a step costs on that server.
#[must_use]
pub fn of(step: &Step<'_>, target: Target) -> Impact {
    let Some(table) = step.target() else { return Impact::default() };
    match &step.command.what {
        What::AlterTable(alter) => alter_table(step, alter, table, target),
        What::CreateIndex(create) => of_cost(&index(create), table, target),
        What::DropIndexes(_) => of_cost(&Cost::online(Algorithm::NoCopy), table, target),
        What::DropTables { .. } => metadata(table, target),
        What::Data(data) => rows(data, table, target),
        What::Lock { mode, .. } => {
            let blocks = if mode.contains("WRITE") { Blocks::Everything } else { Blocks::Writes };
            Impact::nothing(source(target)).lock(table, "a table lock", blocks)
        }
        What::Maintenance(work) if work.words.starts_with("OPTIMIZE") => {
            of_cost(&Cost::online(Algorithm::Rebuild), table, target)
        }
        _ => Impact::default(),
    }
}

const fn source(target: Target) -> Source {
    if target.is_mariadb {
        Source::Measured("MariaDB 10.11.19")
    } else {
        Source::Manual("https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html")
    }
}

/// The lock that every change of a schema takes for a moment: it waits for transactions that use the
/// table, and everything else waits behind it.
fn metadata(table: &Name, target: Target) -> Impact {
    Impact::nothing(source(target)).lock(table, "an exclusive metadata lock", Blocks::Everything)
}

fn alter_table(step: &Step<'_>, alter: &AlterTable, table: &Name, target: Target) -> Impact {
    of_cost(&cost(step, alter, target), table, target)
}

pub(crate) fn index(create: &CreateIndex) -> Cost {
    match create.index.method.as_deref() {
        Some("fulltext" | "spatial") => Cost::shared(Algorithm::Inplace),
        _ => Cost::online(Algorithm::NoCopy),
    }
}

pub(super) fn of_cost(cost: &Cost, table: &Name, target: Target) -> Impact {
    let impact = Impact { algorithm: Some(cost.algorithm.word(target)), ..metadata(table, target) };
    let work = match cost.algorithm {
        Algorithm::Instant => return impact,
        Algorithm::NoCopy | Algorithm::Inplace => Work::BuildIndex(table.clone()),
        Algorithm::Rebuild | Algorithm::Copy => Work::Rewrite(table.clone()),
    };
    if cost.shared {
        let impact = Impact { locks: Vec::new(), ..impact };
        impact.lock(table, "a shared lock", Blocks::Writes).work(work)
    } else {
        Impact { locks: Vec::new(), ..impact }
            .lock(table, "a metadata lock", Blocks::SchemaChanges)
            .work(work)
    }
}

fn rows(data: &Data, table: &Name, target: Target) -> Impact {
    match data.kind {
        DataKind::Truncate => metadata(table, target).work(Work::Empty(table.clone())),
        DataKind::Update | DataKind::Delete if !data.filtered => Impact::nothing(source(target))
            .lock(table, "a lock on every row", Blocks::Writes)
            .work(Work::Scan(table.clone())),
        _ => Impact::default(),
    }
}
