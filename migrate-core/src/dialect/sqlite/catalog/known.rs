//! The rows of `sqlite_schema` as they were last read, and which of them mention what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{CatalogError, Row};
use crate::dialect::Dialect;
use crate::sql::normal;
use crate::sql::sqlite::KEPT_NUMBERS as KEPT;

/// A row of `sqlite_schema`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) table: String,
    /// None for the indexes that serve a constraint.
    pub(super) sql: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Index,
    View,
    Trigger,
}

impl Entry {
    /// The engine writes these two words itself, in upper case and with a single blank.
    pub(super) fn is_virtual(&self) -> bool {
        self.sql.as_deref().is_some_and(|sql| sql.starts_with("CREATE VIRTUAL"))
    }
}

/// Rows by their rowid.
pub(super) type Fresh = BTreeMap<i64, Entry>;

/// What an answer tells.
pub(super) struct Told {
    pub(super) cookie: i64,
    /// Of the numbers that applications keep in the file, those that are not zero as in a new one.
    pub(super) kept: Vec<(&'static str, String)>,
    pub(super) rows: Fresh,
}

/// The cookie and the rows in an answer.
pub(super) fn read(rows: Vec<Row>) -> Result<Told, CatalogError> {
    let mut cookie = None;
    let mut kept = Vec::new();
    let mut fresh = Fresh::new();
    for row in rows {
        let mut columns = row.into_iter();
        let mut next = || columns.next().flatten();
        match next() {
            Some(tag) if tag == "cookie" => {
                cookie = Some(number("the schema version", next())?);
                let told = KEPT.into_iter().map(|name| (name, next().unwrap_or_default()));
                kept = told.filter(|(_, value)| value.parse() != Ok(0_i64)).collect();
            }
            tag => {
                let id = number("the rowid", tag)?;
                fresh.insert(id, entry(&mut next)?);
            }
        }
    }
    match cookie {
        Some(cookie) => Ok(Told { cookie, kept, rows: fresh }),
        None => Err(shape("the schema version", None)),
    }
}

fn entry(next: &mut impl FnMut() -> Option<String>) -> Result<Entry, CatalogError> {
    let kind = match next() {
        Some(kind) if kind == "table" => Kind::Table,
        Some(kind) if kind == "index" => Kind::Index,
        Some(kind) if kind == "view" => Kind::View,
        Some(kind) if kind == "trigger" => Kind::Trigger,
        other => return Err(shape("the type", other)),
    };
    let name = next().ok_or_else(|| shape("the name", None))?;
    let table = next().ok_or_else(|| shape("the table", None))?;
    Ok(Entry { kind, name, table, sql: next() })
}

fn number(column: &'static str, value: Option<String>) -> Result<i64, CatalogError> {
    value.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| shape(column, value))
}

const fn shape(column: &'static str, found: Option<String>) -> CatalogError {
    CatalogError::Shape { about: "sqlite_schema", column, found }
}

/// What is different between two readings.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) gone: Vec<Entry>,
    pub(super) came: Vec<Entry>,
}

/// Everything read so far. All names are found in any letter case.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    entries: Fresh,
    /// By the name of the row and that of its table.
    named: HashMap<String, BTreeSet<i64>>,
    /// By every word and quoted word of the text.
    mentions: HashMap<String, BTreeSet<i64>>,
    virtuals: BTreeSet<String>,
    /// Rows whose text holds something in double quotes.
    quoted: BTreeSet<i64>,
}

impl Known {
    pub(super) fn ids(&self) -> BTreeSet<i64> {
        self.entries.keys().copied().collect()
    }

    /// The largest rowid but for those in `touched`; less than any rowid when there is none.
    pub(super) fn largest_except(&self, touched: &BTreeSet<i64>) -> i64 {
        self.entries.keys().rev().copied().find(|id| !touched.contains(id)).unwrap_or(0)
    }

    /// The rows that are called `name`, and those that belong to what is.
    pub(super) fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = i64> + use<'a> {
        self.named.get(&name.to_ascii_lowercase()).into_iter().flatten().copied()
    }

    /// The rows whose text mentions `name`.
    pub(super) fn mentioning<'a>(&'a self, name: &str) -> impl Iterator<Item = i64> + use<'a> {
        self.mentions.get(&name.to_ascii_lowercase()).into_iter().flatten().copied()
    }

    /// The rows whose text holds something in double quotes, which may be a string.
    pub(super) const fn quoted(&self) -> &BTreeSet<i64> {
        &self.quoted
    }

    /// Whether the same rows were read here and there.
    #[cfg(test)]
    pub(super) fn rows_are(&self, other: &Self) -> bool {
        self.entries == other.entries
    }

    /// The virtual tables, in lower case.
    pub(super) const fn virtuals(&self) -> &BTreeSet<String> {
        &self.virtuals
    }

    /// The names of all tables, in lower case.
    pub(super) fn table_names(&self) -> BTreeSet<String> {
        let tables = self.entries.values().filter(|entry| entry.kind == Kind::Table);
        tables.map(|entry| entry.name.to_ascii_lowercase()).collect()
    }

    /// The table of that name.
    pub(super) fn table(&self, name: &str) -> Option<&Entry> {
        self.owner(name).filter(|entry| entry.kind == Kind::Table)
    }

    /// The table or view of that name.
    pub(super) fn owner(&self, name: &str) -> Option<&Entry> {
        self.rows(name).find(|entry| {
            matches!(entry.kind, Kind::Table | Kind::View) && entry.name.eq_ignore_ascii_case(name)
        })
    }

    /// The indexes of the table of that name.
    pub(super) fn indexes(&self, table: &str) -> impl Iterator<Item = &Entry> {
        let of_table = move |entry: &&Entry| {
            entry.kind == Kind::Index && entry.table.eq_ignore_ascii_case(table)
        };
        self.rows(table).filter(of_table)
    }

    fn rows(&self, name: &str) -> impl Iterator<Item = &Entry> {
        self.named(name).filter_map(|id| self.entries.get(&id))
    }

    /// Takes `fresh` for the rows in `touched` and the new ones.
    pub(super) fn update(&mut self, mut fresh: Fresh, touched: &BTreeSet<i64>) -> Changes {
        let mut changes = Changes::default();
        let ids: BTreeSet<i64> = touched.iter().chain(fresh.keys()).copied().collect();
        for id in ids {
            let new = fresh.remove(&id);
            if self.entries.get(&id) == new.as_ref() {
                continue;
            }
            changes.gone.extend(self.remove(id));
            if let Some(entry) = new {
                changes.came.push(entry.clone());
                self.insert(id, entry);
            }
        }
        changes
    }

    fn insert(&mut self, id: i64, entry: Entry) {
        for name in names(&entry) {
            self.named.entry(name).or_default().insert(id);
        }
        for word in words(&entry) {
            self.mentions.entry(word).or_default().insert(id);
        }
        if entry.is_virtual() {
            self.virtuals.insert(entry.name.to_ascii_lowercase());
        }
        if entry.sql.as_deref().is_some_and(|sql| sql.contains('"')) {
            self.quoted.insert(id);
        }
        self.entries.insert(id, entry);
    }

    fn remove(&mut self, id: i64) -> Option<Entry> {
        let entry = self.entries.remove(&id)?;
        for name in names(&entry) {
            take(&mut self.named, &name, id);
        }
        for word in words(&entry) {
            take(&mut self.mentions, &word, id);
        }
        if entry.is_virtual() {
            self.virtuals.remove(&entry.name.to_ascii_lowercase());
        }
        self.quoted.remove(&id);
        Some(entry)
    }
}

fn take(map: &mut HashMap<String, BTreeSet<i64>>, word: &str, id: i64) {
    if let Some(ids) = map.get_mut(word) {
        ids.remove(&id);
        if ids.is_empty() {
            map.remove(word);
        }
    }
}

fn names(entry: &Entry) -> BTreeSet<String> {
    [entry.name.to_ascii_lowercase(), entry.table.to_ascii_lowercase()].into()
}

fn words(entry: &Entry) -> BTreeSet<String> {
    let sql = entry.sql.as_deref().unwrap_or_default();
    normal::names_in(sql, Dialect::Sqlite)
}
