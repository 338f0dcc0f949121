//! A reverse index.

use super::Way;
use crate::schema::Map;

/// For each key the values that go with it, and how often: one flat map, since most keys have one
/// value. The default value is the first in their order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted<K: Ord + Clone, V: Ord + Clone + Default>(pub(super) Map<(K, V), u32>);

impl<K: Ord + Clone, V: Ord + Clone + Default> Default for Counted<K, V> {
    fn default() -> Self {
        Self(Map::new())
    }
}

impl<K: Ord + Clone, V: Ord + Clone + Default> Counted<K, V> {
    pub(super) fn count(&mut self, key: K, value: V, way: Way) {
        if way == Way::In {
            return self.0.add((key, value), 1, |count| count + 1);
        }
        self.0.change((key, value), |count| match count {
            Some(count) if *count > 1 => Some(count - 1),
            _ => None,
        });
    }

    pub(super) fn iter(&self, key: K) -> impl Iterator<Item = &V> {
        let of = key.clone();
        let from = self.0.from(&(key, V::default()));
        from.take_while(move |((other, _), _)| *other == of).map(|((_, value), _)| value)
    }

    /// All values of a key that need not be made where there is none.
    pub(super) fn all(&self, key: impl FnOnce() -> K) -> Vec<V> {
        if self.0.is_empty() { Vec::new() } else { self.iter(key()).cloned().collect() }
    }

    pub(super) fn first(&self, key: K) -> Option<&V> {
        if self.0.is_empty() { None } else { self.iter(key).next() }
    }
}
