//! What came into being between the beginning of the up and now.

use std::collections::BTreeSet;

use super::certainty::Key;
use crate::change::Change;
use crate::schema::Name;

/// Things, and parts of things, that the pair itself made: taking them away takes nothing away that
/// was there before.
#[derive(Debug, Default)]
pub(super) struct Born {
    things: BTreeSet<Key>,
    parts: BTreeSet<(Name, Part)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Column(String),
    Index(String),
    Constraint(String),
}

impl Born {
    pub(super) fn has(&self, key: &Key) -> bool {
        self.things.contains(key)
    }

    pub(super) fn has_table(&self, name: &Name) -> bool {
        self.has(&Key::Relation(name.clone()))
    }

    /// Whether the change takes away or alters only what the pair made.
    pub(super) fn covers(&self, change: &Change) -> bool {
        self.has(&Key::of(change)) || self.added(change)
    }

    /// Whether the change is about a part that was added to its table, not created with it.
    pub(super) fn added(&self, change: &Change) -> bool {
        let Key::Relation(table) = Key::of(change) else { return false };
        part(change).is_some_and(|part| self.parts.contains(&(table, part)))
    }

    pub(super) fn absorb(&mut self, change: &Change, existed: bool) {
        let key = Key::of(change);
        match change {
            Change::CreateNamespace(_)
            | Change::CreateTable(..)
            | Change::PutView(..)
            | Change::PutEnum(..)
            | Change::PutSequence(..)
            | Change::PutObject(..) => {
                if !existed {
                    self.things.insert(key);
                }
            }
            Change::DropTable(_)
            | Change::DropNamespace(_)
            | Change::DropView(_)
            | Change::DropEnum(_)
            | Change::DropSequence(_)
            | Change::DropObject(_) => {
                self.things.remove(&key);
            }
            Change::RenameTable { from, to } => self.rename_table(from, to),
            Change::RenameColumn { table, from, to } => {
                if self.parts.remove(&(table.clone(), Part::Column(from.clone()))) {
                    self.parts.insert((table.clone(), Part::Column(to.clone())));
                }
            }
            Change::AddColumn(table, _)
            | Change::AddConstraint(table, _)
            | Change::CreateIndex { table, .. } => {
                self.parts.extend(part(change).map(|part| (table.clone(), part)));
            }
            Change::DropColumn(table, _)
            | Change::DropConstraint(table, _)
            | Change::DropIndex { table, .. } => {
                if let Some(part) = part(change) {
                    self.parts.remove(&(table.clone(), part));
                }
            }
            Change::SetOptions(..) | Change::AlterColumn(..) | Change::ReorderColumns(..) => {}
        }
    }

    fn rename_table(&mut self, from: &Name, to: &Name) {
        if self.things.remove(&Key::Relation(from.clone())) {
            self.things.insert(Key::Relation(to.clone()));
        }
        let of_it = |entry: &&(Name, Part)| entry.0 == *from;
        let moved: Vec<(Name, Part)> = self.parts.iter().filter(of_it).cloned().collect();
        for entry in moved {
            self.parts.remove(&entry);
            self.parts.insert((to.clone(), entry.1));
        }
    }
}

fn part(change: &Change) -> Option<Part> {
    match change {
        Change::AddColumn(_, column) | Change::AlterColumn(_, column) => {
            Some(Part::Column(column.name.clone()))
        }
        Change::DropColumn(_, column) => Some(Part::Column(column.clone())),
        Change::AddConstraint(_, constraint) | Change::DropConstraint(_, constraint) => {
            constraint.name().map(|name| Part::Constraint(name.to_owned()))
        }
        Change::CreateIndex { name, .. } | Change::DropIndex { name, .. } => {
            Some(Part::Index(name.clone()))
        }
        _ => None,
    }
}
