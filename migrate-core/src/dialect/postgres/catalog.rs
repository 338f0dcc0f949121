//! The catalog as a schema: what to ask a server, and what its answers mean.
//!
//! Every column is text, so that the answers can come through any client and a test can record them.
//! Expressions are spelled as the engine prints them, which no file does: who compares with what was
//! replayed compares names, types and shapes. Names in that text have their namespace unless the
//! session's `search_path` reaches it: two inspections that are compared need the same one.

mod assemble;

use std::collections::BTreeMap;

use crate::dialect::Target;
use crate::dialect::catalog::{Row, Whole};
use crate::schema::{Name, Schema};

/// What separates the elements of a list within a column.
pub const LIST: char = '\u{1d}';

/// What separates the parts of such an element.
const PART: char = '\u{19}';

/// The queries, in the order in which [`schema`] takes their answers. What an extension brought is the
/// extension's; what the system has from the beginning is nobody's.
pub const QUERIES: [&str; 9] = [
    include_str!("catalog/namespaces.sql"),
    include_str!("catalog/tables.sql"),
    include_str!("catalog/columns.sql"),
    include_str!("catalog/constraints.sql"),
    include_str!("catalog/indexes.sql"),
    include_str!("catalog/sequences.sql"),
    include_str!("catalog/views.sql"),
    include_str!("catalog/enums.sql"),
    include_str!("catalog/objects.sql"),
];

/// What asks for all of that, and reads it.
pub(super) fn catalog(target: Target) -> Whole {
    Whole::new(QUERIES.map(str::to_owned).to_vec(), |answers, _| schema(answers), target)
}

/// The schema that the answers to [`QUERIES`] tell of.
#[must_use]
pub fn schema(answers: &[Vec<Row>]) -> Schema {
    let rows = |at: usize| answers.get(at).map(Vec::as_slice).unwrap_or_default().iter().map(Cells);
    let mut tables = assemble::Tables::default();
    rows(1).for_each(|row| tables.table(&row));
    rows(2).for_each(|row| tables.column(&row));
    rows(3).for_each(|row| tables.constraint(&row));
    let mut schema = Schema::default();
    rows(0).for_each(|row| schema.namespaces.insert(row.text(0).to_owned(), ()));
    let mut views: BTreeMap<_, _> =
        rows(6).map(|row| (row.name(0), assemble::view(&row))).collect();
    for row in rows(4) {
        match views.get_mut(&row.name(0)) {
            Some(view) => {
                view.indexes.insert(row.text(2).to_owned(), assemble::index(&row));
            }
            None => tables.index(&row),
        }
    }
    tables.into_schema(&mut schema);
    views.into_iter().for_each(|(name, view)| schema.views.insert(name, view));
    rows(5).for_each(|row| schema.sequences.insert(row.name(0), assemble::sequence(&row)));
    rows(7).for_each(|row| schema.enums.insert(row.name(0), assemble::values(&row)));
    rows(8).filter_map(|row| assemble::object(&row)).for_each(|(name, object)| {
        schema.objects.insert(name, object);
    });
    schema
}

/// The columns of a row.
#[derive(Clone, Copy)]
struct Cells<'a>(&'a Row);

impl<'a> Cells<'a> {
    fn get(self, at: usize) -> Option<&'a str> {
        self.0.get(at).and_then(Option::as_deref)
    }

    fn text(self, at: usize) -> &'a str {
        self.get(at).unwrap_or_default()
    }

    fn owned(self, at: usize) -> Option<String> {
        self.get(at).map(ToOwned::to_owned)
    }

    fn is(self, at: usize) -> bool {
        matches!(self.text(at), "t" | "true")
    }

    /// The elements of a list; none for an empty one.
    fn elements(self, at: usize) -> impl Iterator<Item = &'a str> {
        self.get(at).filter(|text| !text.is_empty()).into_iter().flat_map(|text| text.split(LIST))
    }

    fn list(self, at: usize) -> Vec<String> {
        self.elements(at).map(ToOwned::to_owned).collect()
    }

    /// The elements of a list of pairs.
    fn pairs(self, at: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.elements(at).filter_map(|element| element.split_once(PART))
    }

    /// The elements of a list of options: `fillfactor=70`.
    fn options(self, at: usize) -> impl Iterator<Item = (String, String)> {
        let options = self.elements(at).filter_map(|option| option.split_once('='));
        options.map(|(name, value)| {
            let value = match value {
                "on" | "yes" => "true",
                "off" | "no" => "false",
                other => other,
            };
            (name.to_owned(), value.to_owned())
        })
    }

    fn number(self, at: usize) -> i64 {
        self.text(at).parse().unwrap_or_default()
    }

    /// A name from the namespace at `at` and what follows it.
    fn name(self, at: usize) -> Name {
        name(self.text(at), self.text(at + 1))
    }
}

/// A name; `public` is the default namespace.
fn name(namespace: &str, name: &str) -> Name {
    let namespace = if namespace == "public" { "" } else { namespace };
    Name { namespace: namespace.to_owned(), name: name.to_owned() }
}
