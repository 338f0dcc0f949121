//! A statement that failed.

use migrate_core::code::is_code;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::session::session;
use migrate_core::set::name::Direction;
use migrate_core::text::{Span, counted, place};
use migrate_core::version::Version;

use crate::driver::DriverError;

/// A statement that failed, and what that left behind.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}:{}: {error}; {aftermath}", self.path, place(&self.sql, self.culprit().start))]
pub struct Failure {
    /// The version.
    pub version: Version,
    /// The title.
    pub title: String,
    /// Which of its scripts.
    pub direction: Direction,
    /// What its scripts are written in.
    pub dialect: Dialect,
    /// The script as shown to people.
    pub path: String,
    /// Its text.
    pub sql: String,
    /// The statement in it.
    pub span: Span,
    /// What the engine says.
    pub error: DriverError,
    /// What state the database is in now.
    pub aftermath: Aftermath,
}

/// What state a failure leaves the database in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aftermath {
    /// As it was before the run.
    Untouched,
    /// It happened on a throwaway database.
    Throwaway,
    /// As after the last migration that was committed.
    At(Option<Version>),
    /// A script outside a transaction stopped in the middle, and the next run goes on there.
    Partial {
        /// How many of its parts are done.
        done: usize,
        /// How many it has.
        of: usize,
    },
    /// A function that runs outside a transaction stopped in the middle, and what it did stays.
    Halfway {
        /// What records that all of it is done.
        took: String,
        /// What records that nothing is.
        not: String,
    },
    /// It is not known whether the statement took effect, and nothing was changed.
    Undecided {
        /// How many parts in front of it are done.
        done: usize,
        /// What records that it did.
        took: String,
        /// What records that it did not.
        not: String,
    },
}

impl std::fmt::Display for Aftermath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Untouched => f.write_str("the database is as it was before this run"),
            Self::Throwaway => {
                f.write_str("this was a throwaway database, and no other was touched")
            }
            Self::At(Some(version)) => {
                write!(f, "it was rolled back, and the database is at version {version}")
            }
            Self::At(None) => f.write_str("it was rolled back, and no migration is applied"),
            Self::Partial { done, of } => {
                let (parts, next) = match (*done, *of) {
                    (0, 1) => ("its only part is not done".to_owned(), "tries it again"),
                    (0, of) => (format!("none of its {of} parts is done"), "begins with the first"),
                    (1, of) => (format!("1 of its {of} parts is done"), "goes on behind it"),
                    (done, of) => {
                        (format!("{done} of its {of} parts are done"), "goes on behind them")
                    }
                };
                write!(f, "the script runs outside a transaction: {parts}, and the next run {next}")
            }
            Self::Halfway { .. } => {
                f.write_str("it runs outside a transaction, and what it did before it failed stays")
            }
            Self::Undecided { done, .. } => write!(
                f,
                "nothing was changed: {} in front of it {} done",
                counted(*done, "part"),
                if *done == 1 { "is" } else { "are" }
            ),
        }
    }
}

impl Failure {
    /// `2`, or `R__active_users`.
    pub(super) fn called(&self) -> String {
        match self.version.is_run() {
            true => self.version.named(&self.title),
            false => self.version.to_string(),
        }
    }

    pub(super) fn hints(&self) -> Vec<String> {
        let (took, not) = match &self.aftermath {
            Aftermath::Undecided { took, not, .. } | Aftermath::Halfway { took, not } => {
                (took, not)
            }
            _ => return self.error.hints(),
        };
        if is_code(&self.sql) {
            return vec![
                format!("look at the database; finish by hand what it does, and say so: `{took}`"),
                format!("or undo by hand what it did: `{not}`; then run it again"),
                "where it may run once more whatever it did, `// migrate: idempotent` in the file says so"
                    .to_owned(),
            ];
        }
        vec![
            format!("look at the database; if the statement took effect, say so: `{took}`"),
            format!("if it did not: `{not}`; then run the command again"),
        ]
    }

    /// The part of the statement the engine complains of, or all of it.
    #[must_use]
    pub fn culprit(&self) -> Span {
        if is_code(&self.sql) {
            return self.span;
        }
        let sql = &self.sql[self.span.range()];
        let found = self.error.culprit(session(self.dialect), sql);
        found.map_or(self.span, |span| span.shifted(self.span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_a_script_came_is_said_as_a_person_would() {
        let said = |done, of| Aftermath::Partial { done, of }.to_string();
        for (done, of, words) in [
            (0, 1, "its only part is not done, and the next run tries it again"),
            (0, 3, "none of its 3 parts is done, and the next run begins with the first"),
            (1, 3, "1 of its 3 parts is done, and the next run goes on behind it"),
            (2, 3, "2 of its 3 parts are done, and the next run goes on behind them"),
        ] {
            let said = said(done, of);
            assert!(said.ends_with(words), "{said}");
        }
    }
}
