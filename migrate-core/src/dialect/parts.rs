//! What a build knows of each dialect, as one record for each. Beside the `mod` lines of what these are made
//! of, this is the only place that asks for cargo features.
//!
//! Each dialect is a cargo feature, since a service has one engine and should not wait for the compiler to
//! get through three. What all of them have in common names none of them, and finds what one does in
//! its own way in its record.

use super::session::{Session, Transactional};
use super::{Dialect, Target};
use crate::command::Command;
use crate::impact::Impact;
use crate::render::{Rendered, Write};
use crate::replay::{Engine, Step};
use crate::schema::{Column, Name, Schema, Sequence};
use crate::seed::Held;
use crate::sql::lexer::Token;
use crate::sql::split::Statement;
use crate::sql::{SyntaxError, span_of, unread};

/// What only one dialect does, or does in its own way.
pub(crate) struct Parts {
    /// Which one it is.
    pub(crate) dialect: Dialect,
    /// What a statement asks for.
    pub(crate) read: fn(&str, &[Token], Target, &mut Vec<SyntaxError>) -> Vec<Command>,
    /// How a statement gets on with the transaction of its script, as far as its words alone tell.
    pub(crate) transactional: fn(&str, &Statement) -> Transactional,
    /// What replay has to know.
    pub(crate) replay: &'static Engine,
    /// Why the engine may refuse a step for the rows there are, of which no model knows.
    pub(crate) refuses: fn(&Step<'_>) -> Option<String>,
    /// Whether a default in the spelling of the model is certainly the one that the engine shows for a type.
    pub(crate) shows: fn(&str, &str) -> bool,
    /// What a step costs.
    pub(crate) impact: fn(&Step<'_>, Target) -> Impact,
    /// How it writes a change as SQL.
    pub(crate) write: Write,
    /// How it writes the whole difference of two schemas, where that is not one change after the other.
    pub(crate) migration: Option<fn(&Schema, &Schema, Target) -> Rendered>,
    /// What the runner says to it.
    pub(crate) session: &'static dyn Session,
    /// What a column can hold.
    pub(crate) holds: fn(&Column, &Schema) -> Held,
    /// How a column, whose name as SQL comes second, is read as text that only the same value has.
    pub(crate) reads: fn(&Column, &str) -> String,
    /// The last number that the engine gave a row by itself, as an expression.
    pub(crate) counter: fn(&Name, &Column) -> Option<String>,
    /// The last number that a sequence, whose path as SQL comes first, gave out, as an expression.
    pub(crate) standing: fn(&str, &Sequence) -> Option<String>,
}

/// Those that are part of this build.
const BUILT: &[&Parts] = &[
    #[cfg(feature = "postgres")]
    &super::postgres::PARTS,
    #[cfg(feature = "mysql")]
    &super::mysql::PARTS,
    #[cfg(feature = "sqlite")]
    &super::sqlite::PARTS,
];

/// Stands for a dialect that is not, which nobody comes to ask for: a [`Target`] of it cannot be read, and
/// its databases cannot be connected to. Whoever makes one by hand is told nothing that is wrong, since
/// none of its statements is understood.
static ABSENT: Parts = Parts { read: nothing, ..*BUILT[0] };

fn nothing(_: &str, tokens: &[Token], _: Target, _: &mut Vec<SyntaxError>) -> Vec<Command> {
    vec![unread(span_of(tokens), "its dialect is not part of this build")]
}

impl Parts {
    /// Those of a dialect.
    pub(crate) const fn of(dialect: Dialect) -> &'static Self {
        match Self::built(dialect) {
            Some(parts) => parts,
            None => &ABSENT,
        }
    }

    /// Those of a dialect that is part of this build.
    pub(crate) const fn built(dialect: Dialect) -> Option<&'static Self> {
        let mut at = 0;
        while at < BUILT.len() {
            if BUILT[at].dialect as u8 == dialect as u8 {
                return Some(BUILT[at]);
            }
            at += 1;
        }
        None
    }
}
