//! The lists that tables are made of.
//!
//! Replay keeps a table as it was before every statement that changes it. What is in a list of it is
//! shared between all of them, so that a copy costs a pointer for each part and not the part: a table
//! that gets a thousand columns one by one is a thousand tables.

use std::fmt;
use std::ops::Index;
use std::slice;
use std::sync::Arc;

/// A list whose clones share what is in them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct List<T>(Vec<Arc<T>>);

/// What is in a list, in order.
pub type Items<'l, T> = std::iter::Map<slice::Iter<'l, Arc<T>>, fn(&'l Arc<T>) -> &'l T>;

impl<T> List<T> {
    /// A list with nothing in it.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How much is in it.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in it, in order.
    pub fn iter(&self) -> Items<'_, T> {
        self.0.iter().map(Arc::as_ref)
    }

    /// What stands at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at).map(Arc::as_ref)
    }

    /// What stands first.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// What stands last.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.0.last().map(Arc::as_ref)
    }

    /// Adds something at the end.
    pub fn push(&mut self, item: T) {
        self.0.push(Arc::new(item));
    }

    /// Puts something in another's place, if there is such a place.
    pub fn set(&mut self, at: usize, item: T) {
        if let Some(old) = self.0.get_mut(at) {
            *old = Arc::new(item);
        }
    }

    /// Takes out what stands at a place, if something does.
    pub fn remove(&mut self, at: usize) {
        if at < self.0.len() {
            self.0.remove(at);
        }
    }

    /// Keeps what is wanted.
    pub fn retain(&mut self, mut is_wanted: impl FnMut(&T) -> bool) {
        self.0.retain(|item| is_wanted(item));
    }
}

impl<T: PartialEq> List<T> {
    /// Whether it is in it.
    #[must_use]
    pub fn contains(&self, wanted: &T) -> bool {
        self.0.iter().any(|item| **item == *wanted)
    }

    /// Keeps one of what stands side by side and is the same.
    pub fn dedup(&mut self) {
        self.0.dedup();
    }
}

impl<T: Ord> List<T> {
    /// Puts something in its place in a list that is in order.
    pub fn insert(&mut self, item: T) {
        let at = self.0.partition_point(|other| **other <= item);
        self.0.insert(at, Arc::new(item));
    }

    /// Puts what is in it in order.
    pub fn sort(&mut self) {
        self.0.sort();
    }
}

impl<T: Clone> List<T> {
    /// What is in it, to be changed. Whatever this goes past is shared no longer.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// Changes what is to be changed, and leaves the rest shared.
    pub fn update(&mut self, is_it: impl Fn(&T) -> bool, mut change: impl FnMut(&mut T)) {
        self.0.iter_mut().filter(|item| is_it(item)).for_each(|item| change(Arc::make_mut(item)));
    }

    /// What stands at a place, to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.0.get_mut(at).map(Arc::make_mut)
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at]
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().map(Arc::new).collect())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.0.extend(items.into_iter().map(Arc::new));
    }
}

impl<'l, T> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = Items<'l, T>;

    fn into_iter(self) -> Items<'l, T> {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::vec::IntoIter<Arc<T>>, fn(Arc<T>) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(Arc::unwrap_or_clone)
    }
}
