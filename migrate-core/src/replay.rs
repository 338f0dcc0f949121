//! Commands over a schema: what each statement of a script does, with the engine's own semantics.
//!
//! Replay resolves names as the engine would (search path, folded letters, generated names), spells
//! out what a command takes with it, and says where the engine would refuse. It never guesses: what
//! it does not know is a [`Doubt`].

use crate::change::Change;
use crate::command::Command;
use crate::schema::{Name, Schema};
use crate::text::Span;

/// One command with what it found and what it did.
#[derive(Clone, Debug)]
pub struct Step<'s> {
    /// The command.
    pub command: &'s Command,
    /// The position of its statement in the script.
    pub statement: usize,
    /// The schema before it. Cheap to keep: it shares whatever did not change.
    pub before: Schema,
    /// The tables, views, indexes' tables and other things that it names, resolved, in the order in
    /// which the command names them.
    pub targets: Vec<Name>,
    /// What it did, in order, everything that went or changed with it included; nothing where it was
    /// left alone (`IF EXISTS`) or failed.
    pub changes: Vec<Change>,
    /// Why the engine would refuse it.
    pub failure: Option<Failure>,
    /// What is not known from here on because of it.
    pub doubts: Vec<Doubt>,
}

/// A refusal by the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The words of the script that cannot be.
    pub span: Span,
    /// What else to know: what depends on it, which name was probably meant.
    pub notes: Vec<String>,
}

/// Kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// Something it names does not exist.
    Unknown,
    /// Something it creates exists already.
    Duplicate,
    /// Something else depends on what it drops or changes.
    Dependents,
    /// The engine does not do that: `DROP COLUMN` of a key in SQLite.
    Refused,
}

/// Something that is not known for certain, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about.
    pub about: About,
    /// Why, as a clause that completes “it is not known …, because”.
    pub reason: String,
    /// The words of the script that raised it.
    pub span: Span,
}

/// What a doubt is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The whole schema.
    Everything,
    /// Whatever has that name, with all that belongs to it.
    Thing(Name),
}
