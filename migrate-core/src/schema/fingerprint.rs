//! A schema in 32 digits: what a receipt says of the schema that a migration met, and of the one it
//! left behind.

mod content;
#[cfg(test)]
mod tests;

use std::fmt;

use hmac_sha256::Hash;

use super::{Difference, Map, Schema};
use content::{Content, Ink};

/// How the digits are computed. Another way to read the nouns, or another noun, is another number:
/// what an older version of this computed is then no evidence, rather than evidence of a change.
pub const FORMAT: u32 = 1;

/// The content of a schema: `1:` and 32 hexadecimal digits. The same schema has the same fingerprint
/// in every run and on every platform.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a schema.
    #[must_use]
    pub fn of(schema: &Schema) -> Self {
        Follower::default().follow(schema)
    }

    /// A fingerprint that was written down: the number of a format, a colon, and 32 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (format, digits) = text.split_once(':')?;
        let is_number = |byte: u8| byte.is_ascii_digit();
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let written = !format.is_empty() && format.bytes().all(is_number);
        let whole = digits.len() == 32 && digits.bytes().all(is_digit);
        (written && whole).then(|| Self(text.to_owned()))
    }

    /// Whether this version computes fingerprints like it, so that two of them can be compared.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.0.split_once(':').is_some_and(|(format, _)| format == FORMAT.to_string())
    }

    /// As it is written down.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes the fingerprints of one schema after the other, and looks only at what changed in between.
///
/// The digits are the sum of what each table, view, … is on its own, so that one that comes or goes
/// is one number more or less: along a set of migrations the cost is that of its changes, and not of
/// all schemas in full.
#[derive(Clone, Debug, Default)]
pub struct Follower {
    last: Schema,
    sum: u128,
}

impl Follower {
    /// The fingerprint of the next schema.
    pub fn follow(&mut self, schema: &Schema) -> Fingerprint {
        let last = std::mem::replace(&mut self.last, schema.clone());
        let Schema { namespaces, tables, views, enums, sequences, objects } = schema;
        self.add("namespace", &last.namespaces, namespaces);
        self.add("table", &last.tables, tables);
        self.add("view", &last.views, views);
        self.add("enum", &last.enums, enums);
        self.add("sequence", &last.sequences, sequences);
        self.add("object", &last.objects, objects);
        Fingerprint(format!("{FORMAT}:{:032x}", self.sum))
    }

    fn add<K, V>(&mut self, noun: &str, from: &Map<K, V>, to: &Map<K, V>)
    where
        K: Ord + Content,
        V: PartialEq + Content,
    {
        for difference in from.diff(to) {
            let (gone, come) = match difference {
                Difference::Added(key, value) => (0, number(noun, key, value)),
                Difference::Removed(key, value) => (number(noun, key, value), 0),
                Difference::Changed { key, from, to } => {
                    (number(noun, key, from), number(noun, key, to))
                }
            };
            self.sum = self.sum.wrapping_sub(gone).wrapping_add(come);
        }
    }
}

/// What one entry adds to the sum.
fn number<K: Content, V: Content>(noun: &str, key: &K, value: &V) -> u128 {
    let mut ink = Ink::default();
    noun.put(&mut ink);
    key.put(&mut ink);
    value.put(&mut ink);
    let digest = Hash::hash(&ink.0);
    digest.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}
