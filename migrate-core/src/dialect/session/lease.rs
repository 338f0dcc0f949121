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
    /// The table that it is, or is a part of, as a query finds it.
    pub(in crate::dialect) relation: String,
    /// Whether it is a part of that.
    pub(in crate::dialect) is_part: bool,
}

impl Made {
    /// Whether a statement that makes something else cannot have made this as well: it does not say all
    /// of its names.
    #[must_use]
    pub fn is_apart_from(&self, earlier: &Self) -> bool {
        !self.name.iter().all(|name| earlier.words.contains(name))
    }

    /// Whether it is a part of what the other one makes: where that does not exist, neither does this.
    #[must_use]
    pub fn is_part_of(&self, whole: &Self) -> bool {
        self.is_part && !whole.is_part && self.relation == whole.relation
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

/// What is written to the history under a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// How far a migration has come.
    State {
        /// Its row.
        sequence: i64,
        /// How far.
        state: String,
    },
    /// That it is applied.
    Applied {
        /// Its row.
        sequence: i64,
        /// How long that took, in milliseconds.
        duration_ms: u128,
    },
    /// A row, in the words of [`super::HistoryTable::values`].
    Row(String),
    /// That there is no such row: its migration has not begun.
    Removal {
        /// The row.
        sequence: i64,
    },
}

impl Write {
    /// The row that it changes, which is there.
    #[must_use]
    pub fn row(&self) -> Option<i64> {
        match self {
            Self::State { sequence, .. }
            | Self::Applied { sequence, .. }
            | Self::Removal { sequence } => Some(*sequence),
            Self::Row(_) => None,
        }
    }
}

/// How far the part of a migration takes it that is about to run.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Its row.
    pub sequence: i64,
    /// The state in which that has to be.
    pub from: &'a str,
    /// The one that it gets.
    pub to: &'a str,
}

/// A statement, and how many rows it finds where everything is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finds {
    /// The statement.
    pub text: String,
    /// How many rows at least.
    pub rows: usize,
}

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
    /// row when the lease is still held, which nobody takes from here to the end of the transaction;
    /// otherwise none, or it fails, and [`LeaseText::is_lost`] knows how.
    fn held(&self, token: i64, doing: Option<&str>, writes: &[Write]) -> String;
    /// What [`LeaseText::held`] says as a transaction of its own: one way to the server and back, and
    /// one time that it waits for its disk.
    fn whole(&self, text: &str) -> String;
    /// Takes back the record of what is under way, whoever made it.
    fn forget(&self) -> String;
    /// Whether it takes any [`Write`]; otherwise [`Write::State`] alone, and the rest is written in a
    /// transaction of the runner's own.
    fn writes_all(&self) -> bool {
        false
    }
    /// Reads the state of a row of the history and keeps the lease from being taken until the
    /// transaction ends; no row when the lease is not held.
    fn fence(&self, sequence: i64, token: i64) -> String;
    /// Statements, to be sent in one text with another behind them, that do `writes` and record what that
    /// one does, in a transaction that it shares: they go on only where its row is in the state that it has
    /// to be in and the lease is held, which nobody takes from here to the end of the transaction. Otherwise
    /// one of them fails, and [`LeaseText::is_lost`] knows how, or finds less than it has to. None where that
    /// cannot be said.
    fn fenced(
        &self,
        _token: i64,
        _progress: Progress<'_>,
        _doing: Option<&str>,
        _writes: &[Write],
    ) -> Option<Vec<Finds>> {
        None
    }
    /// Puts the end off in a transaction that has the lease, before it ends.
    fn put_off(&self, _token: i64) -> Option<String> {
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
    /// Whether it is the lease, or the row, that our own text failed for.
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
