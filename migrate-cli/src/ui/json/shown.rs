//! The result of `show`, for programs.

use std::borrow::Cow;

use migrate_core::set::lock_file::Evidence;
use migrate_core::set::receipt::Receipt;
use migrate_core::set::{Down, Script};
use serde::Serialize;

use super::super::text::details;
use super::check::{FoundJson, found};
use super::document;
use crate::commands::Shown;

#[derive(Serialize)]
struct ShownJson<'a> {
    version: &'a str,
    title: &'a str,
    up: ScriptJson<'a>,
    down: Option<ScriptJson<'a>>,
    /// Why there is no down.
    irreversible: Option<&'a str>,
    changes: &'a [String],
    locks: &'a [String],
    /// Why those may not be all.
    unknown: &'a [String],
    /// What engines were seen to lock, by a verification.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seen: Vec<SeenJson<'a>>,
    schema: Option<&'static str>,
    rows: Option<&'static str>,
    details: Vec<String>,
    /// What engines showed of it.
    receipts: Vec<ReceiptJson<'a>>,
    findings: Vec<FoundJson<'a>>,
}

#[derive(Serialize)]
struct ReceiptJson<'a> {
    engine: String,
    /// Whether it is about the scripts as they are.
    current: bool,
    tables: usize,
    seeded: usize,
    lost: &'a [String],
    unproven: &'a [String],
}

#[derive(Serialize)]
struct ScriptJson<'a> {
    file: String,
    transaction: bool,
    checksum: String,
    sql: Cow<'a, str>,
}

#[derive(Serialize)]
struct SeenJson<'a> {
    engine: String,
    up_locks: &'a [String],
    down_locks: &'a [String],
}

impl<'a> SeenJson<'a> {
    fn of(receipt: &'a Receipt) -> Option<Self> {
        let (up_locks, down_locks) = (&*receipt.up_locks, &*receipt.down_locks);
        let is_measured = !(up_locks.is_empty() && down_locks.is_empty());
        is_measured.then(|| Self { engine: receipt.engine.to_string(), up_locks, down_locks })
    }
}

/// The result of `show`.
pub(in crate::ui) fn shown(it: &Shown<'_>) -> String {
    let reading = &it.checked.reading;
    let script = |script| ScriptJson::of(script, reading.path(script));
    let (down, irreversible) = match &it.migration.down {
        Down::Script(down) => (Some(script(down)), None),
        Down::Irreversible { reason } => (None, Some(&**reason)),
    };
    let verdict = it.verdict();
    document(&ShownJson {
        version: it.migration.version.as_str(),
        title: &it.migration.title,
        up: script(&it.migration.up),
        down,
        irreversible,
        changes: &it.effect.changes,
        locks: &it.effect.locks,
        unknown: &it.effect.unknown,
        seen: it.receipts().iter().filter_map(SeenJson::of).collect(),
        schema: verdict.map(|it| it.schema.word()),
        rows: verdict.map(|it| it.rows.word()),
        details: verdict.map(details).unwrap_or_default(),
        receipts: it.evidence().map(receipts).unwrap_or_default(),
        findings: it.findings().map(|finding| found(reading, finding)).collect(),
    })
}

fn receipts((evidence, current): (&Evidence, bool)) -> Vec<ReceiptJson<'_>> {
    let receipts = evidence.receipts.iter().map(|it| ReceiptJson {
        engine: it.engine.to_string(),
        current,
        tables: it.tables,
        seeded: it.seeded,
        lost: &it.lost,
        unproven: &it.unproven,
    });
    receipts.collect()
}

impl<'a> ScriptJson<'a> {
    fn of(script: &'a Script, file: String) -> Self {
        let (transaction, checksum) = (script.transaction, script.checksum.to_string());
        Self { file, transaction, checksum, sql: script.text() }
    }
}
