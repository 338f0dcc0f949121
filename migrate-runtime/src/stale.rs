//! A debug build that no longer embeds what its directory holds.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use migrate_core::code;
use migrate_core::set::layout::Layout;
use migrate_core::set::read::{self, Location};
use migrate_core::set::repeatable::Repeatable;
use migrate_core::set::{Migration, MigrationSet, lock_file, seed_file};

/// How a directory differs from the set that was compiled from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The directory.
    pub directory: String,
    /// Migrations in the directory and not in the binary.
    pub added: Vec<String>,
    /// Migrations in the binary and not in the directory.
    pub removed: Vec<String>,
    /// Migrations whose text differs.
    pub changed: Vec<String>,
    /// Whether the directory has errors, so that it would not compile.
    pub has_errors: bool,
}

impl Stale {
    /// Compares `set` with the directory it came from, if that is on this machine.
    pub(crate) fn find(set: &MigrationSet, layout: &str, directory: Option<&str>) -> Option<Self> {
        let path = PathBuf::from(directory?);
        if !path.is_dir() {
            return None;
        }
        let layout = Layout::named(layout).unwrap_or_default();
        if layout == Layout::Native && is_same(set, &path) {
            return None;
        }
        let shown = path.display().to_string();
        let location = Location { path, name: set.directory.to_string(), shown };
        let reading = read::read_as(layout, &location, set.target);
        let (has_errors, now) = (reading.is_broken(), reading.set);
        let stale = Self {
            directory: location.shown,
            added: missing_from(set, &now),
            removed: missing_from(&now, set),
            changed: changed(set, &now),
            has_errors,
        };
        let differs = has_errors
            || !(stale.added.is_empty() && stale.removed.is_empty() && stale.changed.is_empty());
        differs.then_some(stale)
    }
}

/// Whether a directory in our own layout holds the very bytes that were embedded, and nothing else. False says only
/// that it takes a proper look: this one runs unoptimised at every start of a debug build, so it
/// leaves the work to the system and to `memcmp`.
fn is_same(set: &MigrationSet, path: &Path) -> bool {
    let mut names: HashSet<&str> = HashSet::from(["README.md", lock_file::NAME, seed_file::NAME]);
    for migration in set.migrations.iter() {
        let (up, down) = (&migration.up, migration.down.script());
        if up.is_code() {
            let is_it = |now: Vec<u8>| code::is_file(&now, &up.sql, down.map(|down| &*down.sql));
            if !fs::read(path.join(&*up.file)).is_ok_and(is_it) {
                return false;
            }
            names.insert(&*up.file);
            continue;
        }
        for script in std::iter::once(up).chain(down) {
            if !fs::read(path.join(&*script.file)).is_ok_and(|now| now == script.sql.as_bytes()) {
                return false;
            }
            names.extend(script.file.split('/').next());
        }
        let down = migration.up.file.strip_suffix("/up.sql").map(|name| format!("{name}/down.sql"));
        let added = |down| migration.down.script().is_none() && path.join(down).exists();
        if down.is_some_and(added) {
            return false;
        }
    }
    for Repeatable { script, .. } in set.repeatables.iter() {
        if !fs::read(path.join(&*script.file)).is_ok_and(|now| now == script.sql.as_bytes()) {
            return false;
        }
        names.insert(&*script.file);
    }
    let known = |name: &str| name.starts_with('.') || names.contains(name);
    fs::read_dir(path).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|it| it.file_name().to_str().is_some_and(known)))
    })
}

fn missing_from(set: &MigrationSet, other: &MigrationSet) -> Vec<String> {
    let missing = |migration: &&Migration| set.get(&migration.version).is_none();
    let migrations = other.migrations.iter().filter(missing).map(Migration::name);
    let repeatables = other.repeatables.iter().filter(|it| set.repeatable(&it.name).is_none());
    migrations.chain(repeatables.map(Repeatable::file_stem)).collect()
}

fn changed(set: &MigrationSet, now: &MigrationSet) -> Vec<String> {
    let differs = |migration: &&Migration| {
        let current = now.get(&migration.version);
        current.is_some_and(|current| {
            let down = |it: &Migration| it.down.script().map(|script| script.checksum.clone());
            current.up.checksum != migration.up.checksum || down(current) != down(migration)
        })
    };
    let edited = |it: &&Repeatable| {
        let current = now.repeatable(&it.name);
        current.is_some_and(|current| current.script.checksum != it.script.checksum)
    };
    let repeatables = set.repeatables.iter().filter(edited).map(Repeatable::file_stem);
    set.migrations.iter().filter(differs).map(Migration::name).chain(repeatables).collect()
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this build does not embed what {} holds now:", self.directory)?;
        for (what, names) in
            [("added", &self.added), ("removed", &self.removed), ("changed", &self.changed)]
        {
            if !names.is_empty() {
                write!(f, " {what} {};", names.join(", "))?;
            }
        }
        if self.has_errors {
            f.write_str(" it has errors, which `cargo migrate check` shows;")?;
        }
        f.write_str(
            " cargo does not notice files that are added by hand: save the file with \
             `embed_migrations!` once more, and let `migrate_runtime::build::watch` notice them from \
             then on",
        )
    }
}
