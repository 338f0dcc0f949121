//! Which tables a script may reach, so that rows of the others need not be read.
//!
//! It goes by words: a table that is named nowhere in a script, nor in the definitions that the script
//! sets off, is not reached by it. Where names are put together at run time, and in scripts in Rust,
//! nothing is known, and everything may be reached.

use std::collections::BTreeSet;

use crate::code::is_code;
use crate::schema::{Action, Name, ObjectKind, Schema, Table};

/// Words by which a script finds tables without naming them.
const CATALOGS: [&str; 9] = [
    "execute",
    "information_schema",
    "pg_class",
    "pg_tables",
    "prepare",
    "sqlite_master",
    "sqlite_schema",
    "search_path",
    "writable_schema",
];

/// The tables of a schema that scripts may reach, and the sequences, as far as their words tell.
#[must_use]
pub fn touched(schema: &Schema, scripts: &[&str]) -> BTreeSet<Name> {
    let Reached { mut tables, words, .. } = reached(schema, scripts);
    let is_any = is_unbound(scripts, &words);
    let sequences = schema.sequences.keys().filter(|name| is_any || named(&name.name, &words));
    tables.extend(sequences.cloned());
    tables
}

/// Whether scripts of these words find things without naming them.
fn is_unbound(scripts: &[&str], words: &BTreeSet<String>) -> bool {
    scripts.iter().any(|script| is_code(script))
        || CATALOGS.iter().any(|word| words.contains(*word))
}

/// What scripts may reach.
pub(super) struct Reached {
    pub(super) tables: BTreeSet<Name>,
    /// The words of the scripts and of all that they set off.
    pub(super) words: BTreeSet<String>,
    /// The words of what they set off.
    pub(super) definitions: BTreeSet<String>,
}

/// The words of a text, names with blanks in them in pieces.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    add(text, &mut words);
    words
}

pub(super) fn reached(schema: &Schema, scripts: &[&str]) -> Reached {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut definitions: BTreeSet<String> = BTreeSet::new();
    scripts.iter().for_each(|script| add(script, &mut words));
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    let mut read = BTreeSet::new();
    loop {
        // Here or in a definition that was set off.
        if is_unbound(scripts, &words) {
            let tables = schema.tables.keys().cloned().collect();
            return Reached { tables, words, definitions };
        }
        let before = (reached.len(), read.len());
        let means = Means::of(&words);
        for (name, table) in &schema.tables {
            if !reached.contains(name) && is_reached(name, table, &words, means, &reached) {
                reached.insert(name.clone());
            }
        }
        let parents: Vec<Name> = reached
            .iter()
            .filter_map(|name| schema.tables.get(name))
            .flat_map(|table| table.options.parents().cloned())
            .collect();
        reached.extend(parents);
        set_off(schema, &reached, &words, &mut definitions, &mut read);
        words.extend(definitions.iter().cloned());
        if (reached.len(), read.len()) == before {
            return Reached { tables: reached, words, definitions };
        }
    }
}

/// What else than tables scripts may change or take away, so that they reach those that have it. Asked
/// once for all tables: a schema may have many.
#[derive(Clone, Copy)]
struct Means {
    /// Schemas, with the tables in them.
    schemas: bool,
    /// Types of columns.
    types: bool,
}

impl Means {
    fn of(words: &BTreeSet<String>) -> Self {
        let says = |word: &str| words.contains(word);
        Self { schemas: says("cascade"), types: says("alter") && (says("type") || says("domain")) }
    }
}

/// Adds the words of a text.
fn add(text: &str, words: &mut BTreeSet<String>) {
    let lower = text.to_lowercase();
    let all = lower.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    words.extend(all.filter(|word| !word.is_empty()).map(str::to_owned));
}

/// Whether all words of a name are there.
pub(crate) fn named(name: &str, words: &BTreeSet<String>) -> bool {
    let is_small = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    // Most names are one word as it is, and every script is asked about every one of them.
    if !name.is_empty() && name.bytes().all(is_small) {
        return words.contains(name);
    }
    let lower = name.to_lowercase();
    lower
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .filter(|word| !word.is_empty())
        .all(|word| words.contains(word))
}

fn is_reached(
    name: &Name,
    table: &Table,
    words: &BTreeSet<String>,
    means: Means,
    reached: &BTreeSet<Name>,
) -> bool {
    let cascades = |action: Action| !matches!(action, Action::NoAction | Action::Restrict);
    named(&name.name, words)
        || means.schemas && !name.namespace.is_empty() && named(&name.namespace, words)
        || table.options.parents().any(|parent| reached.contains(parent))
        || table.foreign_keys.iter().any(|key| {
            reached.contains(&key.references)
                && (cascades(key.on_delete) || cascades(key.on_update))
        })
        || means.types && table.columns.iter().any(|column| is_own_type(&column.data_type, words))
}

/// Whether a type is one that a script of these words names: the engine's own have words that every
/// script has.
fn is_own_type(data_type: &str, words: &BTreeSet<String>) -> bool {
    !data_type.contains('(')
        && named(data_type.trim_end_matches("[]").rsplit('.').next().unwrap_or(data_type), words)
}

/// Whether a routine is named, whose name carries the types of its arguments.
fn is_called(routine: &str, words: &BTreeSet<String>) -> bool {
    let mut parts = routine.split(['(', ' ']);
    let own = parts.find(|part| !matches!(*part, "function" | "procedure"));
    own.is_some_and(|own| named(own, words))
}

/// Adds the words of triggers on the tables, and of routines and views that are named.
fn set_off(
    schema: &Schema,
    reached: &BTreeSet<Name>,
    words: &BTreeSet<String>,
    definitions: &mut BTreeSet<String>,
    read: &mut BTreeSet<String>,
) {
    for (name, object) in &schema.objects {
        let of_table = matches!(name.kind, ObjectKind::Trigger | ObjectKind::Rule)
            && object.table.as_ref().is_some_and(|table| reached.contains(table));
        let called = name.kind == ObjectKind::Routine && is_called(&name.name.name, words);
        if (of_table || called) && read.insert(name.to_string()) {
            // Every trigger says this of its function; what that executes, its own text says.
            let text = object.text.to_lowercase();
            add(
                &text.replace("execute function", "").replace("execute procedure", ""),
                definitions,
            );
        }
    }
    for (name, view) in &schema.views {
        if named(&name.name, words) && read.insert(format!("view {name}")) {
            add(&view.query, definitions);
        }
    }
}
