//! The names of what has a place of its own in a schema.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The name of a table, view, enum or sequence, with the namespace it lives in.
///
/// Whatever replay says and keeps is about a name, so clones share the text.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Name(Arc<NameParts>);

/// What a [`Name`] consists of.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct NameParts {
    /// The namespace (PostgreSQL's "schema"); empty for the engine's default one: `public` in
    /// PostgreSQL, the connection's database in MySQL, `main` in SQLite.
    pub namespace: String,
    /// The name as the engine keeps it, without quotes.
    pub name: String,
}

impl Name {
    /// A name in a namespace, which is empty for the engine's default one.
    #[must_use]
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self(Arc::new(NameParts { namespace: namespace.into(), name: name.into() }))
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

impl Deref for Name {
    type Target = NameParts;

    fn deref(&self) -> &NameParts {
        &self.0
    }
}

/// First by the namespace, which most names do not have: maps compare names more than anything else.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, other) = (&*self.0, &*other.0);
        if !(one.namespace.is_empty() && other.namespace.is_empty()) {
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
