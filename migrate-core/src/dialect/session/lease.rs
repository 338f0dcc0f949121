//! The lease: a row that guards scripts outside a transaction, where no lock of a transaction can.
//!
//! Its times are the server's. Whoever takes it gets a number that is larger than every one before
//! (of the clock, so that a claim that was rolled back does not share its number with another), and
//! nothing is written to the history without that number: a holder that was stopped for longer
//! than the lease runs notices before it writes anything.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Duration;

use super::{HistoryTable, NewRow};
use crate::sql::split::Statement;

/// How often the holder puts the end off.
pub const BEAT: Duration = Duration::from_secs(4);

/// What can be seen, before it runs, of a statement that no transaction holds; and so, after a crash,
/// of whether it took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing needs to be seen: it may run twice.
    Nothing,
    /// Asks what an earlier attempt left: `done`, or a statement that takes the leftover away.
    Leftover(String),
    /// Reads the part of the schema that the statement may change: when that is as it was, it did not.
    Schema {
        /// The query, whose rows come in no particular order. Where it fails since what it reads is
        /// missing, there are none.
        query: String,
        /// Whether it changes everything or nothing. What does not is done when no row is left.
        whole: bool,
    },
    /// Nobody can tell.
    Unknown,
}

/// The one thing that a statement makes: what says whether it took effect as long as nothing else is
/// about the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What a query of the thing selects from; it has rows where the thing exists.
    pub(in crate::dialect) exists: String,
    /// The names that it has, from the outer to the inner one, in lower case.
    pub(in crate::dialect) name: Vec<String>,
    /// Every word of the statement, in lower case.
    pub(in crate::dialect) words: BTreeSet<String>,
}

impl Made {
    /// Whether a statement that makes something else cannot have made this as well: it does not say all
    /// of its names.
    #[must_use]
    pub fn is_apart_from(&self, earlier: &Self) -> bool {
        !self.name.iter().all(|name| earlier.words.contains(name))
    }
}

/// Asks which of some things exist: their places in the list, each in a row, perhaps more than once.
#[must_use]
pub fn existing<'m>(things: impl IntoIterator<Item = &'m Made>) -> String {
    let things = things.into_iter().enumerate();
    let select = |(at, thing): (usize, &Made)| format!("SELECT '{at}' {}", thing.exists);
    things.map(select).collect::<Vec<_>>().join(" UNION ALL ")
}

/// What the name begins with under which a script that a person runs holds the lease.
pub const BY_HAND: &str = "a script by hand";

/// How a lease stands, as [`LeaseText::state`] reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseState {
    /// Who took it last.
    pub owner: String,
    /// For how many seconds it runs on; less than nothing when it ran out, and was not given back.
    pub left: i64,
}

impl LeaseState {
    /// Whether it is held for a script that a person runs.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.owner.starts_with(BY_HAND)
    }
}

/// What is said to the table of a lease. Of several texts the rows of all of them are the answer.
pub trait LeaseText: Debug + Send + Sync {
    /// What a statement begins with that may go on when its client is gone. By this it is found,
    /// whatever pooler stands between.
    fn tag(&self) -> &str;
    /// Creates the table where it is missing.
    fn create(&self) -> Vec<String>;
    /// Takes the lease when it has run out, nobody is writing behind it, and no statement of its last
    /// holder is still running: `taken`, its number, and what that holder had begun. Otherwise
    /// [`super::BUSY`] and who has it, or nothing at all.
    fn claim(&self, owner: &str) -> String;
    /// What makes a claim good that was answered with that number; nothing where it was.
    fn take(&self, _owner: &str, _token: i64) -> Vec<String> {
        Vec::new()
    }
    /// Asks who has the lease, where the claim does not answer that: [`super::BUSY`] and who.
    fn holder(&self) -> Option<String> {
        None
    }
    /// Reads who took it last and for how many seconds it runs on; no row where it was given back.
    fn state(&self) -> String;
    /// Gives back what has run out, so that it is nobody's.
    fn give_up(&self) -> String;
    /// Puts the end off. A row when the lease is still held.
    fn beat(&self, token: i64) -> Vec<String>;
    /// Gives the lease back: behind whatever the holder still has under way, which may be what takes it.
    /// Its number goes with it: what a cancelled run had sent may arrive later, and would put off the
    /// end of what nobody holds.
    fn release(&self, token: i64) -> String;
    /// Records which statement is about to run, or that none is under way, puts the end off (nobody
    /// could while the transaction of a long statement had the row), and does `writes`, in one text. A
    /// row when the lease is still held, which nobody takes from here to the end of the transaction.
    fn held(&self, token: i64, doing: Option<&str>, writes: &[String]) -> String;
    /// What [`LeaseText::held`] says as a transaction of its own: one way to the server and back, and
    /// one time that it waits for its disk.
    fn whole(&self, text: &str) -> String;
    /// Takes back the record of what is under way, whoever made it.
    fn forget(&self) -> String;
    /// Records how far a migration has come: one of the writes of [`LeaseText::held`], as are the next
    /// two, which write nothing where the lease is not held.
    fn set_state(&self, sequence: i64, state: &str, token: i64) -> String;
    /// Adds a row to the history; none where that takes a transaction of the runner's own.
    fn insert(&self, _history: &HistoryTable, _row: &NewRow<'_>, _token: i64) -> Option<String> {
        None
    }
    /// Records that a migration is applied; none as above.
    fn conclude(&self, _sequence: i64, _duration_ms: u128, _token: i64) -> Option<String> {
        None
    }
    /// Takes a row out of the history that was written before its migration began; none as above.
    fn remove(&self, _sequence: i64, _token: i64) -> Option<String> {
        None
    }
    /// Reads the state of a row of the history and keeps the lease from being taken until the
    /// transaction ends; no row when the lease is not held.
    fn fence(&self, sequence: i64, token: i64) -> String;
    /// Statements, to be sent in one text with another behind them, that do `writes` and go on only where
    /// the row of the history is in that state and the lease is held, which nobody takes from here to the
    /// end of the transaction; otherwise the last one fails, and [`LeaseText::is_lost`] knows how. None
    /// where that cannot be said.
    fn fenced(
        &self,
        _token: i64,
        _row: (i64, &str),
        _doing: Option<&str>,
        _writes: &[String],
    ) -> Option<Vec<String>> {
        None
    }
    /// What [`LeaseText::held`] says, and the end of the transaction, before which it fails in that way
    /// where the lease is not held; none where that cannot be said.
    fn last(&self, _token: i64, _doing: Option<&str>, _writes: &[String]) -> Option<String> {
        None
    }
    /// Takes the lease for a script that a person runs, which has that name as its owner; or fails, and
    /// says who has it. For a day, since nobody puts its end off while a statement runs. In the transaction
    /// of its first write, so that one that finds another history than it expects has not taken it.
    fn take_by_hand(&self, owner: &str) -> Vec<String>;
    /// Fails where it is no longer held for that script, and keeps it from being taken until the
    /// transaction ends.
    fn hold_by_hand(&self, owner: &str) -> Vec<String>;
    /// Gives it back; where no owner is named, for whatever script it is held.
    fn release_by_hand(&self, owner: Option<&str>) -> String;
    /// Whether it is the lease that one of the two failed for.
    fn is_lost(&self, _code: &str) -> bool {
        false
    }
    /// Finds what runs behind [`LeaseText::tag`]: rows of a statement that ends it, and changes nothing
    /// where it has ended.
    fn running(&self) -> String;
    /// Finds it where it has waited so long for a table that others use; none where a limit of the
    /// connection ends that, or where a part of `statement` may be done.
    fn waiting(&self, _statement: &Statement, _patience: Duration) -> Option<String> {
        None
    }
    /// What a cell says that [`Look::Schema`] reads, without what changes where nobody changes the schema.
    fn lasting<'t>(&self, cell: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(cell)
    }
    /// What can be seen of a statement of the script `sql`.
    fn look(&self, sql: &str, statement: &Statement) -> Look;
    /// The one thing that a statement of the script `sql` makes, if that is all it does.
    fn makes(&self, _sql: &str, _statement: &Statement) -> Option<Made> {
        None
    }
}
