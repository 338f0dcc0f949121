//! The ordered map that schemas are made of.
//!
//! Replay keeps a schema before and after every statement. With a plain map that costs a copy of the
//! whole schema for each; here it costs the path that changed, and comparing two versions skips what
//! they share. It is a tree of weight-balanced nodes and not one of wide ones: a changed path is a
//! dozen pointers, and no key or value is ever copied for it, which is what counts in a proc macro,
//! where nothing is optimised.

mod iter;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

pub use iter::{Difference, Differences, Iter};

/// An ordered map whose clones share what they have in common.
pub struct Map<K, V> {
    root: Link<K, V>,
}

type Link<K, V> = Option<Arc<Node<K, V>>>;

/// One entry, with the lesser ones on the left and the greater ones on the right.
#[derive(Debug)]
struct Node<K, V> {
    entry: Arc<(K, V)>,
    left: Link<K, V>,
    right: Link<K, V>,
    /// How many entries there are from here on down.
    size: usize,
}

impl<K, V> Clone for Node<K, V> {
    fn clone(&self) -> Self {
        Self {
            entry: Arc::clone(&self.entry),
            left: self.left.clone(),
            right: self.right.clone(),
            size: self.size,
        }
    }
}

/// How many times heavier than its sibling a side may be, and from which weight of its inner part on
/// that part is split. These are the parameters for which the balance is proved: Hirai and Yamamoto,
/// “Balancing weight-balanced trees”, 2011.
const DELTA: usize = 3;
const GAMMA: usize = 2;

fn size<K, V>(link: &Link<K, V>) -> usize {
    match link {
        Some(node) => node.size,
        None => 0,
    }
}

fn weight<K, V>(link: &Link<K, V>) -> usize {
    size(link) + 1
}

impl<K, V> Node<K, V> {
    fn measure(&mut self) {
        self.size = size(&self.left) + size(&self.right) + 1;
    }

    /// Counts anew what is below a node of which one side has changed by one entry, and balances it.
    fn settle(&mut self) {
        let (left, right) = (size(&self.left), size(&self.right));
        self.size = left + right + 1;
        if right + 1 > DELTA * (left + 1) {
            if let Some(right) = &mut self.right
                && weight(&right.left) >= GAMMA * weight(&right.right)
            {
                Arc::make_mut(right).lift_left();
            }
            self.lift_right();
        } else if left + 1 > DELTA * (right + 1) {
            if let Some(left) = &mut self.left
                && weight(&left.right) >= GAMMA * weight(&left.left)
            {
                Arc::make_mut(left).lift_right();
            }
            self.lift_left();
        }
    }

    /// Puts the entry on the right on top, and the one that was there on the left.
    fn lift_right(&mut self) {
        let Some(mut right) = self.right.take() else { return };
        let lowered = Arc::make_mut(&mut right);
        std::mem::swap(&mut self.entry, &mut lowered.entry);
        self.right = lowered.right.take();
        lowered.right = lowered.left.take();
        lowered.left = self.left.take();
        lowered.measure();
        self.left = Some(right);
        self.measure();
    }

    /// Puts the entry on the left on top, and the one that was there on the right.
    fn lift_left(&mut self) {
        let Some(mut left) = self.left.take() else { return };
        let lowered = Arc::make_mut(&mut left);
        std::mem::swap(&mut self.entry, &mut lowered.entry);
        self.left = lowered.left.take();
        lowered.left = lowered.right.take();
        lowered.right = self.right.take();
        lowered.measure();
        self.right = Some(left);
        self.measure();
    }
}

/// Takes the least entry out.
fn take_first<K, V>(link: &mut Link<K, V>) -> Option<Arc<(K, V)>> {
    let node = Arc::make_mut(link.as_mut()?);
    if node.left.is_none() {
        let entry = Arc::clone(&node.entry);
        *link = node.right.take();
        return Some(entry);
    }
    let entry = take_first(&mut node.left);
    node.settle();
    entry
}

/// Puts an entry in, or what `over` makes of the one that its key has and of it; says whether it had none.
fn put<K: Ord, V>(
    link: &mut Link<K, V>,
    entry: Arc<(K, V)>,
    over: &impl Fn(&(K, V), Arc<(K, V)>) -> Arc<(K, V)>,
) -> bool {
    let Some(this) = link else {
        *link = Some(Arc::new(Node { entry, left: None, right: None, size: 1 }));
        return true;
    };
    let node = Arc::make_mut(this);
    let is_new = match entry.0.cmp(&node.entry.0) {
        Ordering::Less => put(&mut node.left, entry, over),
        Ordering::Greater => put(&mut node.right, entry, over),
        Ordering::Equal => {
            node.entry = over(&node.entry, entry);
            false
        }
    };
    if is_new {
        node.settle();
    }
    is_new
}

/// Takes the entry of a key out that is there.
fn take<K, Q, V>(link: &mut Link<K, V>, key: &Q)
where
    K: Borrow<Q>,
    Q: Ord + ?Sized,
{
    let Some(this) = link else { return };
    let node = Arc::make_mut(this);
    match key.cmp(node.entry.0.borrow()) {
        Ordering::Less => take(&mut node.left, key),
        Ordering::Greater => take(&mut node.right, key),
        Ordering::Equal => {
            let Some(next) = take_first(&mut node.right) else {
                *link = node.left.take();
                return;
            };
            node.entry = next;
        }
    }
    node.settle();
}

/// The entry of a key, in a path that nothing else shares.
fn own<'m, K, Q, V>(link: &'m mut Link<K, V>, key: &Q) -> Option<&'m mut Arc<(K, V)>>
where
    K: Borrow<Q>,
    Q: Ord + ?Sized,
{
    let node = Arc::make_mut(link.as_mut()?);
    match key.cmp(node.entry.0.borrow()) {
        Ordering::Less => own(&mut node.left, key),
        Ordering::Greater => own(&mut node.right, key),
        Ordering::Equal => Some(&mut node.entry),
    }
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

    /// The first of those.
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
