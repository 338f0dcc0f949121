//! Whether a down undoes its up, decided without a database.
//!
//! The up is replayed on the schema before it, the down on what the up left, and the result compared
//! with where it began. The answer may be that it is not known; it is never that a pair is proven
//! which an engine shows to differ.

use crate::set::name::Direction;
use crate::text::Span;

/// What is known of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Of the schema.
    pub schema: SchemaVerdict,
    /// Of the rows.
    pub rows: RowVerdict,
}

/// Whether the schema comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaVerdict {
    /// It does, exactly.
    Proven,
    /// It does but for the order of columns.
    Order(Vec<Residual>),
    /// It does not.
    Differs(Vec<Residual>),
    /// The engine would refuse the down, or the up when it is run again after the down.
    Fails(Refusal),
    /// It is not known.
    Unknown(Vec<Reason>),
    /// There is no down, and the up says why.
    Irreversible,
}

/// Whether the rows come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowVerdict {
    /// No row that was there before is lost or changed, and none is left that was not there.
    Kept,
    /// Some are gone for good.
    Lossy(Vec<Loss>),
    /// It is not known.
    Unknown(Vec<Reason>),
    /// There is no down, and the up says why.
    Irreversible,
}

/// A place in one of the two scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which script.
    pub direction: Direction,
    /// Where in it.
    pub span: Span,
}

/// A difference between the schema before the up and the one after the down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// The sentence, without its full stop.
    pub text: String,
    /// Whether only the order of columns differs.
    pub note: bool,
    /// The part of the up that caused it.
    pub up: Option<Span>,
    /// The part of the down that caused it, or that comes nearest to undoing it.
    pub down: Option<Span>,
}

/// A statement that the engine would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where: in the down, or in the up when that is run a second time.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What else to know.
    pub notes: Vec<String>,
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why, as a clause that completes “it is not known …, because”.
    pub text: String,
    /// The statement; none where it stands in an earlier migration.
    pub place: Option<Place>,
}

/// Rows, or values in rows, that do not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost, as a clause: `the values of column users.email`.
    pub text: String,
    /// The table, as it was called before the up.
    pub table: crate::schema::Name,
    /// The column, where it is not whole rows.
    pub column: Option<String>,
    /// The statement that loses it.
    pub place: Place,
    /// Whether somebody wrote down that this is meant.
    pub acknowledged: bool,
}

impl SchemaVerdict {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Order(_) => "order",
            Self::Differs(_) => "differs",
            Self::Fails(_) => "fails",
            Self::Unknown(_) => "unknown",
            Self::Irreversible => "irreversible",
        }
    }
}

impl RowVerdict {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Lossy(_) => "lossy",
            Self::Unknown(_) => "unknown",
            Self::Irreversible => "irreversible",
        }
    }
}
