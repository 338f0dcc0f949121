//! Plain words for what a script left different.

mod column;
mod table;

use std::collections::BTreeSet;

use super::Change;
use crate::diff::diff;
use crate::schema::{Name, ObjectKind, ObjectName, Schema};

/// One difference, in the words a database administrator would use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residue {
    /// A sentence without its full stop; names and SQL stand in backticks.
    pub text: String,
    /// Whether it changes nothing that a named column or a key can see: the order of columns.
    pub note: bool,
}

/// Which schema was expected, and thereby what the sentences refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The schema before the up; a down was to restore it.
    BeforeUp,
    /// The schema after the first up; a second one was to arrive at it again.
    AfterFirstUp,
}

impl Expected {
    const fn when(self) -> &'static str {
        match self {
            Self::BeforeUp => "before",
            Self::AfterFirstUp => "after the first up",
        }
    }

    fn missing(self, what: impl std::fmt::Display) -> String {
        match self {
            Self::BeforeUp => format!("{what} is not restored"),
            Self::AfterFirstUp => format!("{what} is missing after the second up"),
        }
    }

    fn surplus(self, what: impl std::fmt::Display) -> String {
        match self {
            Self::BeforeUp => format!("{what} is left behind"),
            Self::AfterFirstUp => format!("{what} is there only after the second up"),
        }
    }

    /// `subject` is in one way and was in another: “column `a` *is nullable*, it was *NOT NULL* before”.
    fn other(self, subject: &str, found: &str, expected: &str) -> String {
        format!("{subject} {found}, it {expected} {}", self.when())
    }

    fn redefined(self, what: impl std::fmt::Display) -> String {
        format!("{what} has another definition than {}", self.when())
    }
}

/// What is different in `found` from what was `expected`, one sentence each; nothing when they are
/// equal.
#[must_use]
pub fn residues(found: &Schema, expected: &Schema, which: Expected) -> Vec<Residue> {
    let words = Words { found, expected, which };
    let mut residues = Vec::new();
    let mut reshaped = BTreeSet::new();
    for change in diff(found, expected) {
        match table_of(&change) {
            Some(name) => {
                if reshaped.insert(name.clone()) {
                    residues.extend(words.table(name));
                }
            }
            None => residues.extend(words.thing(&change).map(different)),
        }
    }
    residues
}

fn different(text: String) -> Residue {
    Residue { text, note: false }
}

/// The table that a change happens inside of.
const fn table_of(change: &Change) -> Option<&Name> {
    match change {
        Change::SetOptions(name, _)
        | Change::AddColumn(name, _)
        | Change::DropColumn(name, _)
        | Change::RenameColumn { table: name, .. }
        | Change::AlterColumn(name, _)
        | Change::ReorderColumns(name, _)
        | Change::AddConstraint(name, _)
        | Change::DropConstraint(name, _)
        | Change::CreateIndex { table: name, .. }
        | Change::DropIndex { table: name, .. } => Some(name),
        _ => None,
    }
}

struct Words<'a> {
    found: &'a Schema,
    expected: &'a Schema,
    which: Expected,
}

impl Words<'_> {
    /// All sentences about a table that is in both schemas.
    fn table(&self, name: &Name) -> Vec<Residue> {
        match (self.found.tables.get(name), self.expected.tables.get(name)) {
            (Some(found), Some(expected)) => {
                table::residues(&table::Pair { name, found, expected, which: self.which })
            }
            _ => Vec::new(),
        }
    }

    /// The sentence about anything that is not inside of a table.
    fn thing(&self, change: &Change) -> Option<String> {
        let named = |kind: &str, name: &dyn std::fmt::Display| format!("{kind} `{name}`");
        let found = self.found;
        let sentence = match change {
            Change::CreateNamespace(name) => self.which.missing(named("schema", name)),
            Change::DropNamespace(name) => self.which.surplus(named("schema", name)),
            Change::CreateTable(name, _) => self.which.missing(named("table", name)),
            Change::DropTable(name) => self.which.surplus(named("table", name)),
            Change::PutView(name, _) => {
                self.put(found.views.contains_key(name), &named("view", name))
            }
            Change::DropView(name) => self.which.surplus(named("view", name)),
            Change::PutEnum(name, _) => {
                self.put(found.enums.contains_key(name), &named("type", name))
            }
            Change::DropEnum(name) => self.which.surplus(named("type", name)),
            Change::PutSequence(name, _) => {
                self.put(found.sequences.contains_key(name), &named("sequence", name))
            }
            Change::DropSequence(name) => self.which.surplus(named("sequence", name)),
            Change::PutObject(name, _) | Change::DropObject(name) => return self.object(name),
            _ => return None,
        };
        Some(sentence)
    }

    fn put(&self, is_there: bool, what: &str) -> String {
        if is_there { self.which.redefined(what) } else { self.which.missing(what) }
    }

    /// Nothing is said of an object that came or went with its table: the table's own sentence says it.
    fn object(&self, name: &ObjectName) -> Option<String> {
        let found = self.found.objects.get(name);
        let expected = self.expected.objects.get(name);
        let table = found.or(expected).and_then(|object| object.table.as_ref());
        let is_there = |table: &Name| {
            (self.found.tables.contains_key(table), self.expected.tables.contains_key(table))
        };
        if table.is_some_and(|table| matches!(is_there(table), (true, false) | (false, true))) {
            return None;
        }
        if name.kind == ObjectKind::Unread {
            return Some(self.which.redefined(format_args!("`{}`", name.name)));
        }
        Some(match (found, expected) {
            (Some(_), Some(_)) => self.which.redefined(name),
            (None, _) => self.which.missing(name),
            (_, None) => self.which.surplus(name),
        })
    }
}

#[cfg(test)]
mod tests;
