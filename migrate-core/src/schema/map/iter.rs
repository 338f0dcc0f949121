//! Going through maps.

use std::cmp::Ordering;
use std::sync::Arc;

use super::node::{Link, Node};

/// The entries of a map in the order of their keys.
#[derive(Debug)]
pub struct Iter<'m, K, V> {
    /// The nodes to come whose left side is done, the next one last.
    open: Vec<&'m Node<K, V>>,
}

impl<'m, K, V> Iter<'m, K, V> {
    pub(super) fn all(root: &'m Link<K, V>) -> Self {
        let mut iter = Self { open: Vec::new() };
        iter.descend(root);
        iter
    }

    pub(super) fn since(root: &'m Link<K, V>, is_behind: impl Fn(&K) -> bool) -> Self {
        let mut iter = Self { open: Vec::new() };
        let mut link = root;
        while let Some(node) = link {
            if is_behind(&node.entry.0) {
                iter.open.push(node);
                link = &node.left;
            } else {
                link = &node.right;
            }
        }
        iter
    }

    fn descend(&mut self, mut link: &'m Link<K, V>) {
        while let Some(node) = link {
            self.open.push(node);
            link = &node.left;
        }
    }
}

impl<'m, K, V> Iterator for Iter<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.open.pop()?;
        self.descend(&node.right);
        let (key, value) = &*node.entry;
        Some((key, value))
    }
}

/// One key at which two maps differ.
#[derive(Debug, PartialEq, Eq)]
pub enum Difference<'m, K, V> {
    /// Only the other map has it.
    Added(&'m K, &'m V),
    /// Only the first map has it.
    Removed(&'m K, &'m V),
    /// Both have it, with another value.
    Changed {
        /// The key.
        key: &'m K,
        /// The value in the first map.
        from: &'m V,
        /// The value in the other map.
        to: &'m V,
    },
}

/// What two maps differ in.
#[derive(Debug)]
pub struct Differences<'m, K, V> {
    from: Front<'m, K, V>,
    to: Front<'m, K, V>,
}

/// What is left of a map, the next part last.
#[derive(Debug)]
struct Front<'m, K, V>(Vec<Part<'m, K, V>>);

#[derive(Debug)]
enum Part<'m, K, V> {
    Tree(&'m Arc<Node<K, V>>),
    Entry(&'m Arc<(K, V)>),
}

impl<K, V> Clone for Part<'_, K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Part<'_, K, V> {}

impl<'m, K, V> Front<'m, K, V> {
    fn of(root: &'m Link<K, V>) -> Self {
        Self(root.iter().map(Part::Tree).collect())
    }

    /// Puts the parts of a tree in its place.
    fn open(&mut self, tree: &'m Node<K, V>) {
        self.0.pop();
        self.0.extend(tree.right.as_ref().map(Part::Tree));
        self.0.push(Part::Entry(&tree.entry));
        self.0.extend(tree.left.as_ref().map(Part::Tree));
    }
}

impl<'m, K: Ord, V: PartialEq> Differences<'m, K, V> {
    pub(super) fn between(from: &'m Link<K, V>, to: &'m Link<K, V>) -> Self {
        Self { from: Front::of(from), to: Front::of(to) }
    }

    /// Takes the next entry of both sides, which is the same key or only on one side.
    fn entries(
        &mut self,
        from: &'m Arc<(K, V)>,
        to: &'m Arc<(K, V)>,
    ) -> Option<Difference<'m, K, V>> {
        let order = if Arc::ptr_eq(from, to) { Ordering::Equal } else { from.0.cmp(&to.0) };
        if order != Ordering::Greater {
            self.from.0.pop();
        }
        if order != Ordering::Less {
            self.to.0.pop();
        }
        match order {
            Ordering::Less => Some(Difference::Removed(&from.0, &from.1)),
            Ordering::Greater => Some(Difference::Added(&to.0, &to.1)),
            Ordering::Equal if Arc::ptr_eq(from, to) || from.1 == to.1 => None,
            Ordering::Equal => Some(Difference::Changed { key: &to.0, from: &from.1, to: &to.1 }),
        }
    }
}

impl<'m, K: Ord, V: PartialEq> Iterator for Differences<'m, K, V> {
    type Item = Difference<'m, K, V>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match (self.from.0.last().copied(), self.to.0.last().copied()) {
                (None, None) => return None,
                (Some(Part::Tree(from)), Some(Part::Tree(to))) if Arc::ptr_eq(from, to) => {
                    self.from.0.pop();
                    self.to.0.pop();
                }
                // The greater of two trees may have the other one in it.
                (Some(Part::Tree(from)), Some(Part::Tree(to))) if from.size < to.size => {
                    self.to.open(to);
                }
                (Some(Part::Tree(from)), _) => self.from.open(from),
                (_, Some(Part::Tree(to))) => self.to.open(to),
                (Some(Part::Entry(from)), Some(Part::Entry(to))) => {
                    if let Some(difference) = self.entries(from, to) {
                        return Some(difference);
                    }
                }
                (Some(Part::Entry(from)), None) => {
                    self.from.0.pop();
                    return Some(Difference::Removed(&from.0, &from.1));
                }
                (None, Some(Part::Entry(to))) => {
                    self.to.0.pop();
                    return Some(Difference::Added(&to.0, &to.1));
                }
            }
        }
    }
}
