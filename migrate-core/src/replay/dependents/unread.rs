//! Which texts have to be read again, where the engine reads all of them for some commands.

use std::collections::BTreeSet;

use super::{Dependents, User};
use crate::change::Change;
use crate::dialect::Dialect;
use crate::schema::{Map, Name, ObjectKind};

/// The views and triggers of SQLite of which it is not known that everything they name is there. What
/// was read and found sound stays so until something that it names changes, or a view that it reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread(Map<User, ()>);

impl Unread {
    pub(super) fn put(&mut self, user: &User, is_there: bool) {
        if is_there {
            self.0.insert(user.clone(), ());
        } else {
            self.0.remove(user);
        }
    }
}

impl Dependents {
    /// The texts that have to be read before it is known that they are sound.
    pub(in crate::replay) fn unread(&self) -> impl Iterator<Item = &User> {
        self.unread.0.keys()
    }

    /// Notes that a text is sound.
    pub(in crate::replay) fn sound(&mut self, user: &User) {
        self.unread.put(user, false);
    }

    /// Notes that texts may be broken by a change that was made, or mended.
    pub(super) fn outdate(&mut self, change: &Change) {
        if self.engine.dialect != Dialect::Sqlite || self.texts.is_empty() {
            return;
        }
        match change {
            Change::AddConstraint(..)
            | Change::DropConstraint(..)
            | Change::CreateIndex { .. }
            | Change::DropIndex { .. } => {}
            // The tables in which a virtual one keeps its rows have names of their own.
            Change::PutObject(object, _) | Change::DropObject(object) => {
                if object.kind == ObjectKind::VirtualTable {
                    self.texts.all().iter().for_each(|user| self.unread.put(user, true));
                }
            }
            Change::RenameTable { from, to } => {
                self.outdate_readers(from);
                self.outdate_readers(to);
            }
            other => other.subject().into_iter().for_each(|name| self.outdate_readers(name)),
        }
    }

    fn outdate_readers(&mut self, relation: &Name) {
        let mut found = BTreeSet::new();
        let mut relations = vec![relation.clone()];
        while let Some(relation) = relations.pop() {
            let belongings = self.belongings(&relation).into_iter();
            let belongings = belongings.map(User::Object);
            for user in self.mentions(&relation.name).into_iter().chain(belongings) {
                if let User::View(view) = &user
                    && !found.contains(&user)
                {
                    relations.push(view.clone());
                }
                found.insert(user);
            }
        }
        found.iter().for_each(|user| self.unread.put(user, true));
    }
}
