//! The result of `repair`, for programs.

use migrate_runtime::repair::{Remedy, Repaired, Trouble};
use serde::Serialize;

use super::document;
use crate::commands::{Action, Repairs};
use crate::ui::text;

#[derive(Serialize)]
struct RepairsJson<'a> {
    found: Vec<TroubleJson<'a>>,
    /// What is done, or was where `left` is not null.
    actions: Vec<ActionJson<'a>>,
    /// What is broken still; null as long as nothing was done.
    left: Option<Vec<TroubleJson<'a>>>,
}

#[derive(Serialize)]
struct TroubleJson<'a> {
    kind: &'static str,
    version: Option<&'a str>,
    message: String,
    diff: Option<&'a str>,
    details: Vec<String>,
}

#[derive(Serialize)]
struct ActionJson<'a> {
    action: &'static str,
    version: Option<&'a str>,
    sql: Option<&'a str>,
}

fn trouble(it: &Trouble) -> TroubleJson<'_> {
    let (kind, version) = match it {
        Trouble::Interrupted { version, .. } => ("interrupted", Some(version)),
        Trouble::Edited { version, .. } => ("edited", Some(version)),
        Trouble::Missing { version, .. } => ("missing", Some(version)),
        Trouble::InvalidIndex { .. } => ("invalid-index", None),
        Trouble::Abandoned { .. } => ("abandoned-lease", None),
        Trouble::Held { .. } => ("locked", None),
    };
    let diff = match it {
        Trouble::Edited { diff, .. } => Some(&**diff),
        _ => None,
    };
    let skipped = diff.map_or(0, |diff| diff.trim_end().lines().count());
    let details = text::trouble_details(it).into_iter().skip(skipped).collect();
    let version = version.map(|it| it.as_str());
    TroubleJson { kind, version, message: text::trouble_title(it), diff, details }
}

fn action(it: &Action) -> ActionJson<'_> {
    let (action, version, sql) = match it {
        Action::Mend(Remedy::Accept(version)) => ("accept", Some(version), None),
        Action::Mend(Remedy::Forget(version)) => ("forget", Some(version), None),
        Action::Mend(Remedy::DropIndex(drop)) => ("drop-index", None, Some(&**drop)),
        Action::Mend(Remedy::GiveUpLease) => ("give-up-lease", None, None),
        Action::Resume(version, _) => ("resume", Some(version), None),
        Action::Undo(version) => ("undo", Some(version), None),
    };
    ActionJson { action, version: version.map(|it| it.as_str()), sql }
}

/// What was found, what is done about it, and what is left.
pub(in crate::ui) fn repairs(it: &Repairs) -> String {
    document(&RepairsJson {
        found: it.found.iter().map(trouble).collect(),
        actions: it.actions.iter().map(action).collect(),
        left: it.left.as_ref().map(|left| left.iter().map(trouble).collect()),
    })
}

#[derive(Serialize)]
struct RepairedJson<'a> {
    done_at: &'a str,
    version: &'a str,
    action: &'a str,
    author: &'a str,
    reason: &'a str,
}

/// What was repaired before.
pub(in crate::ui) fn repaired(all: &[Repaired]) -> String {
    let all = all.iter().map(|it| RepairedJson {
        done_at: &it.done_at,
        version: &it.version,
        action: &it.action,
        author: &it.author,
        reason: &it.reason,
    });
    document(&all.collect::<Vec<_>>())
}
