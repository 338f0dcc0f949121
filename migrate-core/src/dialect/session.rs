//! What the runner says to an engine and how it reads the answers, in the words of no engine.
//!
//! Each engine has one [`Session`], in `dialect/*/session`.

mod by_hand;
mod databases;
mod history;
mod lease;
pub mod references;
mod repairs;

pub use by_hand::{ByHand, Irreversible};
pub use databases::Databases;
pub use history::{COLUMNS, HistoryTable, NewRow};
pub use lease::{
    BEAT, BY_HAND, Finds, LeaseState, LeaseText, Look, Made, Progress, Write, existing,
};
pub use repairs::NewRepair;

use std::fmt::Debug;
use std::time::Duration;

use super::catalog::Catalog;
use super::meter::{Ground, Meter};
use super::{Dialect, Parts, Target};
use crate::schema::{Name, ObjectName, Schema};
use crate::sql::quote;
use crate::sql::split::Statement;
use crate::text::Span;

/// Ends a transaction, and keeps what it did.
pub const COMMIT: &str = "COMMIT";
/// Ends a transaction, and undoes what it did.
pub const ROLLBACK: &str = "ROLLBACK";
/// Marks the transaction that scripts run in.
pub const GUARD: &str = "SAVEPOINT migrate_guard";
/// Fails when a script ended that transaction.
pub const RELEASE_GUARD: &str = "RELEASE migrate_guard";
/// What a statement answers, as the first cell of a row, when another migrator holds what it asks
/// for; in the second cell, where there is one, stands who.
pub const BUSY: &str = "busy";

/// How transactions of a run begin.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Whether the engine is to look after references while a script runs, where it can be told.
    pub references: bool,
    /// What the server itself would have set, where the driver set something else.
    pub own: Vec<(String, String)>,
}

/// What an error says about the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Another connection holds a lock.
    Busy,
    /// The database cannot be reached or is none.
    Unreachable,
    /// It can be read and not written.
    ReadOnly,
    /// There is no room left.
    Full,
    /// The statement is wrong, or the data forbid it.
    Statement,
}

/// How a statement gets on with the transaction a migration runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transactional {
    /// It does not mind.
    Yes,
    /// It begins a transaction.
    Begins,
    /// It ends one.
    Ends,
    /// It fails inside a transaction, or is ignored there.
    Refuses,
}

impl Transactional {
    /// What the first words of a statement say, in the SQL of any engine.
    pub(super) fn said_by(statement: &Statement) -> Self {
        let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["BEGIN", ..] => Self::Begins,
            ["ROLLBACK", "TO", ..] | ["ROLLBACK", "TRANSACTION", "TO", ..] => Self::Yes,
            ["COMMIT" | "END" | "ROLLBACK", ..] => Self::Ends,
            _ => Self::Yes,
        }
    }

    /// The same where the engine is a server.
    pub(super) fn said_to_server(statement: &Statement) -> Self {
        match statement {
            _ if statement.starts_with(&["START", "TRANSACTION"]) => Self::Begins,
            _ if statement.starts_with(&["ABORT"]) => Self::Ends,
            _ => Self::said_by(statement),
        }
    }
}

/// A lock as another tool takes it, on one connection, with which it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerLock {
    /// Answers with a row where there is such a lock; none where there always is.
    pub exists: Option<String>,
    /// Takes it, or answers [`BUSY`].
    pub take: String,
    /// Gives it back.
    pub release: String,
}

impl PeerLock {
    /// The lock that is had when `taken` is true.
    pub(super) fn of(taken: &str, release: &str) -> Self {
        let take = format!("SELECT CASE WHEN {taken} THEN '' ELSE '{BUSY}' END");
        Self { exists: None, take, release: format!("SELECT {release}") }
    }
}

/// What the runner says to one engine.
pub trait Session: Debug + Sync {
    /// The engine.
    fn dialect(&self) -> Dialect;
    /// What the URL of a database looks like.
    fn url(&self) -> &'static str;
    /// How long to wait for another migrator, and for readers in the way, where nobody says how long;
    /// none for as long as the other one lives.
    fn patience(&self) -> Option<Duration>;
    /// A text literal that no setting changes the meaning of.
    fn literal(&self, text: &str) -> String;
    /// A name in the quotes of the engine.
    fn name(&self, name: &str) -> String {
        quote::name(name)
    }
    /// What reads an expression as text.
    fn as_text(&self, expression: &str) -> String {
        format!("CAST({expression} AS TEXT)")
    }
    /// What reads bytes as hexadecimal digits.
    fn hex(&self, expression: &str) -> String {
        format!("hex({expression})")
    }
    /// What reads a moment as text, in UTC.
    fn moment(&self, expression: &str) -> String {
        self.as_text(expression)
    }
    /// A literal of bytes, of their hexadecimal digits.
    fn bytes(&self, digits: &str) -> String {
        format!("x'{digits}'")
    }
    /// The types of columns of bytes and of moments, as other tools declare them.
    fn peer_types(&self) -> [&'static str; 2] {
        ["BLOB", "TIMESTAMP"]
    }
    /// Reads what other tools name their locks after, the schema and the database; none where an engine
    /// has no locks of that kind.
    fn peer_names(&self) -> Option<&'static str> {
        None
    }
    /// The lock of a connection that other tools take by its number, or by its name if they have one.
    fn peer_lock(&self, _number: i64, _name: Option<&str>) -> Option<PeerLock> {
        None
    }
    /// The lock that is a table of other tools, whose rows are leases (`locked`, `locked_by`,
    /// `lease_expires_at`).
    fn peer_lease(&self, _schema: &str, _table: &str) -> Option<PeerLock> {
        None
    }
    /// The full name of a table of the runner's own.
    fn qualified(&self, schema: Option<&str>, table: &str) -> String;
    /// The moment, in UTC as text: `2026-01-01T12:00:00.000Z`.
    fn now(&self) -> &'static str;
    /// Creates the history table where it is missing.
    fn create_history(&self, table: &HistoryTable) -> String;
    /// Creates the schema that the history table is to be in, where creating the table does not and the
    /// error with this code says that it is missing.
    fn create_schema(&self, _table: &HistoryTable, _code: &str) -> Option<String> {
        None
    }
    /// The type of a text of any length, and what stands behind a table of such texts.
    fn texts(&self) -> (&'static str, &'static str) {
        ("TEXT", "")
    }
    /// Lists the columns of the history table, none when it is missing.
    fn select_columns(&self, table: &HistoryTable) -> String;
    /// Whether an error says that the history table does not exist.
    fn is_missing(&self, table: &HistoryTable, code: &str, message: &str) -> bool;

    /// Makes waiting return to the runner after so long; empty where it does so anyway.
    fn attempts(&self, _wait: Duration) -> String {
        String::new()
    }
    /// Queries that tell what the server itself would have set, the strongest word first: rows of a
    /// name and a value. They may fail for want of rights.
    fn own_settings(&self) -> &'static [&'static str] {
        &[]
    }
    /// Begins a transaction that holds the right to migrate, with a guard in it; or answers [`BUSY`].
    fn begin(&self, table: &HistoryTable, setup: &Setup) -> String;
    /// Prepares the connection for a script outside a transaction, with what [`Session::begin`] says
    /// for the length of one; empty where nothing is to be said.
    fn prepare(&self, _setup: &Setup) -> String {
        String::new()
    }
    /// Begins a transaction that holds the right to migrate, in a script that a person runs: what
    /// would answer [`BUSY`] waits.
    fn begin_by_hand(&self, _table: &HistoryTable, _references: bool) -> String {
        self.begin_part().to_owned()
    }
    /// What cannot be written as a text that there must be; `number` is one that is greater than zero.
    fn unwritable(&self, _number: &str) -> String {
        "NULL".to_owned()
    }
    /// Finds who holds that right in a transaction at the moment: who, and a statement that ends the
    /// connection; none where a lease says it, or nobody can be asked.
    fn right_holder(&self, _table: &HistoryTable) -> Option<String> {
        None
    }
    /// Finds indexes that a build which failed left behind: rows of a name, its table, and a statement
    /// that drops it; none where there is no such thing.
    fn invalid_indexes(&self) -> Option<&'static str> {
        None
    }
    /// Begins a transaction for one part of a script that runs outside a transaction.
    fn begin_part(&self) -> &'static str;
    /// Whether a transaction is still there when its `COMMIT` found somebody in the way, so that saying
    /// it again keeps what was done.
    fn commits_again(&self) -> bool {
        false
    }
    /// The lease that guards a script outside a transaction; none where the lock of a file does.
    fn lease(&self, table: &HistoryTable) -> Option<Box<dyn LeaseText>>;
    /// Whether what a script leaves behind on its connection goes with that alone.
    fn renews(&self) -> bool {
        false
    }
    /// Makes a script mean what it means in the engine's own client, whatever ran before it.
    fn settings(&self, setup: &Setup) -> String;
    /// Whether a statement may change a setting, or leave something on its connection.
    fn leaves_traces(&self, statement: &Statement) -> bool;
    /// Reads what scripts left behind that only their own connection sees, as statements that drop it.
    fn left_behind(&self) -> &'static str;
    /// Whether a statement changes the session rather than the database, so that a resumed migration
    /// has to run it again on its new connection.
    fn sets_session(&self, statement: &Statement) -> bool;
    /// How a statement of the script `sql` gets on with a transaction.
    fn transactional(&self, sql: &str, statement: &Statement) -> Transactional;
    /// What a script asks of [`Setup::references`]; none when it does not say.
    fn references(&self, _sql: &str, _statements: &[Statement]) -> Option<bool> {
        None
    }
    /// Whether the engine lets a script leave rows that refer to nothing.
    fn forgets_references(&self) -> bool {
        false
    }

    /// Reads the version of the server.
    fn version(&self) -> &'static str;
    /// The engine and its version, of what [`Session::version`] answers: `mariadb 10.11.8`.
    fn engine(&self, version: &str) -> String {
        let end = version.find(|it: char| !it.is_ascii_digit() && it != '.');
        format!("{} {}", self.dialect(), &version[..end.unwrap_or(version.len())])
    }
    /// What reads the schema of such a server.
    fn catalog(&self, target: Target) -> Box<dyn Catalog>;
    /// What finds out what statements cost a throwaway database; none where nothing can be seen.
    fn meter(&self, _ground: &Ground<'_>) -> Option<Box<dyn Meter>> {
        None
    }
    /// Begins a script on a throwaway database, where nobody else is and nothing is recorded: in a
    /// transaction, if it is to be one; empty where nothing is to be said.
    fn begin_alone(&self, setup: &Setup, whole: bool) -> String;
    /// Whether a statement of the script `sql` reaches another database than the one it runs on.
    fn reaches_out(&self, _sql: &str, _statement: &Statement) -> bool {
        false
    }
    /// What a schema has that the catalog knows by what there is to compare, and asks for each of them, in a
    /// row of its own, for the statement that makes it; none where there is no such thing.
    fn created(&self, _schema: &Schema) -> Option<(Vec<ObjectName>, String)> {
        None
    }
    /// The tables that come and go with something else, which keeps its rows in them.
    fn kept_in(&self, _schema: &Schema, _owner: &ObjectName) -> Vec<Name> {
        Vec::new()
    }
    /// What is said about the databases of a server; none where a database is a file.
    fn databases(&self) -> Option<&'static dyn Databases> {
        None
    }
    /// Whether a statement queues for a table, with everybody else waiting behind it, so that it must
    /// not wait for long; none where it makes no difference.
    fn queues(&self, sql: &str, statement: &Statement) -> Option<bool>;
    /// Limits how long the statements that follow in the transaction wait for a table, or puts back
    /// what the server has set; empty where nothing does.
    fn limit(&self, patience: Option<Duration>) -> String;
    /// Limits how long each statement that follows in the transaction takes; none where the engine has
    /// no such limit.
    fn limit_statements(&self, _limit: Duration) -> Option<String> {
        None
    }
    /// Whether that limit is one of the connection, and lasts until it is put back.
    fn limits_connections(&self) -> bool {
        false
    }
    /// Whether a statement of the script `sql` means the same in one text with others in front and behind:
    /// a server reads all of a text before it runs the first statement of it.
    fn goes_along(&self, _sql: &str, _statement: &Statement) -> bool {
        false
    }
    /// Reads the clock of the server, in seconds; none where nothing goes along with others.
    fn clock(&self) -> Option<&'static str> {
        None
    }
    /// Whether a statement says itself how long to wait.
    fn sets_limit(&self, sql: &str, statement: &Statement) -> bool;

    /// What a code says about the database.
    fn failure(&self, code: &str) -> Failure;
    /// The part of a failed statement that the engine's message speaks of, as far as it names one.
    fn culprit(&self, message: &str, statement: &str) -> Option<Span>;
}

/// The session of an engine.
#[must_use]
pub fn session(dialect: Dialect) -> &'static dyn Session {
    Parts::of(dialect).session
}
