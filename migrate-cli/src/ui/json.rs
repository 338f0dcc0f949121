//! Results for programs. Names of fields are part of the interface.

mod added;
mod branches;
mod check;
mod examined;
mod generated;
mod graph;
mod listing;
mod measured;
mod repair;
mod rule;
mod run;
mod schema;
mod shadow;
mod shown;
mod tested;

use migrate_runtime::report::{MigrationStatus, RepeatableStatus, Standing, Status};
use serde::Serialize;

use crate::commands::Prepared;

pub(super) use added::added;
pub(super) use branches::{merged, rebased, squashed};
pub(super) use check::check;
pub(super) use examined::examined;
pub(super) use generated::{exported, generated, pages};
pub(super) use graph::graph;
pub(super) use listing::{current, heads, history, pending};
pub(super) use repair::{repaired, repairs};
pub(super) use rule::{rule, rules};
pub(super) use run::{dry_run, outcome, verification};
pub(super) use schema::{drift, dumped, script};
pub(super) use shadow::{installed, inventory};
pub(super) use shown::shown;
pub(super) use tested::tested;

/// Values made of texts, numbers and lists always have a JSON form.
pub(super) fn document(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[derive(Serialize)]
struct StatusJson<'a> {
    current: Option<&'a str>,
    pending: usize,
    migrations: Vec<StandingJson<'a>>,
    /// The scripts that run again when their text changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repeatables: Vec<RepeatableJson<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RepeatableJson<'a> {
    name: &'a str,
    status: &'static str,
    /// Of its last run.
    applied_at: Option<&'a str>,
    took_ms: Option<u64>,
    applied_by: Option<&'a str>,
}

#[derive(Serialize)]
struct StandingJson<'a> {
    version: &'a str,
    title: &'a str,
    status: &'static str,
    applied_at: Option<&'a str>,
    took_ms: Option<u64>,
    host: Option<&'a str>,
    process: Option<&'a str>,
    applied_by: Option<&'a str>,
}

/// The result of `status`.
pub(super) fn status(status: &Status) -> String {
    document(&StatusJson {
        current: status.current().map(|version| version.as_str()),
        pending: status.pending(),
        migrations: status.migrations.iter().map(standing).collect(),
        repeatables: status.repeatables.iter().map(repeatable).collect(),
        notes: status.notes.iter().map(ToString::to_string).collect(),
    })
}

fn standing(migration: &MigrationStatus) -> StandingJson<'_> {
    let details = migration.applied.as_ref().map(|applied| &applied.details);
    StandingJson {
        version: migration.version.as_str(),
        title: &migration.title,
        status: word(migration.standing),
        applied_at: details.map(|it| it.applied_at.as_str()),
        took_ms: details.map(|it| it.duration_ms),
        host: details.map(|it| it.host.as_str()),
        process: details.map(|it| it.process.as_str()),
        applied_by: details.map(|it| it.crate_name.as_str()),
    }
}

fn repeatable(it: &RepeatableStatus) -> RepeatableJson<'_> {
    let details = it.applied.as_ref().map(|applied| &applied.details);
    RepeatableJson {
        name: &it.name,
        status: word(it.standing),
        applied_at: details.map(|it| it.applied_at.as_str()),
        took_ms: details.map(|it| it.duration_ms),
        applied_by: details.map(|it| it.crate_name.as_str()),
    }
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Applied => "applied",
        Standing::CommentsEdited => "comments-edited",
        Standing::Edited => "edited",
        Standing::Unknown => "unknown",
        Standing::Replaced => "replaced",
        Standing::Interrupted => "interrupted",
        Standing::Pending => "pending",
    }
}

#[derive(Serialize)]
struct PreparedJson<'a> {
    package: &'a str,
    created: &'a [String],
    changed: &'a [String],
    needs_dependency: bool,
    /// The first version that the rules are about, where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a str>,
}

/// The result of `init`.
pub(super) fn prepared(it: &Prepared) -> String {
    document(&PreparedJson {
        package: &it.package,
        created: &it.created,
        changed: &it.changed,
        needs_dependency: it.dependency.is_some(),
        since: it.since.as_deref(),
    })
}
