//! How migrations are applied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use migrate_core::set::seed_file::SeedFile;
use migrate_core::version::Version;

use crate::adopt::Recorded;
use crate::code::Code;
use crate::event::Observer;
use crate::hook::Hook;

/// How migrations are applied. Change what you need and take the rest from [`Default`].
#[derive(Clone)]
pub struct Options {
    /// The name of the history table; `_migrate_history` by default.
    pub history_table: String,
    /// The schema of the history table, which is created when it is missing; by default `public` on
    /// PostgreSQL, and the database of the connection on MySQL and MariaDB. SQLite has no schemas.
    pub history_schema: Option<String>,
    /// The name of these migrations among others in the same table: crates that share a database have one
    /// each, with versions of their own. Letters, digits, `-`, `_` and `.`; none by default.
    pub namespace: String,
    /// Other crates that have migrations of their own, which the command knows of a workspace: where one of
    /// theirs is in the history, nothing is done, since two sets without a name each would be taken for one.
    pub neighbours: Vec<Neighbour>,
    /// What is committed together.
    pub transaction: TransactionScope,
    /// How long to wait for another process that is migrating, and for readers in the way. By
    /// default a minute; on a server, where the lock of a process ends with it, another migrator is
    /// waited for as long as it lives.
    pub lock_timeout: Option<Duration>,
    /// How long a statement may wait for a table that others use, with everybody else waiting behind
    /// it, before its migration is rolled back and tried again; on MySQL and MariaDB, which count in
    /// whole seconds, the statement alone. Two seconds by default. None is for as long as it takes. The
    /// directive `timeout(lock = "…")` of a script comes first. SQLite has nothing of the kind.
    pub table_lock_timeout: Option<Duration>,
    /// Whether to accept a database that is newer than everything embedded, as an old replica meets
    /// it during a roll-out. True by default.
    pub accept_newer: bool,
    /// Whether to apply a migration that is older than the newest applied one. False by default.
    pub accept_out_of_order: bool,
    /// Migrations that a verification takes to be reversible: their ups alone run. None by default.
    pub trusted: BTreeSet<Version>,
    /// The author's rows that a verification puts in; none by default.
    pub seed: Option<Arc<SeedFile>>,
    /// Whether only the history is written, and no script runs: for a database that has already, by
    /// other means, what the scripts do. False by default.
    pub record_only: bool,
    /// When migrations were applied that are recorded now; at the moment if it is not said.
    pub recorded: BTreeMap<Version, Recorded>,
    /// Repeatable scripts by name that are recorded as run at any goal, where only the history is written:
    /// other means ran them as they are, at that time.
    pub recorded_runs: BTreeMap<String, Recorded>,
    /// Whether to roll each migration back and apply it again before it is recorded, all in one
    /// transaction that a rollback which does not restore the schema undoes. For development: rows
    /// that were there go through that, too. False by default, and nothing for MySQL and MariaDB, which
    /// cannot undo a change of the schema.
    pub verify_in_place: bool,
    /// What runs migrations that are written in Rust: the functions that `embed_migrations!` found, which
    /// [`Migrations::with`](crate::Migrations::with) puts here.
    pub code: Code,
    /// What is done before and after each migration and run. Nothing by default.
    pub hooks: Vec<Arc<dyn Hook>>,
    /// Who is told what happens while it happens; `tracing` is told in any case.
    pub observer: Option<Arc<dyn Observer>>,
}

/// A crate that has migrations of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// The versions of its migrations.
    pub versions: Vec<Version>,
}

/// What is committed together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionScope {
    /// Everything pending on a database without history, each migration on any other.
    #[default]
    Auto,
    /// Each migration with its row in the history.
    EachMigration,
    /// Everything pending.
    Everything,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            history_table: "_migrate_history".to_owned(),
            namespace: String::new(),
            neighbours: Vec::new(),
            transaction: TransactionScope::Auto,
            history_schema: None,
            lock_timeout: None,
            table_lock_timeout: Some(Duration::from_secs(2)),
            accept_newer: true,
            accept_out_of_order: false,
            trusted: BTreeSet::new(),
            seed: None,
            record_only: false,
            recorded: BTreeMap::new(),
            recorded_runs: BTreeMap::new(),
            verify_in_place: false,
            code: Code::default(),
            hooks: Vec::new(),
            observer: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("history_table", &self.history_table)
            .field("namespace", &self.namespace)
            .field("neighbours", &self.neighbours)
            .field("transaction", &self.transaction)
            .field("history_schema", &self.history_schema)
            .field("lock_timeout", &self.lock_timeout)
            .field("table_lock_timeout", &self.table_lock_timeout)
            .field("accept_newer", &self.accept_newer)
            .field("accept_out_of_order", &self.accept_out_of_order)
            .field("trusted", &self.trusted)
            .field("seed", &self.seed)
            .field("record_only", &self.record_only)
            .field("verify_in_place", &self.verify_in_place)
            .finish_non_exhaustive()
    }
}
