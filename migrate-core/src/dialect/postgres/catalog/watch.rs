//! What changed since the last look, as event triggers of a throwaway database tell.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use super::questions::{self, BROUGHT, INDEXES, SEQUENCES};
use super::relations::Answers;
use crate::dialect::Dialect;
use crate::schema::{Name, ObjectName, Schema};
use crate::sql::lexer;
use crate::sql::split::{Statement, statements};

/// Puts the triggers into a database; answers with a row if it may. Their table and functions are
/// where no query looks, and nothing of a user's is.
pub(super) const WATCH: &str = include_str!("watch.sql");

/// Takes note of nothing that was touched so far.
pub(super) const DRAIN: &str = "SET jit = off; DELETE FROM information_schema.migrate_touched";

/// What makes short work of short questions: plans are kept, whatever they are about, and what runs
/// once for a few rows is not compiled.
const SETTINGS: &str = "SET plan_cache_mode = force_generic_plan; SET jit = off";

const TOUCHED: &str = include_str!("touched.sql");

/// What prepares the statements that [`touched`] and [`parts`] execute: most of the time that a query
/// of a catalog takes is for its plan.
pub(super) fn prepare() -> String {
    let mut sql = format!("{SETTINGS}; DEALLOCATE ALL; PREPARE migrate_touched AS {TOUCHED}");
    for (at, query) in questions::about_relations().enumerate() {
        sql += &format!("; PREPARE migrate_read_{at} (oid[]) AS {query}");
    }
    sql
}

/// Asks which relations were touched.
pub(super) fn touched() -> String {
    format!("{SETTINGS}; EXECUTE migrate_touched")
}

/// Asks for everything about the relations.
pub(super) fn parts(relations: &BTreeSet<String>) -> String {
    let list: Vec<&str> = relations.iter().map(String::as_str).collect();
    let list = list.join(",");
    let count = questions::count_about_relations();
    let read = (0..count).map(|at| format!("EXECUTE migrate_read_{at} ('{{{list}}}')"));
    read.collect::<Vec<_>>().join("; ")
}

/// Whether a script may do what no trigger tells of: to roles, which are of no database, to triggers of
/// that kind, to the catalogs themselves, and to a relation that another one lets go.
pub(super) fn is_out_of_sight(sql: &str) -> bool {
    const SPOKEN_OF: [&str; 4] = ["pg_", "event trigger", "detach", "inherit"];
    let shared = |statement: &Statement| {
        [["ALTER", "ROLE"], ["ALTER", "USER"], ["ALTER", "GROUP"]]
            .iter()
            .any(|words| statement.starts_with(words))
    };
    let text = sql.to_ascii_lowercase();
    SPOKEN_OF.iter().any(|words| text.contains(words))
        || statements(sql, Dialect::Postgres).iter().any(shared)
}

/// Whether a script may take prepared statements away.
pub(super) fn forgets(sql: &str) -> bool {
    let tokens = lexer::significant(sql, Dialect::Postgres);
    tokens.iter().any(|token| token.is_any_word(sql, &["DISCARD", "DEALLOCATE"]))
}

/// What of a schema belongs to which relation.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    relations: BTreeMap<String, Held>,
    /// The relations of indexes.
    indexes: BTreeMap<String, String>,
    /// The relations that an extension brought, which are not read again by themselves.
    brought: BTreeSet<String>,
}

/// What belongs to one relation.
#[derive(Clone, Debug, Default)]
struct Held {
    name: Name,
    persistence: String,
    /// Their names, by their numbers.
    columns: BTreeMap<String, String>,
    indexes: Vec<String>,
    /// Sequences that go with a column without a word.
    sequences: Vec<String>,
    objects: Vec<ObjectName>,
}

impl Known {
    /// The relation that a number stands for, be it one of its index.
    pub(super) fn relation(&self, number: &str) -> Option<&str> {
        let of_index = self.indexes.get(number).map(String::as_str);
        of_index.or_else(|| self.relations.get_key_value(number).map(|(number, _)| number.as_str()))
    }

    pub(super) fn is_brought(&self, number: &str) -> bool {
        self.brought.contains(number)
    }

    pub(super) fn name(&self, relation: &str) -> Option<&Name> {
        self.relations.get(relation).map(|held| &held.name)
    }

    pub(super) fn persistence(&self, relation: &str) -> &str {
        self.relations.get(relation).map(|held| held.persistence.as_str()).unwrap_or_default()
    }

    pub(super) fn column(&self, relation: &str, column: &str) -> Option<&str> {
        self.relations.get(relation)?.columns.get(column).map(String::as_str)
    }

    /// The sequences that belong to columns of a table.
    pub(super) fn sequences(&self, table: &str) -> &[String] {
        self.relations.get(table).map(|held| held.sequences.as_slice()).unwrap_or_default()
    }

    /// Takes a relation and what belongs to it out of the schema.
    pub(super) fn forget(&mut self, number: &str, schema: &mut Schema) {
        let Some(held) = self.relations.remove(number) else { return };
        held.indexes.iter().for_each(|index| drop(self.indexes.remove(index)));
        schema.tables.remove(&held.name);
        schema.views.remove(&held.name);
        schema.sequences.remove(&held.name);
        for object in &held.objects {
            schema.objects.remove(object);
        }
    }

    /// What some answers say.
    pub(super) fn of(answers: &Answers<'_>) -> Self {
        let mut known = Self::default();
        known.brought.extend(answers.rows(BROUGHT).map(|row| row.text(0).to_owned()));
        for (number, relation) in answers.relations() {
            let held = known.held(number);
            held.name = relation.name.clone();
            held.persistence = relation.persistence.to_owned();
        }
        for ((relation, number), name) in answers.columns() {
            known.held(relation).columns.insert(number.to_owned(), name.to_owned());
        }
        for row in answers.rows(SEQUENCES) {
            let table = row.numbers(12).next().unwrap_or(row.text(0));
            known.held(table).sequences.push(row.text(0).to_owned());
        }
        for row in answers.rows(INDEXES) {
            let [table, index] = [0, 1].map(|at| row.text(at).to_owned());
            known.held(&table).indexes.push(index.clone());
            known.indexes.insert(index, table);
        }
        for (relation, object, _) in answers.objects() {
            let held = relation.map(|it| known.held(it));
            held.into_iter().for_each(|held| held.objects.push(object.clone()));
        }
        known
    }

    fn held(&mut self, relation: &str) -> &mut Held {
        self.relations.entry(relation.to_owned()).or_default()
    }

    /// Adds what is known of relations that were forgotten, and of what belongs to others.
    pub(super) fn learn(&mut self, new: Self) {
        self.indexes.extend(new.indexes);
        self.brought.extend(new.brought);
        for (number, new) in new.relations {
            match self.relations.entry(number) {
                Entry::Vacant(entry) => drop(entry.insert(new)),
                Entry::Occupied(entry) => entry.into_mut().add(new),
            }
        }
    }
}

impl Held {
    /// Adds what belongs to the relation, of which itself nothing was asked.
    fn add(&mut self, new: Self) {
        self.indexes.extend(new.indexes);
        self.sequences.extend(new.sequences);
        self.objects.extend(new.objects);
    }
}
