//! What statements were seen to cost, for programs.

use migrate_core::impact::measured::{Costs, Measured};
use migrate_core::schema::Name;
use migrate_core::set::Script;
use migrate_core::text::place;
use serde::Serialize;

/// One statement.
#[derive(Serialize)]
pub(super) struct MeasuredJson<'a> {
    line: usize,
    statement: &'a str,
    /// False where it runs outside a transaction, so that its locks are gone before anybody can look.
    measured: bool,
    tables: Vec<TableJson>,
}

#[derive(Serialize)]
struct TableJson {
    table: String,
    /// None where a statement before it has locked the table already.
    lock: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm: Option<&'static str>,
    rewritten: bool,
    emptied: bool,
    read: bool,
}

/// What the statements of a script were seen to cost.
pub(super) fn measured<'a>(
    measured: &[Measured],
    script: Option<&'a Script>,
) -> Vec<MeasuredJson<'a>> {
    let Some(script) = script else { return Vec::new() };
    let one = |it: &Measured| MeasuredJson {
        line: place(&script.sql, it.span.start).line,
        statement: script.sql.get(it.span.range()).unwrap_or_default(),
        measured: it.impact.is_some(),
        tables: it.impact.iter().flat_map(|impact| impact.tables()).map(table).collect(),
    };
    measured.iter().map(one).collect()
}

fn table((name, costs): (&Name, Costs)) -> TableJson {
    TableJson {
        table: name.to_string(),
        lock: costs.lock.map(|lock| lock.mode),
        algorithm: costs.algorithm,
        rewritten: costs.rewrites,
        emptied: costs.empties,
        read: costs.reads,
    }
}
