//! The history of another tool, as far as a set can take it over: which rows are which migrations.

mod checksum;
pub mod export;
mod lock;
pub mod offline;
mod tool;

use std::collections::BTreeSet;

use crate::set::name::title_from_words;
use crate::set::repeatable::Repeatable;
use crate::set::{Migration, MigrationSet};
use crate::version::Version;

use tool::Versions;
pub use tool::{TOOLS, Tool};

/// A row of another tool's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerRow {
    /// The version, as that tool writes it.
    pub version: String,
    /// What it is called there; empty where it is not kept.
    pub title: String,
    /// When it was applied, in UTC: `2026-01-01T12:00:00.000Z`; empty where it is not kept.
    pub applied_at: String,
    /// Whether it was applied to its end.
    pub succeeded: bool,
    /// What is kept of its text; empty where nothing is.
    pub checksum: String,
    /// How long it took, in milliseconds; nothing where that is not known.
    pub duration_ms: u64,
    /// Whether it says that everything up to its version is applied.
    pub upto: bool,
}

impl PeerRow {
    /// The migration as an error names it.
    fn named(&self) -> String {
        let Self { version, title, .. } = self;
        if title.is_empty() { version.clone() } else { format!("{version} ({title})") }
    }
}

/// A migration that another tool has applied.
#[derive(Clone, Debug)]
pub struct Adopted<'a> {
    /// The migration.
    pub migration: &'a Migration,
    /// When, in UTC; empty where that is not known.
    pub applied_at: &'a str,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// Why a history cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdoptError {
    /// There is no such table.
    #[error("the database has no table `{table}`")]
    NoTable {
        /// Its name.
        table: String,
    },
    /// A row is none of that tool.
    #[error("the table `{table}` has rows that are not that tool's")]
    Shape {
        /// Its name.
        table: String,
    },
    /// A version is none that can be used.
    #[error("the version `{version}` of the table `{table}` cannot be used here")]
    Version {
        /// The version.
        version: String,
        /// The table.
        table: String,
    },
    /// The other tool did not come to the end of it.
    #[error("migration {migration} was begun and not finished")]
    Unfinished {
        /// The version, with the title where it is known.
        migration: String,
    },
    /// No file has that version.
    #[error("migration {migration} is applied and is not in the directory")]
    Missing {
        /// The version, with the title where it is known.
        migration: String,
    },
    /// Its file is another than the one that was applied.
    #[error("migration {version} was changed after it was applied: {file} has another checksum")]
    Edited {
        /// The version.
        version: Version,
        /// The file, relative to the directory.
        file: String,
    },
    /// A migration of the directory was left out.
    #[error("migration {version} is not applied, and newer ones are")]
    Gap {
        /// The version.
        version: Version,
    },
}

impl AdoptError {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoTable { .. } => {
                "see whether this is the database that the tool migrated; where the project gives the \
                 table another name, say it with `--table`"
            }
            Self::Shape { .. } => "name the table that the other tool writes to with `--table`",
            Self::Version { .. } => {
                "give that migration a version of digits, in the directory and in the table"
            }
            Self::Unfinished { .. } => "bring the database in order with the other tool first",
            Self::Missing { .. } => {
                "bring the file back from version control, and say how the directory is laid out \
                 with `layout` in [package.metadata.migrate]"
            }
            Self::Edited { .. } => "bring the file back as it was applied, from version control",
            Self::Gap { .. } => "apply it with the other tool first, or give it a newer version",
        }
    }
}

/// The migrations of the set that `rows` of the tool's table say are applied.
///
/// # Errors
///
/// When the two do not fit together.
pub fn matched<'a>(
    set: &'a MigrationSet,
    tool: &Tool,
    table: &str,
    rows: &'a [PeerRow],
) -> Result<Vec<Adopted<'a>>, AdoptError> {
    let mut found: Vec<Adopted<'_>> = Vec::with_capacity(rows.len());
    // Of programs that a later migration stands for nobody has a file.
    let newest = rows.iter().map(|row| &row.version).max();
    let is_before = |row: &PeerRow| {
        tool.versions == Versions::Names && newest.is_some_and(|it| row.version < *it)
    };
    for row in rows {
        if !row.succeeded {
            return Err(AdoptError::Unfinished { migration: row.named() });
        }
        let applied = |migration| Adopted {
            migration,
            applied_at: &row.applied_at,
            duration_ms: row.duration_ms,
        };
        let Some(migration) = meant(set, tool, table, row)? else {
            if row.upto && tool.marks {
                let upto = tool.layout.version(&row.version).ok();
                let before = set.migrations.iter().filter(|it| Some(&it.version) < upto.as_ref());
                found.extend(before.map(applied));
            } else if tool.made.is_none_or(|made| made != row.version) && !is_before(row) {
                return Err(AdoptError::Missing { migration: row.named() });
            }
            continue;
        };
        let version = migration.version.clone();
        if !row.checksum.is_empty() && !tool.checksum.is_of(row, &migration.up.sql) {
            return Err(AdoptError::Edited { version, file: migration.up.file.to_string() });
        }
        let also = if row.upto { behind(set, tool, migration) } else { Vec::new() };
        found.extend(also.into_iter().map(applied));
        found.push(applied(migration));
    }
    found.sort_by(|one, other| one.migration.version.cmp(&other.migration.version));
    found.dedup_by(|one, other| one.migration.version == other.migration.version);
    let mut both = set.migrations.iter().zip(&found);
    match both.find(|(one, other)| one.version != other.migration.version) {
        Some((missing, _)) => Err(AdoptError::Gap { version: missing.version.clone() }),
        None => Ok(found),
    }
}

/// The repeatable scripts of the set whose last run by the tool, as `rows` say, was of the text that they
/// have. Others run again.
#[must_use]
pub fn current<'a>(
    set: &'a MigrationSet,
    tool: &Tool,
    rows: &'a [PeerRow],
) -> Vec<(&'a Repeatable, &'a PeerRow)> {
    let of = |it: &'a Repeatable| {
        let row = rows.iter().find(|row| row.version == it.script.file)?;
        let is_current = row.succeeded && tool.checksum.is_of(row, &it.script.sql);
        is_current.then_some((it, row))
    };
    set.repeatables.iter().filter_map(of).collect()
}

/// The migrations that are applied where that one is.
fn behind<'s>(set: &'s MigrationSet, tool: &Tool, migration: &Migration) -> Vec<&'s Migration> {
    let Some(at) = set.migrations.iter().position(|it| it.version == migration.version) else {
        return Vec::new();
    };
    if tool.versions != Versions::Words {
        return set.migrations[..at].iter().collect();
    }
    let titled = |name: &str| {
        let title = title_from_words(name).ok()?;
        set.migrations.iter().position(|it| it.title == title)
    };
    let (mut found, mut open) = (BTreeSet::new(), vec![at]);
    while let Some(at) = open.pop() {
        let nearest = match offline::behind(&set.migrations[at].up.sql) {
            Some(names) => names.into_iter().filter_map(titled).collect(),
            None => Vec::from_iter(at.checked_sub(1)),
        };
        open.extend(nearest.into_iter().filter(|it| found.insert(*it)));
    }
    found.into_iter().map(|at| &set.migrations[at]).collect()
}

/// The migration that a row is about.
fn meant<'s>(
    set: &'s MigrationSet,
    tool: &Tool,
    table: &str,
    row: &PeerRow,
) -> Result<Option<&'s Migration>, AdoptError> {
    if tool.versions != Versions::Numbers {
        let title = title_from_words(&row.version).ok();
        return Ok(set.migrations.iter().find(|it| Some(&*it.title) == title.as_deref()));
    }
    let version = tool.layout.version(&row.version).map_err(|_| {
        let (version, table) = (row.version.clone(), table.to_owned());
        AdoptError::Version { version, table }
    })?;
    Ok(set.get(&version))
}

#[cfg(test)]
mod tests;
