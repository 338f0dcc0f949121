//! What a proof is given.

use super::Certainty;
use crate::dialect::Target;
use crate::replay::Step;
use crate::schema::Schema;

/// An up and its down, replayed.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// What it is written for.
    pub target: Target,
    /// The schema before the up.
    pub before: &'a Schema,
    /// What of it is known for certain.
    pub certainty: &'a Certainty,
    /// The up.
    pub up: Run<'a>,
    /// The down; none where there is no way back.
    pub down: Option<Run<'a>>,
    /// The up once more, after the down: needed where the down does not bring back the very schema
    /// it began with, since otherwise the second up does what the first one did.
    pub again: Option<Run<'a>>,
    /// Whether the down brings back the very schema that it began with. Whoever replays
    /// a pair has to know it anyway, and comparing schemas costs.
    pub restored: bool,
}

/// A script that was replayed.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What its commands did.
    pub steps: &'a [Step<'a>],
    /// The schema after it.
    pub after: &'a Schema,
}
