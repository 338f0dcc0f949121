//! Where a database is and how it came there, for programs.

use migrate_core::set::Migration;
use migrate_runtime::report::{MigrationStatus, Status};
use serde::Serialize;

use super::{RepeatableJson, StandingJson, document, repeatable, standing};
use crate::commands::Awaited;
use crate::outcome::Now;

#[derive(Serialize)]
struct CurrentJson<'a> {
    current: Option<StandingJson<'a>>,
    pending: usize,
    /// Whether that version is newer than the directory.
    ahead: bool,
}

#[derive(Serialize)]
struct PendingJson<'a> {
    migrations: Vec<StandingJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repeatables: Vec<RepeatableJson<'a>>,
}

#[derive(Serialize)]
struct HistoryJson<'a> {
    migrations: Vec<StandingJson<'a>>,
}

#[derive(Serialize)]
struct HeadsJson<'a> {
    heads: Vec<HeadJson<'a>>,
}

#[derive(Serialize)]
struct HeadJson<'a> {
    version: &'a str,
    title: &'a str,
}

/// The result of `current`.
pub(in crate::ui) fn current(status: &Status, now: &Now) -> String {
    let current = status.migrations.iter().find(|it| now.current.as_ref() == Some(&it.version));
    let (pending, ahead) = (now.pending, now.ahead);
    document(&CurrentJson { current: current.map(standing), pending, ahead })
}

/// The result of `pending`.
pub(in crate::ui) fn pending(it: &Awaited<'_>) -> String {
    document(&PendingJson {
        migrations: it.migrations.iter().map(|it| standing(it)).collect(),
        repeatables: it.repeatables.iter().map(|it| repeatable(it)).collect(),
    })
}

/// The result of `history`.
pub(in crate::ui) fn history(migrations: &[&MigrationStatus]) -> String {
    document(&HistoryJson { migrations: migrations.iter().map(|it| standing(it)).collect() })
}

/// The result of `heads`.
pub(in crate::ui) fn heads(head: Option<&Migration>) -> String {
    let heads = head.into_iter();
    let heads = heads.map(|it| HeadJson { version: it.version.as_str(), title: &it.title });
    document(&HeadsJson { heads: heads.collect() })
}
