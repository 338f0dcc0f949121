//! The ordered map that schemas are made of.
//!
//! Replay keeps a schema before and after every statement. With a plain map that costs a copy of the
//! whole schema for each; here it costs the path that changed, and comparing two versions skips what
//! they share. It is a tree of weight-balanced nodes and not one of wide ones: a changed path is a
//! dozen pointers, and no key or value is ever copied for it, which is what counts in a proc macro,
//! where nothing is optimised.

mod iter;
mod node;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

pub use iter::{Difference, Differences, Iter};
use node::{Link, own, put, size, take};

/// An ordered map whose clones share what they have in common.
pub struct Map<K, V> {
    root: Link<K, V>,
}

impl<K, V> Map<K, V> {
    /// A map with nothing in it.
    #[must_use]
    pub const fn new() -> Self {
        Self { root: None }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        size(&self.root)
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The entries in the order of their keys.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter::all(&self.root)
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Map<K, V> {
    fn entry<Q>(&self, key: &Q) -> Option<&Arc<(K, V)>>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let mut link = &self.root;
        while let Some(node) = link {
            link = match key.cmp(node.entry.0.borrow()) {
                Ordering::Less => &node.left,
                Ordering::Greater => &node.right,
                Ordering::Equal => return Some(&node.entry),
            };
        }
        None
    }

    /// The value of a key.
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.entry(key).map(|entry| &entry.1)
    }

    /// Whether the key has a value.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.entry(key).is_some()
    }

    /// The entries from a key on.
    pub fn from<Q>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.since(|other| other.borrow() >= key)
    }

    /// The entries from the first one on whose key is behind some place: so are all greater ones.
    pub fn since(&self, is_behind: impl Fn(&K) -> bool) -> Iter<'_, K, V> {
        Iter::since(&self.root, is_behind)
    }

    /// The first of those, without a list of what follows it.
    pub fn first(&self, is_behind: impl Fn(&K) -> bool) -> Option<(&K, &V)> {
        let (mut first, mut link) = (None, &self.root);
        while let Some(node) = link {
            link = if is_behind(&node.entry.0) {
                first = Some((&node.entry.0, &node.entry.1));
                &node.left
            } else {
                &node.right
            };
        }
        first
    }

    /// Gives a key its value, whether or not it had one.
    pub fn insert(&mut self, key: K, value: V) {
        put(&mut self.root, Arc::new((key, value)), &|_, entry| entry);
    }

    /// Gives a key the value that `to` makes of the one it has, or takes it out.
    pub fn change(&mut self, key: K, to: impl FnOnce(Option<&V>) -> Option<V>) {
        let old = self.get(&key);
        match (old.is_some(), to(old)) {
            (true, None) => take(&mut self.root, &key),
            (false, None) => {}
            (_, Some(value)) => self.insert(key, value),
        }
    }

    /// Gives a key a value, or what `again` makes of the one it has.
    pub fn add(&mut self, key: K, value: V, again: impl Fn(&V) -> V)
    where
        K: Clone,
    {
        let more = |old: &(K, V), _| Arc::new((old.0.clone(), again(&old.1)));
        put(&mut self.root, Arc::new((key, value)), &more);
    }

    /// Takes a key and its value out, and says whether it was there.
    pub fn remove<Q>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let is_there = self.contains_key(key);
        if is_there {
            take(&mut self.root, key);
        }
        is_there
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q> + Clone,
        Q: Ord + ?Sized,
        V: Clone,
    {
        if !self.contains_key(key) {
            return None;
        }
        own(&mut self.root, key).map(|entry| &mut Arc::make_mut(entry).1)
    }

    /// Changes the values that are to be changed, and leaves the rest shared.
    pub fn update(&mut self, is_it: impl Fn(&V) -> bool, mut change: impl FnMut(&mut V))
    where
        K: Clone,
        V: Clone,
    {
        let keys: Vec<K> =
            self.iter().filter(|(_, value)| is_it(value)).map(|(key, _)| key.clone()).collect();
        for key in &keys {
            self.get_mut(key).into_iter().for_each(&mut change);
        }
    }

    /// What must be done to make it `other`, in the order of the keys.
    #[must_use]
    pub fn diff<'m>(&'m self, other: &'m Self) -> Differences<'m, K, V>
    where
        V: PartialEq,
    {
        Differences::between(&self.root, &other.root)
    }
}

impl<K, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone() }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        are_alike(&self.root, &other.root)
            || self.len() == other.len() && self.diff(other).next().is_none()
    }
}

/// Whether two trees are equal and of one form, as most are of which one came from the other by changes that
/// were undone.
fn are_alike<K: Ord, V: PartialEq>(one: &Link<K, V>, other: &Link<K, V>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    Arc::ptr_eq(one, other)
        || one.size == other.size
            && (Arc::ptr_eq(&one.entry, &other.entry) || one.entry == other.entry)
            && are_alike(&one.left, &other.left)
            && are_alike(&one.right, &other.right)
}

impl<K: Ord, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        entries.into_iter().for_each(|(key, value)| map.insert(key, value));
        map
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Iter<'m, K, V> {
        self.iter()
    }
}

#[cfg(test)]
mod tests;
