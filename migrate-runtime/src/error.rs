//! What can go wrong, as data; [`Error::render`] draws what belongs to a place in a script.

mod failure;
mod wanted;

use std::time::Duration;

use migrate_core::adopt::AdoptError;
use migrate_core::adopt::export::ExportError;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::catalog::CatalogError;
use migrate_core::finding::Severity;
use migrate_core::finding::render::{self, Diagram, Located, Style};
use migrate_core::text::counted;
use migrate_core::version::Version;

use crate::driver::DriverError;
use crate::plan::PlanError;
use crate::verify::Verified;

pub use failure::{Aftermath, Failure};
pub use wanted::Wanted;

/// Why a run did not reach its goal.
///
/// `Debug` draws it like [`Error::render`], since that is what a `main` that returns it prints.
#[derive(thiserror::Error)]
pub enum Error {
    /// There is no database in memory for migrations of that dialect.
    #[error(
        "the migrations are written for `{dialect}`, and only `sqlite` has databases in memory"
    )]
    Unverifiable {
        /// What they are written in.
        dialect: Dialect,
    },
    /// The database that was to be a throwaway one has something in it.
    #[error("the database to verify on is not empty: it has {occupant}")]
    Occupied {
        /// Something that is there.
        occupant: String,
    },
    /// A migration cannot run in one transaction with all others, so that it cannot be verified there.
    #[error(
        "{path} does not run in one transaction with the others, so nothing can be verified in place"
    )]
    NotInPlace {
        /// The script as shown to people.
        path: String,
    },
    /// A migration that was verified in place cannot be undone.
    #[error("{}: {}, so everything was rolled back", .0.path, .0.verdict.words())]
    Blocked(Box<Verified>),
    /// The database cannot be reached, or it is none.
    #[error("the database cannot be opened: {source}")]
    Unreachable {
        /// What the driver says.
        source: DriverError,
    },
    /// A hook of the service failed, or did not want it.
    #[error("the hook {moment} failed: {reason}")]
    Hook {
        /// When: `before up 7_add_role`.
        moment: String,
        /// What it says.
        reason: String,
    },
    /// A migration is written in Rust, and nobody but the program that it is compiled into can run it.
    #[error("{path} is written in Rust, and runs only in the program that it is compiled into")]
    Elsewhere {
        /// The file as shown to people.
        path: String,
        /// What it was wanted for.
        wanted: Wanted,
    },
    /// Another process kept the lock for longer than the options allow.
    #[error(
        "another process holds the database{}: gave up after {:.1} s",
        .holder.as_ref().map(|holder| format!(" ({holder})")).unwrap_or_default(),
        .waited.as_secs_f64()
    )]
    Locked {
        /// Who it is, as far as the database tells.
        holder: Option<String>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// Set and history do not fit together, or the goal cannot be reached.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The history of another tool cannot be taken over.
    #[error(transparent)]
    Adopt(#[from] AdoptError),
    /// The history cannot be given back to another tool.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A statement of a migration failed.
    #[error(transparent)]
    Failed(Box<Failure>),
    /// What undoes the part of an up that ran is not known, and nothing was changed.
    #[error(
        "undoing {name} is a BLOCKER: {done} of its {} ran, and what {path} takes back of that \
         does not bring the schema back", counted(*.of, "part")
    )]
    NotUndone {
        /// Which migration, as it is called in a sentence.
        name: String,
        /// Its down as shown to people.
        path: String,
        /// How many parts of the up ran.
        done: usize,
        /// How many it has.
        of: usize,
        /// What would be different, or why that is not known.
        reasons: Vec<String>,
        /// Its version, as the history names it.
        version: Version,
    },
    /// A migration would leave rows that refer to nothing.
    #[error("{path} leaves rows that refer to nothing: {}", broken_text(.broken))]
    BrokenReferences {
        /// The last script of the transaction that was rolled back, as shown to people.
        path: String,
        /// The tables, and how many of their rows.
        broken: Vec<BrokenReference>,
    },
    /// The history table exists and is not one of ours.
    #[error("the table `{table}` is not a history of migrations: it has the columns {columns}")]
    HistoryShape {
        /// Its name.
        table: String,
        /// Its columns.
        columns: String,
    },
    /// The history has something in it that this version does not know.
    #[error("the history `{table}` was written by a newer version of this framework: {found}")]
    HistoryNewer {
        /// Its name.
        table: String,
        /// What is not known.
        found: String,
    },
    /// A script ended the transaction that the runner had begun for it.
    #[error("{path} ended the transaction it ran in, so what came before that is committed")]
    TransactionEnded {
        /// The script as shown to people.
        path: String,
    },
    /// A script changed the table of the history.
    #[error("{path} changed the table of the history")]
    HistoryTouched {
        /// The script as shown to people.
        path: String,
    },
    /// Another crate keeps its history there, and neither has a name in it.
    #[error("{name} was applied by the crate `{owner}`, which has migrations of its own")]
    Shared {
        /// The migration, as it is called in a sentence.
        name: String,
        /// The crate.
        owner: String,
    },
    /// A namespace has a name that none can have.
    #[error("`{name}` is no name of a namespace")]
    Namespace {
        /// The name.
        name: String,
    },
    /// What became of a statement of another namespace is not decided.
    #[error(
        "migration {version} was interrupted, and what became of its last statement is not decided"
    )]
    InterruptedElsewhere {
        /// Its version, behind its namespace.
        version: String,
    },
    /// Somebody else changed the history between two transactions of this run.
    #[error("another process changed the history during this run")]
    Interfered,
    /// The catalog answered something that cannot be.
    #[error("the schema cannot be read: {0}")]
    Catalog(CatalogError),
    /// Reading what changed and reading everything gave two schemas.
    #[error("the inspection of the schema contradicts itself: {change}")]
    Inspection {
        /// The first change between the two.
        change: String,
    },
    /// Something the runner itself said to the database failed.
    #[error("{doing} failed: {source}")]
    Driver {
        /// What it was doing.
        doing: &'static str,
        /// What the driver says.
        source: DriverError,
    },
}

/// Rows of one table that refer to nothing in another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrokenReference {
    /// The table of the rows.
    pub table: String,
    /// The table they refer to.
    pub parent: String,
    /// How many rows.
    pub rows: u64,
}

fn broken_text(broken: &[BrokenReference]) -> String {
    let parts: Vec<String> = broken
        .iter()
        .map(|it| {
            let rows = counted(usize::try_from(it.rows).unwrap_or(usize::MAX), "row");
            format!("{rows} of `{}` (to `{}`)", it.table, it.parent)
        })
        .collect();
    parts.join(", ")
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(Style::Compiler))
    }
}

impl Error {
    /// Whether the connection was lost on the way, so that nobody knows what became of what was sent last.
    pub(crate) fn is_unreachable(&self) -> bool {
        match self {
            Self::Failed(failure) => failure.error.is_unreachable(),
            Self::Unreachable { .. } => true,
            _ => false,
        }
    }

    pub(crate) fn driver(doing: &'static str, source: DriverError) -> Self {
        if source.is_unreachable() {
            Self::Unreachable { source }
        } else {
            Self::Driver { doing, source }
        }
    }

    /// The whole message, with the statement in its source where one failed.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let text = self.to_string();
        let hints = self.hints();
        let footers = hints.iter().map(|hint| ("help", hint.as_str()));
        let Self::Failed(failure) = self else {
            let title = text.as_str();
            let diff = match self {
                Self::Plan(PlanError::Edited { diff, .. }) => diff.trim_end().to_owned(),
                Self::NotUndone { reasons, .. } => reasons.join("\n"),
                _ => String::new(),
            };
            let diff = (!diff.is_empty()).then_some(("note", &*diff));
            let footers = diff.into_iter().chain(footers).collect();
            let severity = Severity::Error;
            return render::draw(&Diagram { severity, title, places: Vec::new(), footers }, style);
        };
        let what = match failure.aftermath {
            Aftermath::Undecided { .. } => "is a BLOCKER",
            _ => "failed",
        };
        let (direction, called) = (failure.direction.word(), failure.called());
        let title = format!("{direction} {called} {what}: {}", failure.error);
        let state = failure.aftermath.to_string();
        let detail = failure.error.detail().map(|detail| ("note", detail));
        let place = Located {
            path: &failure.path,
            source: Some((&failure.sql, failure.culprit())),
            label: "",
        };
        let footers = detail.into_iter().chain([("note", state.as_str())]).chain(footers).collect();
        let severity = Severity::Error;
        render::draw(&Diagram { severity, title: &title, places: vec![place], footers }, style)
    }

    /// What to do about it.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Elsewhere { wanted, .. } => vec![wanted.hint()],
            Self::Unreachable { source } | Self::Driver { source, .. } => source.hints(),
            Self::Plan(error) => error.hints(),
            Self::Failed(failure) => failure.hints(),
            Self::Locked { .. } => vec![
                "find the process that has a transaction open on this database, or wait longer with the \
                 option `lock_timeout` (`--lock-timeout`)"
                    .to_owned(),
                "`cargo migrate repair` says who it is, and what to do where it is dead".to_owned(),
            ],
            Self::NotUndone { version, .. } => vec![
                "go on with it: `cargo migrate up`".to_owned(),
                format!(
                    "or undo by hand what ran, and say so: \
                     `cargo migrate repair --forget {version} --reason \"...\"`"
                ),
            ],
            _ => self.hint().into_iter().map(str::to_owned).collect(),
        }
    }

    /// The one thing to do, where it is the same whatever else is known.
    fn hint(&self) -> Option<&str> {
        Some(match self {
            Self::Unverifiable { .. } => {
                "name an empty database with `verify_on`; `cargo migrate verify` starts a server for one \
                 by itself, and so does `shadow::Shadow` (cargo feature `shadow`)"
            }
            Self::Occupied { .. } => {
                "create an empty database for it: migrations are applied and rolled back there, with \
                 whatever is in it"
            }
            Self::Hook { .. } => "see to what the hook says, and run it again",
            Self::NotInPlace { .. } => "verify it on a throwaway database (`--verify`)",
            Self::Blocked(_) => {
                "complete the down; where there is no way back, remove it and write \
                 `-- migrate: irreversible(reason = \"...\")` in the up"
            }
            Self::Adopt(error) => error.hint(),
            Self::Export(error) => error.hint(),
            Self::BrokenReferences { .. } => {
                "delete or repoint these rows in the migration; if it relies on ON DELETE actions, \
                 let it begin with `PRAGMA foreign_keys = ON;`. It was rolled back"
            }
            Self::HistoryShape { .. } => {
                "give the history another name with the option `history_table` (`--history-table`)"
            }
            Self::HistoryNewer { .. } => {
                "use the version that wrote it, for the service as for `cargo migrate`; nothing was changed"
            }
            Self::TransactionEnded { .. } => {
                "it was not recorded as applied: compare the database with the script, undo by hand \
                 what was committed, and take COMMIT or ROLLBACK out of it"
            }
            Self::HistoryTouched { .. } => {
                "leave that table to the runner; a trigger on it may be the reason, too. It was rolled \
                 back"
            }
            Self::Catalog(_) | Self::Inspection { .. } => {
                "this is a bug of the framework: please report it with the migration"
            }
            Self::Shared { .. } => {
                "name the database of this crate; where the two share one, give this crate a name in its \
                 history, here by `--namespace` and in the service by the option `namespace`"
            }
            Self::Namespace { .. } => "it is made of letters, digits, `-`, `_` and `.`",
            Self::InterruptedElsewhere { .. } => {
                "the two share a history: let the set that it belongs to go on first (`cargo migrate up`, \
                 with its own `--namespace`)"
            }
            Self::Interfered => "look at the status and run the command again",
            _ => return None,
        })
    }
}
