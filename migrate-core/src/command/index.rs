//! Indexes.

use super::{Ident, Path};
use crate::schema::Index;

/// `CREATE INDEX`, and MySQL's `ADD INDEX`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateIndex {
    /// Its name; none where the engine makes one up.
    pub name: Option<Path>,
    /// The table, which MySQL's `ADD INDEX` and an element of `CREATE TABLE` leave empty.
    pub table: Path,
    /// The index in normal form.
    pub index: Index,
    /// Whether one of that name is left alone.
    pub if_not_exists: bool,
    /// Whether one of that name is dropped first (MariaDB).
    pub or_replace: bool,
    /// Whether it says `CONCURRENTLY` (PostgreSQL).
    pub concurrently: bool,
    /// Whether it says `ON ONLY` (PostgreSQL).
    pub only: bool,
    /// MySQL's `ALGORITHM`, in upper case, where it is written.
    pub algorithm: Option<Ident>,
    /// MySQL's `LOCK`, in upper case, where it is written.
    pub lock: Option<Ident>,
}

/// `DROP INDEX`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DropIndexes {
    /// The indexes.
    pub names: Vec<Path>,
    /// The table, where it is written (MySQL).
    pub table: Option<Path>,
    /// Whether one that is missing is left alone.
    pub if_exists: bool,
    /// Whether what depends on them goes too.
    pub cascade: bool,
    /// Whether it says `CONCURRENTLY` (PostgreSQL).
    pub concurrently: bool,
    /// MySQL's `ALGORITHM`, in upper case, where it is written.
    pub algorithm: Option<Ident>,
    /// MySQL's `LOCK`, in upper case, where it is written.
    pub lock: Option<Ident>,
}

/// `ALTER INDEX` (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterIndex {
    /// The index.
    pub name: Path,
    /// Whether a missing one is left alone.
    pub if_exists: bool,
    /// What changes.
    pub change: super::ObjectChange,
}
