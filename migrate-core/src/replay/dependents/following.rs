//! The indexes over a schema that changes.

use std::cell::OnceCell;

use super::{Dependents, Way};
use crate::change::Change;
use crate::schema::Schema;

/// The indexes over the schema of a replay. What is dropped leaves them when somebody asks or something
/// else comes: most downs end with a drop, and their indexes are never asked again.
#[derive(Clone, Debug)]
pub(in crate::replay) struct Following {
    known: Dependents,
    /// The drops that `known` has not followed, each with the schema before it.
    dropped: Vec<(Schema, Change)>,
    /// What `known` is behind them, once somebody has asked.
    now: OnceCell<Dependents>,
}

impl From<Dependents> for Following {
    fn from(known: Dependents) -> Self {
        Self { known, dropped: Vec::new(), now: OnceCell::new() }
    }
}

impl Following {
    /// The indexes as they are now.
    pub(in crate::replay) fn get(&self) -> &Dependents {
        if self.dropped.is_empty() {
            return &self.known;
        }
        self.now.get_or_init(|| {
            let mut now = self.known.clone();
            now.follow(&self.dropped);
            now
        })
    }

    /// The indexes as they are now, to be changed.
    pub(in crate::replay) fn get_mut(&mut self) -> &mut Dependents {
        match self.now.take() {
            Some(now) => self.known = now,
            None => self.known.follow(&self.dropped),
        }
        self.dropped.clear();
        &mut self.known
    }

    /// Forgets what `change` is about to change.
    pub(in crate::replay) fn leave(&mut self, schema: &Schema, change: &Change) {
        if is_drop(change) {
            if self.now.get().is_some() {
                self.get_mut();
            }
            self.dropped.push((schema.clone(), change.clone()));
        } else {
            self.get_mut().pass(schema, change, Way::Out);
        }
    }

    /// Learns what `change` has changed.
    pub(in crate::replay) fn enter(&mut self, schema: &Schema, change: &Change) {
        if !is_drop(change) {
            self.known.enter(schema, change);
        }
    }
}

impl Dependents {
    fn follow(&mut self, dropped: &[(Schema, Change)]) {
        for (before, change) in dropped {
            self.pass(before, change, Way::Out);
            self.outdate(change);
        }
    }

    fn enter(&mut self, schema: &Schema, change: &Change) {
        self.pass(schema, change, Way::In);
        self.outdate(change);
    }
}

/// Whether nothing new stands where the change was made.
const fn is_drop(change: &Change) -> bool {
    matches!(
        change,
        Change::DropTable(_)
            | Change::DropColumn(..)
            | Change::DropConstraint(..)
            | Change::DropIndex { .. }
            | Change::DropView(_)
            | Change::DropSequence(_)
            | Change::DropObject(_)
    )
}
