//! Plain words for what a script left different.

mod blanks;
mod column;
pub(super) mod constraint;
pub(super) mod index;
pub(super) mod table;

use std::collections::BTreeSet;

use super::Change;
use crate::diff::diff;
use crate::schema::{Constraint, Name, ObjectKind, ObjectName, Schema};

/// One difference, in the words a database administrator would use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residue {
    /// A sentence without its full stop; names and SQL stand in backticks.
    pub text: String,
    /// Whether it changes nothing that a named column or a key can see: the order of columns, blanks
    /// in the body of a routine.
    pub note: bool,
    /// What is different.
    pub subject: Subject,
    /// How.
    pub kind: ResidueKind,
}

/// How something can be different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidueKind {
    /// It is gone.
    Missing,
    /// It is there and was not.
    Surplus,
    /// It is another.
    Other,
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A namespace.
    Namespace(String),
    /// A table as a whole.
    Table(Name),
    /// A column.
    Column(Name, String),
    /// A constraint of a table, as the schema that has it has it.
    Constraint(Name, Box<Constraint>),
    /// An index of a table.
    Index(Name, String),
    /// A view.
    View(Name),
    /// An enumerated type.
    Enum(Name),
    /// A sequence.
    Sequence(Name),
    /// Anything else.
    Object(ObjectName),
}

/// Which schema was expected, and thereby what the sentences refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The schema before the up; a down was to restore it.
    BeforeUp,
    /// The schema after the first up; a second one was to arrive at it again.
    AfterFirstUp,
    /// The schema before a script; what the script changed is told.
    Earlier,
    /// The schema that somebody wants.
    Wanted,
    /// The schema that the migrations make.
    Migrations,
    /// The schema that the same migrations make in another order.
    OtherOrder,
    /// The schema that the same migrations make one by one.
    Apart,
}

impl Expected {
    const fn when(self) -> &'static str {
        match self {
            Self::BeforeUp | Self::Earlier => "before",
            Self::AfterFirstUp => "after the first up",
            Self::Wanted => "in the schema that is wanted",
            Self::Migrations => "after the migrations",
            Self::OtherOrder => "in the other order",
            Self::Apart => "one by one",
        }
    }

    fn missing(self, what: impl std::fmt::Display) -> Said {
        let text = match self {
            Self::BeforeUp => format!("{what} is not restored"),
            Self::AfterFirstUp => format!("{what} is missing after the second up"),
            Self::Earlier => format!("{what} is dropped"),
            Self::Wanted | Self::Migrations | Self::Apart => format!("{what} is missing"),
            Self::OtherOrder => format!("{what} is there in one order only"),
        };
        (ResidueKind::Missing, text)
    }

    fn surplus(self, what: impl std::fmt::Display) -> Said {
        let text = match self {
            Self::BeforeUp => format!("{what} is left behind"),
            Self::AfterFirstUp => format!("{what} is there only after the second up"),
            Self::Earlier => format!("{what} is new"),
            Self::Wanted => format!("{what} stays, and nobody wants it"),
            Self::Migrations => format!("{what} is there, and no migration makes it"),
            Self::OtherOrder => format!("{what} is there in one order only"),
            Self::Apart => format!("{what} is there, and not one by one"),
        };
        (ResidueKind::Surplus, text)
    }

    /// `subject` is in one way and was in another: “column `a` *is nullable*, it was *NOT NULL* before”.
    fn other(self, subject: &str, found: &str, expected: &str) -> Said {
        (ResidueKind::Other, format!("{subject} {found}, it {expected} {}", self.when()))
    }

    fn redefined(self, what: impl std::fmt::Display) -> Said {
        (ResidueKind::Other, format!("{what} has another definition than {}", self.when()))
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
        match change.inside() {
            Some(name) => {
                if reshaped.insert(name.clone()) {
                    residues.extend(words.table(name));
                }
            }
            None => residues.extend(words.thing(&change)),
        }
    }
    residues
}

/// Whether its definition is a program that somebody wrote, rather than what an engine made of it.
const fn has_body(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Routine | ObjectKind::Trigger | ObjectKind::Event)
}

/// A sentence and how the thing it is about is different.
type Said = (ResidueKind, String);

fn different((kind, text): Said, subject: Subject) -> Residue {
    Residue { text, note: false, subject, kind }
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
    fn thing(&self, change: &Change) -> Option<Residue> {
        let (found, which) = (self.found, self.which);
        let (subject, kind, is_put) = match change {
            Change::CreateNamespace(name) => (Subject::Namespace(name.clone()), "schema", false),
            Change::DropNamespace(name) => (Subject::Namespace(name.clone()), "schema", true),
            Change::CreateTable(name, _) => (Subject::Table(name.clone()), "table", false),
            Change::DropTable(name) => (Subject::Table(name.clone()), "table", true),
            Change::PutView(name, _) | Change::DropView(name) => {
                (Subject::View(name.clone()), "view", found.views.contains_key(name))
            }
            Change::PutEnum(name, _) | Change::DropEnum(name) => {
                (Subject::Enum(name.clone()), "type", found.enums.contains_key(name))
            }
            Change::PutSequence(name, _) | Change::DropSequence(name) => {
                (Subject::Sequence(name.clone()), "sequence", found.sequences.contains_key(name))
            }
            Change::PutObject(name, _) | Change::DropObject(name) => return self.object(name),
            _ => return None,
        };
        let what = match &subject {
            Subject::Namespace(name) => format!("{kind} `{name}`"),
            Subject::Table(name)
            | Subject::View(name)
            | Subject::Enum(name)
            | Subject::Sequence(name) => format!("{kind} `{name}`"),
            _ => return None,
        };
        let is_gone = matches!(
            change,
            Change::DropNamespace(_)
                | Change::DropTable(_)
                | Change::DropView(_)
                | Change::DropEnum(_)
                | Change::DropSequence(_)
        );
        let said = match (is_gone, is_put) {
            (true, _) => which.surplus(what),
            (false, true) => match &subject {
                Subject::Enum(name) => self.values(name, &what),
                _ => which.redefined(what),
            },
            (false, false) => which.missing(what),
        };
        Some(different(said, subject))
    }

    /// What is different between two versions of an enumerated type.
    fn values(&self, name: &Name, what: &str) -> Said {
        let values = |schema: &Schema| schema.enums.get(name).map(|found| found.values.clone());
        let (found, expected) =
            (values(self.found).unwrap_or_default(), values(self.expected).unwrap_or_default());
        let beyond = |one: &[String], other: &[String]| -> Vec<String> {
            let only = one.iter().filter(|value| !other.contains(value));
            only.map(|value| format!("`{value}`")).collect()
        };
        let (surplus, missing) = (beyond(&found, &expected), beyond(&expected, &found));
        let list = |values: &[String]| {
            let noun = if values.len() == 1 { "value" } else { "values" };
            format!("{noun} {}", values.join(", "))
        };
        match (surplus.is_empty(), missing.is_empty()) {
            (false, true) => self.which.surplus(format_args!("{} of {what}", list(&surplus))),
            (true, false) => self.which.missing(format_args!("{} of {what}", list(&missing))),
            _ => self.which.redefined(what),
        }
    }

    /// Nothing is said of an object that came or went with its table: the table's own sentence says it.
    fn object(&self, name: &ObjectName) -> Option<Residue> {
        let found = self.found.objects.get(name);
        let expected = self.expected.objects.get(name);
        let table = found.or(expected).and_then(|object| object.table.as_ref());
        let is_there = |table: &Name| {
            (self.found.tables.contains_key(table), self.expected.tables.contains_key(table))
        };
        if table.is_some_and(|table| matches!(is_there(table), (true, false) | (false, true))) {
            return None;
        }
        let said = match (found, expected) {
            _ if name.kind == ObjectKind::Unread => {
                self.which.redefined(format_args!("`{}`", name.name))
            }
            (Some(found), Some(expected))
                if has_body(name.kind) && blanks::are_all(&found.text, &expected.text) =>
            {
                let said = self.which.other(&name.to_string(), "has other blanks", "had others");
                return Some(Residue {
                    note: true,
                    ..different(said, Subject::Object(name.clone()))
                });
            }
            (Some(_), Some(_)) => self.which.redefined(name),
            (None, _) => self.which.missing(name),
            (_, None) => self.which.surplus(name),
        };
        Some(different(said, Subject::Object(name.clone())))
    }
}

#[cfg(test)]
mod tests;
