//! What a command costs a running database: which locks it takes, what it reads or writes anew, and
//! what waits behind it.
//!
//! Each dialect fills this in from a step and the server's version (`dialect/*/impact.rs`), with the
//! source of every fact beside it. Rules and messages only read it.

pub mod measured;

use std::fmt::Write as _;

use crate::dialect::{Target, impact_of};
use crate::replay::Step;
use crate::schema::Name;

/// What a command costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// The locks that others notice, the one on the table it names first.
    pub locks: Vec<Lock>,
    /// What it works through while it holds them.
    pub work: Vec<Work>,
    /// How the engine carries it out, in the engine's own word: `COPY`, `INPLACE`, `INSTANT`
    /// (MySQL). None where the engine has no word for it.
    pub algorithm: Option<&'static str>,
    /// How this is known.
    pub source: Source,
}

/// A lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The table, or the index or view.
    pub on: Name,
    /// Its name as the engine calls it: `ACCESS EXCLUSIVE`, `metadata lock`, `write lock`.
    pub mode: &'static str,
    /// What waits behind it.
    pub blocks: Blocks,
}

/// What waits behind a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocks {
    /// Other changes of the schema and the engine's own housekeeping.
    SchemaChanges,
    /// Every write as well.
    Writes,
    /// Reads as well.
    Everything,
}

impl Blocks {
    /// What waits, as the subject of a sentence.
    #[must_use]
    pub const fn who_waits(self) -> &'static str {
        match self {
            Self::SchemaChanges => "every other schema change",
            Self::Writes => "every INSERT, UPDATE and DELETE",
            Self::Everything => "every statement, SELECT included,",
        }
    }
}

/// Work that takes longer the larger the table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// All rows are read.
    Scan(Name),
    /// All rows are written to a new place, and all indexes with them.
    Rewrite(Name),
    /// An index of the table is built.
    BuildIndex(Name),
    /// All rows are removed.
    Empty(Name),
}

impl Work {
    /// The table it works through.
    #[must_use]
    pub const fn table(&self) -> &Name {
        match self {
            Self::Scan(name) | Self::Rewrite(name) | Self::BuildIndex(name) | Self::Empty(name) => {
                name
            }
        }
    }

    /// The same work on another table.
    pub(crate) fn of(&self, table: Name) -> Self {
        match self {
            Self::Scan(_) => Self::Scan(table),
            Self::Rewrite(_) => Self::Rewrite(table),
            Self::BuildIndex(_) => Self::BuildIndex(table),
            Self::Empty(_) => Self::Empty(table),
        }
    }

    /// Whether it takes longer the more rows there are.
    #[must_use]
    pub const fn is_long(&self) -> bool {
        !matches!(self, Self::Empty(_))
    }
}

/// How a fact about an engine is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From the engine's manual: the page.
    Manual(&'static str),
    /// Observed on real servers: their versions.
    Measured(&'static str),
    /// Nothing is known of the command, and nothing claimed.
    #[default]
    Unknown,
}

/// What a step costs on that server.
#[must_use]
pub fn of(target: Target, step: &Step<'_>) -> Impact {
    impact_of(target, step)
}

impl Impact {
    /// No lock that anybody notices, no work.
    #[must_use]
    pub fn nothing(source: Source) -> Self {
        Self { source, ..Self::default() }
    }

    /// The same with a lock.
    #[must_use]
    pub fn lock(mut self, on: &Name, mode: &'static str, blocks: Blocks) -> Self {
        self.locks.push(Lock { on: on.clone(), mode, blocks });
        self
    }

    /// The same with work.
    #[must_use]
    pub fn work(mut self, work: Work) -> Self {
        self.work.push(work);
        self
    }

    /// The lock on that table.
    #[must_use]
    pub fn lock_on(&self, table: &Name) -> Option<&Lock> {
        self.locks.iter().find(|lock| lock.on == *table)
    }

    /// Whether it works through all rows of that table.
    #[must_use]
    pub fn is_long(&self, table: &Name) -> bool {
        self.work.iter().any(|work| work.is_long() && work.table() == table)
    }

    /// Whether it writes all rows of that table to a new place.
    #[must_use]
    pub fn rewrites(&self, table: &Name) -> bool {
        self.work.iter().any(|work| matches!(work, Work::Rewrite(name) if name == table))
    }

    /// The locks in words, with who waits and for how long: “it takes ACCESS EXCLUSIVE on `t`:
    /// every statement, SELECT included, on `t` waits until all rows are written anew”. None where
    /// there is no lock worth a word.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        let first = self.locks.first()?;
        let mut text = format!("it takes {} on {}", first.mode, listed(self.with_mode(first)));
        for lock in &self.locks {
            let is_next = lock.mode != first.mode;
            if is_next {
                let _ = write!(text, " and {} on `{}`", lock.mode, lock.on);
            }
        }
        let _ = write!(text, ": {}", first.blocks.who_waits());
        let _ = write!(text, " on {}", listed(self.with_mode(first)));
        // The first is on the table that the command names; another may keep more people waiting.
        let worst = self.locks.iter().max_by_key(|lock| lock.blocks).unwrap_or(first);
        if worst.blocks > first.blocks {
            let who = worst.blocks.who_waits();
            let _ = write!(text, " and {who} on {}", listed(self.with_mode(worst)));
        }
        let _ = write!(text, " waits {}", self.until(&first.on));
        Some(text)
    }

    fn with_mode<'a>(&'a self, of: &'a Lock) -> impl Iterator<Item = &'a Name> {
        self.locks.iter().filter(|lock| lock.mode == of.mode).map(|lock| &lock.on)
    }

    fn until(&self, table: &Name) -> String {
        let mut parts = Vec::new();
        let scanned = || {
            self.work.iter().filter_map(|work| match work {
                Work::Scan(name) => Some(name),
                _ => None,
            })
        };
        for work in &self.work {
            let what = match work {
                Work::Scan(name) if name == table && scanned().count() == 1 => {
                    "all rows are read".to_owned()
                }
                Work::Scan(_) => format!("all rows of {} are read", listed(scanned())),
                Work::Rewrite(_) => "all rows and indexes are written anew".to_owned(),
                Work::BuildIndex(_) => "the index is built".to_owned(),
                Work::Empty(_) => continue,
            };
            if !parts.contains(&what) {
                parts.push(what);
            }
        }
        // Where the engine has a word for how it alters, it commits by itself.
        let commits = self.algorithm.is_some();
        match (parts.is_empty(), commits) {
            (true, true) => "for a moment".to_owned(),
            (true, false) => "until the transaction ends".to_owned(),
            (false, true) => format!("until {}", parts.join(", ")),
            (false, false) => format!("until {} and the transaction ends", parts.join(", ")),
        }
    }
}

/// `a`, `a` and `b`, `a`, `b` and `c`.
fn listed<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_who_waits_and_how_long() {
        let (child, parent) = (Name::bare("orders"), Name::bare("users"));
        let mode = "SHARE ROW EXCLUSIVE";
        let impact = Impact::default()
            .lock(&child, mode, Blocks::Writes)
            .lock(&parent, mode, Blocks::Writes)
            .work(Work::Scan(child.clone()))
            .work(Work::Scan(parent.clone()));
        assert_eq!(
            impact.sentence().unwrap(),
            "it takes SHARE ROW EXCLUSIVE on `orders` and `users`: every INSERT, UPDATE and DELETE \
             on `orders` and `users` waits until all rows of `orders` and `users` are read and the \
             transaction ends"
        );
        assert!(impact.is_long(&parent) && !impact.rewrites(&child));
        assert_eq!(Impact::default().sentence(), None);
    }
}
