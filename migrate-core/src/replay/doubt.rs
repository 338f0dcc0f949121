//! What is not known.

use std::sync::Arc;

use super::{About, Doubt};
use crate::schema::{Map, Name};

/// Doubts, and what is known in spite of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Doubts {
    everything: Option<Arc<Doubt>>,
    /// What was defined or dropped after the doubt about everything.
    settled: Map<Name, ()>,
    things: Map<Name, Arc<Doubt>>,
}

impl Doubts {
    pub(super) fn all(&self) -> Vec<&Doubt> {
        self.everything.iter().chain(self.things.values()).map(Arc::as_ref).collect()
    }

    pub(super) fn about(&self, name: &Name) -> Option<&Doubt> {
        if self.everything.is_none() && self.things.is_empty() {
            return None;
        }
        let everything = self.everything.as_ref().filter(|_| !self.settled.contains_key(name));
        self.things.get(name).or(everything).map(Arc::as_ref)
    }

    /// The first doubt about a thing is the one to keep: it says since when.
    pub(super) fn raise(&mut self, doubt: &Doubt) {
        match &doubt.about {
            About::Everything => {
                self.settled = Map::new();
                self.everything.get_or_insert_with(|| Arc::new(doubt.clone()));
            }
            About::Thing(name) => {
                if !self.things.contains_key(name) {
                    self.things.insert(name.clone(), Arc::new(doubt.clone()));
                }
            }
        }
    }

    /// From here on it is known whether `name` exists, and what it is.
    pub(super) fn settle(&mut self, name: &Name) {
        if self.everything.is_some() {
            self.settled.insert(name.clone(), ());
        }
        if !self.things.is_empty() {
            self.things.remove(name);
        }
    }

    /// What was known as `from` is known as `to`.
    pub(super) fn rename(&mut self, from: &Name, to: &Name) {
        match self.about(from).cloned() {
            Some(doubt) => {
                self.settle(from);
                self.things.insert(
                    to.clone(),
                    Arc::new(Doubt { about: About::Thing(to.clone()), ..doubt }),
                );
            }
            None => {
                self.settle(from);
                self.settle(to);
            }
        }
    }
}
