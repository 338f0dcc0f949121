//! A migration on its way through the passes: as it was read, and as it was replayed.

use crate::dialect::Target;
use crate::proof::{Certainty, Pair, Run};
use crate::replay::Step;
use crate::rule::Lineage;
use crate::schema::Schema;
use crate::set::Script;
use crate::set::name::Direction;
use crate::sql;

/// A script with what was read in it.
pub(super) struct Source<'m> {
    pub(super) script: &'m Script,
    pub(super) path: String,
    pub(super) sql: sql::Script,
    pub(super) direction: Direction,
}

/// A migration with what was read in its scripts.
pub(super) struct Read<'m> {
    pub(super) up: Source<'m>,
    pub(super) down: Option<Source<'m>>,
}

/// A script with what it did.
pub(super) struct Ran<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) before: Schema,
    pub(super) steps: Vec<Step<'s>>,
    pub(super) after: Schema,
    /// What the migration has made by its end.
    pub(super) lineage: Lineage,
}

/// A migration with what its scripts did, one after the other.
pub(super) struct Replayed<'s> {
    pub(super) up: Ran<'s>,
    pub(super) down: Option<Ran<'s>>,
    /// The up once more behind the down, where that did not bring back the very schema.
    pub(super) again: Option<(Vec<Step<'s>>, Schema)>,
}

impl<'s> Ran<'s> {
    pub(super) fn run(&self) -> Run<'_> {
        Run { steps: &self.steps, after: &self.after }
    }
}

impl<'s> Replayed<'s> {
    /// Its scripts, the up first.
    pub(super) fn scripts(&self) -> impl Iterator<Item = &Ran<'s>> {
        std::iter::once(&self.up).chain(&self.down)
    }

    /// What is to be proved of it.
    pub(super) fn pair<'a>(&'a self, target: Target, certainty: &'a Certainty) -> Pair<'a> {
        Pair {
            target,
            before: &self.up.before,
            certainty,
            up: self.up.run(),
            down: self.down.as_ref().map(Ran::run),
            again: self.again.as_ref().map(|(steps, after)| Run { steps, after }),
            restored: self.down.is_some() && self.again.is_none(),
        }
    }
}
