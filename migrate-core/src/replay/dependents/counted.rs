//! A reverse index.

use std::borrow::Borrow;

use super::Way;
use crate::schema::Map;

/// For each key the values that go with it, and how often: one flat map, since most keys have one
/// value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted<K: Ord + Clone, V: Ord + Clone>(pub(super) Map<(K, V), u32>);

impl<K: Ord + Clone, V: Ord + Clone> Default for Counted<K, V> {
    fn default() -> Self {
        Self(Map::new())
    }
}

impl<K: Ord + Clone, V: Ord + Clone> Counted<K, V> {
    pub(super) fn count(&mut self, key: K, value: V, way: Way) {
        if way == Way::In {
            return self.0.add((key, value), 1, |count| count + 1);
        }
        self.0.change((key, value), |count| match count {
            Some(count) if *count > 1 => Some(count - 1),
            _ => None,
        });
    }

    pub(super) fn all<Q>(&self, key: &Q) -> Vec<V>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let mut values = Vec::new();
        // Most keys have none, which is found out without a list.
        if self.first(key).is_some() {
            for ((other, value), _) in self.0.since(|(other, _)| other.borrow() >= key) {
                if other.borrow() != key {
                    break;
                }
                values.push(value.clone());
            }
        }
        values
    }

    pub(super) fn first<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Ord + ?Sized,
    {
        let ((other, value), _) = self.0.first(|(other, _)| other.borrow() >= key)?;
        (other.borrow() == key).then_some(value)
    }
}
