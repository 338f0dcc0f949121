//! Texts that get a character set which has all that they can be made of, and their own one again.

use std::collections::BTreeMap;

use super::identity::Identity;
use super::{Place, Reason};
use crate::replay::Step;
use crate::schema::{Column, Name, Table};

/// The tables from before the up whose texts are in another character set for now: the one that they
/// had, and why they would be others if it did not come back.
#[derive(Default)]
pub(super) struct Converted(BTreeMap<Name, (String, Reason)>);

/// Character sets of which each letter is one of the second.
const WIDER: [(&str, &str); 7] = [
    ("ascii", "latin1"),
    ("ascii", "utf8mb3"),
    ("ascii", "utf8mb4"),
    ("latin1", "utf8mb3"),
    ("latin1", "utf8mb4"),
    ("utf8", "utf8mb4"),
    ("utf8mb3", "utf8mb4"),
];

impl Converted {
    /// Whether a conversion to `charset` loses nothing, or brings back what such a one made of texts.
    pub(super) fn is_followed(
        &mut self,
        step: &Step<'_>,
        charset: &str,
        identity: &Identity<'_>,
        place: Place,
    ) -> bool {
        let Some(name) = step.targets.first() else { return false };
        let Some((origin, of)) = identity.table(name).zip(step.before.tables.get(name)) else {
            return false;
        };
        if self.0.get(&origin).is_some_and(|(own, _)| own == charset) {
            self.0.remove(&origin);
            return true;
        }
        let Some(own) = only_charset(of).filter(|own| WIDER.contains(&(own, charset))) else {
            return false;
        };
        let text = format!("texts are converted to `{charset}`");
        let reason = Reason { text, place: Some(place) };
        self.0.entry(origin).or_insert((own.to_owned(), reason));
        true
    }

    pub(super) fn into_reasons(self) -> impl Iterator<Item = Reason> {
        self.0.into_values().map(|(_, reason)| reason)
    }
}

/// The character set of all texts of a table, where it is one and known.
fn only_charset(table: &Table) -> Option<&str> {
    let of_table = table.options.charset.as_deref()?;
    // A document has a character set of its own that it does not name.
    let is_of_table = |column: &Column| {
        column.data_type != "json" && column.charset.as_deref().is_none_or(|own| own == of_table)
    };
    table.columns.iter().all(is_of_table).then_some(of_table)
}
