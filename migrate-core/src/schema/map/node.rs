//! The tree that a map is.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::sync::Arc;

pub(super) type Link<K, V> = Option<Arc<Node<K, V>>>;

/// One entry, with the lesser ones on the left and the greater ones on the right.
#[derive(Debug)]
pub(super) struct Node<K, V> {
    pub(super) entry: Arc<(K, V)>,
    pub(super) left: Link<K, V>,
    pub(super) right: Link<K, V>,
    /// How many entries there are from here on down.
    pub(super) size: usize,
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
pub(super) const DELTA: usize = 3;
const GAMMA: usize = 2;

pub(super) fn size<K, V>(link: &Link<K, V>) -> usize {
    match link {
        Some(node) => node.size,
        None => 0,
    }
}

pub(super) fn weight<K, V>(link: &Link<K, V>) -> usize {
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

/// A node that nothing else shares. The copy is made here, since it costs less than in
/// [`Arc::make_mut`] where nothing is optimised.
fn owned<K, V>(node: &mut Arc<Node<K, V>>) -> &mut Node<K, V> {
    if Arc::strong_count(node) > 1 {
        *node = Arc::new(Node::clone(node));
    }
    Arc::make_mut(node)
}

/// Takes the least entry out.
fn take_first<K, V>(link: &mut Link<K, V>) -> Option<Arc<(K, V)>> {
    let node = owned(link.as_mut()?);
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
pub(super) fn put<K: Ord, V>(
    link: &mut Link<K, V>,
    entry: Arc<(K, V)>,
    over: &impl Fn(&(K, V), Arc<(K, V)>) -> Arc<(K, V)>,
) -> bool {
    let Some(this) = link else {
        *link = Some(Arc::new(Node { entry, left: None, right: None, size: 1 }));
        return true;
    };
    let node = owned(this);
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
pub(super) fn take<K, Q, V>(link: &mut Link<K, V>, key: &Q)
where
    K: Borrow<Q>,
    Q: Ord + ?Sized,
{
    let Some(this) = link else { return };
    let node = owned(this);
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
pub(super) fn own<'m, K, Q, V>(link: &'m mut Link<K, V>, key: &Q) -> Option<&'m mut Arc<(K, V)>>
where
    K: Borrow<Q>,
    Q: Ord + ?Sized,
{
    let node = owned(link.as_mut()?);
    match key.cmp(node.entry.0.borrow()) {
        Ordering::Less => own(&mut node.left, key),
        Ordering::Greater => own(&mut node.right, key),
        Ordering::Equal => Some(&mut node.entry),
    }
}
