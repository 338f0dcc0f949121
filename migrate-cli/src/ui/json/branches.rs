//! The results of `merge`, `rebase` and `squash`, for programs.

use serde::Serialize;

use super::document;
use crate::commands::{Merged, Rebased, Squeezed};
use crate::project::lock_file::Written;

#[derive(Serialize)]
struct MergedJson<'a> {
    branch: &'a str,
    ours: &'a [String],
    theirs: &'a [String],
    /// Whether every order is known to end in the same schema.
    commutes: bool,
    same_version: Vec<PairJson<'a>>,
    collisions: Vec<CollisionJson<'a>>,
    unknown: &'a [String],
    notes: &'a [String],
    /// Whether both can stay as they are.
    resolved: bool,
    lock_file: Option<LockFileJson<'a>>,
}

#[derive(Serialize)]
struct RebasedJson<'a> {
    branch: &'a str,
    moved: Vec<MovedJson<'a>>,
    /// Whether a database that has one under its old version has the new one, too.
    replaces: bool,
    commutes: bool,
    lock_file: Option<LockFileJson<'a>>,
    dry_run: bool,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    from: &'a str,
    to: &'a str,
    files: Vec<&'a str>,
}

/// The result of `rebase`.
pub(in crate::ui) fn rebased(it: &Rebased) -> String {
    let moved = it.moved.iter().map(|it| MovedJson {
        from: &it.from,
        to: &it.to,
        files: it.files.iter().map(|(_, new)| &**new).collect(),
    });
    document(&RebasedJson {
        branch: &it.merged.branch,
        moved: moved.collect(),
        replaces: it.replaces,
        commutes: it.merged.verdict.commutes(),
        lock_file: written(it.lock_file.as_ref()),
        dry_run: it.dry,
    })
}

#[derive(Serialize)]
struct SquashedJson<'a> {
    name: &'a str,
    replaced: &'a [String],
    files: Vec<FileJson<'a>>,
    removed: &'a [String],
    /// What the replay leaves open.
    unknown: &'a [String],
    /// The engine on which it made the same schema.
    engine: Option<&'a str>,
    lock_file: Option<LockFileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    file: &'a str,
    sql: &'a str,
}

/// The result of `squash`.
pub(in crate::ui) fn squashed(it: &Squeezed) -> String {
    document(&SquashedJson {
        name: &it.name,
        replaced: &it.replaced,
        files: it.files.iter().map(|(file, sql)| FileJson { file, sql }).collect(),
        removed: &it.removed,
        unknown: &it.proof.unknown,
        engine: it.engine.as_deref(),
        lock_file: written(it.lock_file.as_ref()),
    })
}

fn written(lock_file: Option<&(String, Written)>) -> Option<LockFileJson<'_>> {
    lock_file.map(|(file, written)| LockFileJson { file, what: written.word() })
}

#[derive(Serialize)]
struct PairJson<'a> {
    ours: &'a str,
    theirs: &'a str,
}

#[derive(Serialize)]
struct CollisionJson<'a> {
    #[serde(flatten)]
    pair: PairJson<'a>,
    reasons: &'a [String],
}

#[derive(Serialize)]
struct LockFileJson<'a> {
    file: &'a str,
    what: &'static str,
}

/// The result of `merge`.
pub(in crate::ui) fn merged(it: &Merged) -> String {
    let collisions = it.verdict.collisions.iter().map(|it| CollisionJson {
        pair: PairJson { ours: &it.ours, theirs: &it.theirs },
        reasons: &it.reasons,
    });
    document(&MergedJson {
        branch: &it.branch,
        ours: &it.ours,
        theirs: &it.theirs,
        commutes: it.verdict.commutes() && it.twice.is_empty(),
        same_version: it.twice.iter().map(|(ours, theirs)| PairJson { ours, theirs }).collect(),
        collisions: collisions.collect(),
        unknown: &it.verdict.unknown,
        notes: &it.verdict.notes,
        resolved: it.is_resolved(),
        lock_file: written(it.lock_file.as_ref()),
    })
}
