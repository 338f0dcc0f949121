//! The names of what has a place of its own in a schema.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The name of a table, view, enum or sequence, with the namespace it lives in.
///
/// Whatever replay says and keeps is about a name, so clones share the text.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Name(Arc<Ranked>);

/// What a [`Name`] consists of.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct NameParts {
    /// The namespace (PostgreSQL's "schema"); empty for the engine's default one: `public` in
    /// PostgreSQL, the connection's database in MySQL, `main` in SQLite.
    pub namespace: String,
    /// The name as the engine keeps it, without quotes.
    pub name: String,
}

#[derive(Default, PartialEq, Eq, Hash)]
struct Ranked {
    /// Where it stands among others as far as sixteen bytes tell: maps compare names more than anything else.
    rank: u128,
    parts: NameParts,
}

impl Name {
    /// A name in a namespace, which is empty for the engine's default one.
    #[must_use]
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        let (namespace, name) = (namespace.into(), name.into());
        let rank = if namespace.is_empty() {
            leading(&name) >> 1
        } else {
            QUALIFIED | leading(&namespace) >> 1
        };
        Self(Arc::new(Ranked { rank, parts: NameParts { namespace, name } }))
    }

    /// A name in the engine's default namespace.
    #[must_use]
    pub fn bare(name: impl Into<String>) -> Self {
        Self::new(String::new(), name)
    }

    /// Another name in the same namespace.
    #[must_use]
    pub fn beside(&self, name: impl Into<String>) -> Self {
        Self::new(self.namespace.clone(), name)
    }
}

/// The rank of names that are in a namespace of their own: behind all that are in none.
const QUALIFIED: u128 = 1 << 127;

/// The first bytes of a text, as a number that is greater where the text is.
fn leading(text: &str) -> u128 {
    let text = text.as_bytes();
    if let Some(first) = text.first_chunk() {
        return u128::from_be_bytes(*first);
    }
    let mut first = [0; 16];
    first[..text.len()].copy_from_slice(text);
    u128::from_be_bytes(first)
}

impl Deref for Name {
    type Target = NameParts;

    fn deref(&self) -> &NameParts {
        &self.0.parts
    }
}

/// First by the namespace, which most names do not have.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, other) = (&*self.0, &*other.0);
        if one.rank != other.rank {
            return if one.rank < other.rank { Ordering::Less } else { Ordering::Greater };
        }
        let (rank, one, other) = (one.rank, &one.parts, &other.parts);
        if rank >= QUALIFIED {
            match one.namespace.as_bytes().cmp(other.namespace.as_bytes()) {
                Ordering::Equal => {}
                order => return order,
            }
        }
        one.name.as_bytes().cmp(other.name.as_bytes())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{}.", self.namespace)?;
        }
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Name");
        shown.field("namespace", &self.namespace).field("name", &self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_stand_in_the_order_of_their_parts(
            one in "(|a|a{14,18}|[a-z\u{0}ä]{0,20})", name in "(a{0,18}b?|[a-z\u{0}ä]{0,20})",
            two in "(|a|a{14,18}|[a-z\u{0}ä]{0,20})", other in "(a{0,18}b?|[a-z\u{0}ä]{0,20})",
        ) {
            let parts = (&one, &name).cmp(&(&two, &other));
            prop_assert_eq!(Name::new(one, name).cmp(&Name::new(two, other)), parts);
        }
    }

    #[test]
    fn nothing_is_a_name_too() {
        assert_eq!(Name::default(), Name::bare(""));
        assert!(Name::bare("z") < Name::new("a", "a"));
    }
}
