//! Which texts name what.

use std::sync::Arc;

use super::counted::Counted;
use super::{Dependents, User, Way};
use crate::dialect::Dialect;
use crate::replay::expression;
use crate::schema::Name;

/// For each word, in lower case, the views and objects whose text has it, and the views whose `*` stood for
/// columns of a table of that name, which another one may have by now. A copy costs nothing, so that each
/// step can have the one of its schema: to look through all views for each column that goes would cost
/// their square.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts {
    words: Counted<Arc<str>, User>,
    stars: Counted<Arc<str>, User>,
}

impl Texts {
    /// The views that may read a table of that name, and all that do, in the order of their names.
    pub(crate) fn views(&self, table: &str) -> Vec<Name> {
        let word = table.to_lowercase();
        let users = self.words.all(&*word).into_iter();
        let mut views = Vec::new();
        for user in users.chain(self.stars.all(&*word)) {
            if let User::View(name) = user {
                views.push(name);
            }
        }
        views.sort();
        views.dedup();
        views
    }

    /// The views and objects whose text has that word.
    pub(super) fn with(&self, word: &str) -> Vec<User> {
        self.words.all(&*word.to_lowercase())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.0.is_empty()
    }

    /// All of them, once for each word.
    pub(super) fn all(&self) -> Vec<User> {
        self.words.0.keys().map(|(_, user)| user.clone()).collect()
    }

    pub(super) fn word(&mut self, word: String, user: &User, way: Way) {
        self.words.count(Arc::from(word), user.clone(), way);
    }

    pub(super) fn star(&mut self, table: &str, user: &User, way: Way) {
        self.stars.count(key(table), user.clone(), way);
    }
}

impl Dependents {
    /// The views and objects whose text has that word.
    pub(in crate::replay) fn mentions(&self, word: &str) -> Vec<User> {
        self.texts.with(word)
    }

    /// What all texts name.
    pub(in crate::replay) const fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(super) fn text(&mut self, text: &str, user: &User, way: Way) {
        if self.engine.dialect == Dialect::Sqlite {
            self.unread.put(user, way == Way::In);
        }
        for word in expression::mentioned(text, self.engine.dialect) {
            self.texts.word(word, user, way);
        }
    }
}

fn key(word: &str) -> Arc<str> {
    Arc::from(word.to_lowercase())
}
