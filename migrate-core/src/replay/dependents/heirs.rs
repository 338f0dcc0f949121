//! Which tables inherit from which.

use super::Way;
use super::counted::Counted;
use crate::schema::Name;

/// For each table the tables that inherit from it or are partitions of it, by the name that the engine
/// knows it by. A copy costs nothing, so that each step can have the one of its schema: to look through
/// all tables for each statement would cost their square.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Heirs(Counted<Name, Name>);

impl Heirs {
    /// The tables directly below one, in the order of their names.
    pub(crate) fn of(&self, parent: &Name) -> Vec<Name> {
        self.0.all(parent)
    }

    pub(super) fn count(&mut self, parent: Name, heir: Name, way: Way) {
        self.0.count(parent, heir, way);
    }
}
