//! Where a database is and how it came there, for programs.

use migrate_core::set::Migration;
use migrate_runtime::report::{MigrationStatus, Status};
use serde::Serialize;

use super::{StandingJson, document, standing};
use crate::outcome::Now;

#[derive(Serialize)]
struct CurrentJson<'a> {
    current: Option<StandingJson<'a>>,
    pending: usize,
    /// Whether that version is newer than the directory.
    ahead: bool,
}

#[derive(Serialize)]
struct ListedJson<'a> {
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

/// The results of `pending` and `history`.
pub(in crate::ui) fn listed(migrations: &[&MigrationStatus]) -> String {
    document(&ListedJson { migrations: migrations.iter().map(|it| standing(it)).collect() })
}

/// The result of `heads`.
pub(in crate::ui) fn heads(head: Option<&Migration>) -> String {
    let heads = head.into_iter();
    let heads = heads.map(|it| HeadJson { version: it.version.as_str(), title: &it.title });
    document(&HeadsJson { heads: heads.collect() })
}
