//! Why there is no plan.

use migrate_core::version::Version;

use crate::history::{Applied, State};

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A migration was changed after it was applied.
    #[error("migration {version} was changed after it was applied")]
    Edited {
        /// The version.
        version: Version,
        /// Its script, relative to the directory.
        file: String,
        /// The difference, as a unified diff.
        diff: String,
    },
    /// The database has a migration that the set lacks although it has newer ones.
    #[error("migration {version} ({title}) is applied and is not in the set")]
    Missing {
        /// The version.
        version: Version,
        /// The title it had.
        title: String,
    },
    /// The database has some of the migrations that one stands for, and not all.
    #[error(
        "{name} stands for several migrations, of which {applied} is applied and {lacking} is not"
    )]
    Partly {
        /// The one that stands for them.
        name: String,
        /// The last of them that is applied.
        applied: String,
        /// One that is not.
        lacking: String,
    },
    /// A rollback would stop in the middle of what a migration stands for.
    #[error("{version} is a part of {name}, which is rolled back as a whole")]
    Inside {
        /// Where it would stop.
        version: Version,
        /// The migration that stands for it.
        name: String,
    },
    /// The history has another migration under the version of a pending one.
    #[error("{pending} cannot be recorded, since the history has {applied} under its version")]
    Taken {
        /// The pending one.
        pending: String,
        /// The one that is applied.
        applied: String,
    },
    /// The database is newer than the set, and the options forbid that.
    #[error("the database is at {version} ({title}), which is newer than the set")]
    Newer {
        /// The version.
        version: Version,
        /// The title it had.
        title: String,
    },
    /// A pending migration is older than the newest applied one.
    #[error("migration {pending} is pending and older than {newest}, which is applied")]
    OutOfOrder {
        /// The pending one.
        pending: Version,
        /// The newest applied one.
        newest: Version,
    },
    /// There is no way back.
    #[error("{} cannot be rolled back: {reason}", titled(.version, .title))]
    Irreversible {
        /// The version.
        version: Version,
        /// The title.
        title: String,
        /// The author's reason.
        reason: String,
    },
    /// No migration has that version.
    #[error("there is no migration {version} in the set")]
    UnknownVersion {
        /// The version.
        version: Version,
    },
    /// Another crate applied it.
    #[error("migration {version} ({title}) was applied by `{crate_name}`")]
    Foreign {
        /// The version.
        version: Version,
        /// Its title.
        title: String,
        /// The crate and its version.
        crate_name: String,
    },
    /// That version is not applied.
    #[error("migration {version} is not applied")]
    NotApplied {
        /// The version.
        version: Version,
    },
    /// A script outside a transaction was interrupted, and what had run of it was edited since.
    #[error(
        "applying {} was interrupted, and what had run of it was edited since",
        called(.version, .title)
    )]
    InterruptedAndEdited {
        /// The version.
        version: Version,
        /// The title.
        title: String,
        /// Its script as shown to people.
        file: String,
        /// How many of its parts are done.
        done: usize,
    },
    /// A script outside a transaction was interrupted, and this goal leads elsewhere.
    #[error("{} {} was interrupted", .state.doing(), called(.version, .title))]
    Interrupted {
        /// The version.
        version: Version,
        /// The title.
        title: String,
        /// How far it came.
        state: State,
    },
}

impl PlanError {
    pub(crate) fn interrupted(row: &Applied) -> Self {
        let (version, title) = (row.version.clone(), row.title.clone());
        Self::Interrupted { version, title, state: row.state }
    }
}

/// `migration 2`, or `R__active_users`, whose runs have numbers that nobody gave them.
pub(crate) fn called(version: &Version, title: &str) -> String {
    match version.is_run() {
        true => version.named(title),
        false => format!("migration {version}"),
    }
}

/// `migration 2 (create_users)`, or `R__active_users`.
fn titled(version: &Version, title: &str) -> String {
    match version.is_run() {
        true => version.named(title),
        false => format!("migration {version} ({title})"),
    }
}
