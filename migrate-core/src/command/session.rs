//! What is about the session and the engine rather than the schema.

use super::Path;

/// Transaction control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// `BEGIN`, `START TRANSACTION`.
    Begin,
    /// `COMMIT`, `END`.
    Commit,
    /// `ROLLBACK`.
    Rollback,
    /// `SAVEPOINT`, `RELEASE`.
    Savepoint,
    /// `ROLLBACK TO` a savepoint.
    RollbackTo,
    /// `PREPARE TRANSACTION` and what ends it.
    Prepare,
}

/// A setting of the session, or further than that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in lower case; a pragma's without the database.
    pub name: String,
    /// Its value in lower case and without quotes; none for `DEFAULT`, and for a pragma that is only
    /// read.
    pub value: Option<String>,
    /// How far it reaches.
    pub scope: SettingScope,
}

/// How far a setting reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingScope {
    /// To the end of the transaction: `SET LOCAL`.
    Transaction,
    /// To the end of the session.
    Session,
    /// Everybody: `SET GLOBAL`, `ALTER SYSTEM`, `ALTER DATABASE … SET`, `ALTER ROLE … SET`.
    Global,
    /// It is kept in the database's file (SQLite's `user_version`, `journal_mode`).
    Database,
}

/// Work on storage rather than on schema or rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maintenance {
    /// Its words in upper case, options that matter included: `VACUUM FULL`, `REINDEX TABLE`,
    /// `REFRESH MATERIALIZED VIEW`, `OPTIMIZE TABLE`, `CLUSTER`.
    pub words: String,
    /// What it works on.
    pub on: Vec<Path>,
    /// Whether it says `CONCURRENTLY` (PostgreSQL).
    pub concurrently: bool,
}
