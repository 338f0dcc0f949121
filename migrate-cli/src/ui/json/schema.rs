//! The results of `schema dump`, `script` and `drift`, for programs.

use migrate_core::dialect::Target;
use migrate_runtime::drift::Drift;
use serde::Serialize;

use super::document;
use crate::commands::Dumped;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "status")]
enum DumpedJson<'a> {
    Printed { sql: &'a str },
    Written { file: &'a str, changed: bool },
    Same { file: &'a str },
    Differs { file: &'a str, diff: &'a str },
}

#[derive(Serialize)]
struct DriftJson<'a> {
    engine: &'a str,
    drifted: bool,
    differences: Vec<DifferenceJson>,
    /// What makes the database what the migrations make.
    undo: Vec<String>,
    /// What a migration would have to say to make what the database has.
    adopt: Vec<String>,
}

#[derive(Serialize)]
struct DifferenceJson {
    text: String,
    /// Whether it is only the order of columns.
    note: bool,
}

/// The result of `schema dump`.
pub(in crate::ui) fn dumped(it: &Dumped) -> String {
    document(&match it {
        Dumped::Printed { text } => DumpedJson::Printed { sql: text },
        Dumped::Written { file, changed } => DumpedJson::Written { file, changed: *changed },
        Dumped::Compared { file, diff } if diff.is_empty() => DumpedJson::Same { file },
        Dumped::Compared { file, diff } => DumpedJson::Differs { file, diff },
    })
}

#[derive(Serialize)]
struct ScriptJson<'a> {
    file: Option<&'a str>,
    sql: &'a str,
}

/// The result of `script`.
pub(in crate::ui) fn script(sql: &str, file: Option<&str>) -> String {
    document(&ScriptJson { file, sql })
}

/// The result of `drift`.
pub(in crate::ui) fn drift(it: &Drift, target: Target) -> String {
    let differences = it.differences().into_iter();
    let differences = differences.map(|it| DifferenceJson { text: it.text, note: it.note });
    document(&DriftJson {
        engine: &it.engine,
        drifted: !it.is_none(),
        differences: differences.collect(),
        undo: it.undo(target).statements,
        adopt: it.adopt(target).statements,
    })
}
