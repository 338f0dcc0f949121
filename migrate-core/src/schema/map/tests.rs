use std::borrow::Borrow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Index;

use proptest::prelude::{any, prop};
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::node::{DELTA, Link, weight};
use super::{Difference, Map};

impl<K: Ord + Borrow<Q>, Q: Ord + ?Sized, V> Index<&Q> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).unwrap()
    }
}

/// Whether every node is as its own rules say; how many entries there are.
fn sound(link: &Link<u8, u8>) -> Option<usize> {
    let Some(node) = link else { return Some(0) };
    let (left, right) = (weight(&node.left), weight(&node.right));
    let size = sound(&node.left)? + sound(&node.right)? + 1;
    let balanced = left <= DELTA * right && right <= DELTA * left;
    (balanced && node.size == size).then_some(size)
}

fn plain(map: &Map<u8, u8>) -> BTreeMap<u8, u8> {
    map.iter().map(|(key, value)| (*key, *value)).collect()
}

/// `from` with what `diff` says done to it.
fn follow(from: &Map<u8, u8>, to: &Map<u8, u8>) -> BTreeMap<u8, u8> {
    let mut result = plain(from);
    for difference in from.diff(to) {
        match difference {
            Difference::Added(key, value) => assert_eq!(result.insert(*key, *value), None),
            Difference::Removed(key, value) => assert_eq!(result.remove(key), Some(*value)),
            Difference::Changed { key, from, to } => {
                assert_ne!(from, to);
                assert_eq!(result.insert(*key, *to), Some(*from));
            }
        }
    }
    result
}

proptest! {
    #[test]
    fn it_is_what_a_plain_map_is(steps in prop::collection::vec(any::<(u8, u8, u8)>(), 0..300)) {
        let (mut map, mut model) = (Map::new(), BTreeMap::new());
        let mut versions: Vec<(Map<u8, u8>, BTreeMap<u8, u8>)> = Vec::new();
        for (what, key, value) in steps {
            match what % 8 {
                0..4 => {
                    map.insert(key, value);
                    model.insert(key, value);
                }
                4..6 => prop_assert_eq!(map.remove(&key), model.remove(&key).is_some()),
                6 => {
                    let (own, other) = (map.get_mut(&key), model.get_mut(&key));
                    prop_assert_eq!(own.is_some(), other.is_some());
                    own.into_iter().chain(other).for_each(|own| *own = value);
                }
                _ => versions.push((map.clone(), model.clone())),
            }
            prop_assert_eq!(map.get(&key), model.get(&key));
            prop_assert_eq!(sound(&map.root), Some(model.len()));
            let rest: Vec<_> = map.from(&value).collect();
            prop_assert_eq!(map.first(|other| *other >= value), rest.first().copied());
            prop_assert_eq!(rest, model.range(value..).collect::<Vec<_>>());
        }
        versions.push((map, model));
        for (one, of_one) in &versions {
            prop_assert_eq!(&plain(one), of_one);
            for (other, of_other) in &versions {
                prop_assert_eq!(one == other, of_one == of_other);
                prop_assert_eq!(&follow(one, other), of_other);
            }
        }
        let again: Map<u8, u8> = versions[0].1.clone().into_iter().collect();
        prop_assert!(again == versions[0].0);
    }
}

/// A value that counts how often it is compared.
#[derive(Clone)]
struct Counting<'c>(&'c Cell<u32>);

impl PartialEq for Counting<'_> {
    fn eq(&self, _: &Self) -> bool {
        self.0.set(self.0.get() + 1);
        true
    }
}

#[test]
fn what_is_shared_is_not_compared() {
    let compared = Cell::new(0);
    let mut map: Map<u32, Counting<'_>> = (0..4096).map(|key| (key, Counting(&compared))).collect();
    let before = map.clone();
    map.insert(70_000, Counting(&compared));
    map.insert(40, Counting(&compared));
    map.remove(&17);
    assert_eq!(before.diff(&map).count(), 2);
    assert_eq!(compared.get(), 1);
}
