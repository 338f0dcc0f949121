//! Reading the schema of a live SQLite database, without doing the reading: queries out, rows in.
//!
//! What pragmas tell is taken from pragmas; checks, generated expressions, collations of columns,
//! `AUTOINCREMENT`, predicates, names and conflict clauses are told by the text in `sqlite_schema`
//! alone. Both are held against each other. Where they disagree, or the text cannot be read, the
//! pragmas' facts stand and the whole text is kept beside them as an object of kind
//! [`ObjectKind::Unread`], so that no difference is lost.
//!
//! After a script only what it can have changed is read again, which keeps a run of many migrations
//! linear; the module `reach` argues why that is sound.

mod assemble;
mod doubt;
mod facts;
mod known;
mod query;
mod reach;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::dialect::catalog::{Catalog, CatalogError, Row, Scope};
use crate::schema::{Name, Object, ObjectKind, ObjectName, Schema};
use crate::sql::normal;
use crate::sql::sqlite::{Created, KEPT_NUMBERS as KEPT, create};

use doubt::Doubts;
use known::{Entry, Kind, Known};
use reach::Reach;

/// What was read of a database so far, and where an inspection stands.
#[derive(Clone, Debug)]
pub struct Sqlite {
    ignored: BTreeSet<String>,
    schema: Schema,
    known: Known,
    doubts: Doubts,
    cookie: Option<i64>,
    stage: Stage,
    /// Whether the last inspection came to its end.
    complete: bool,
}

#[derive(Clone, Debug)]
enum Stage {
    Done,
    /// The rows of `sqlite_schema`: all, or those that may have changed.
    Rows {
        touched: BTreeSet<i64>,
        everything: bool,
        silent: bool,
    },
    /// What the pragmas tell of these tables.
    Facts {
        tables: Vec<String>,
    },
}

impl Catalog for Sqlite {
    fn refresh(&mut self, scope: Scope<'_>) {
        if !self.complete {
            self.known = Known::default();
            self.doubts = Doubts::default();
            self.schema = Schema::default();
            self.cookie = None;
        }
        let reach = match scope {
            Scope::Script(sql) if self.complete => reach::reach(sql, &self.known),
            _ => Reach::Everything,
        };
        self.complete = false;
        self.stage = match reach {
            Reach::Everything => self.everything(),
            Reach::Rows { touched, silent } => Stage::Rows { touched, everything: false, silent },
        };
    }

    fn query(&self) -> Option<String> {
        match &self.stage {
            Stage::Done => None,
            Stage::Rows { everything: true, .. } => Some(query::all_rows()),
            Stage::Rows { touched, .. } => {
                Some(query::rows(self.known.largest_except(touched), touched))
            }
            Stage::Facts { tables } => Some(query::facts(tables, self.words(tables))),
        }
    }

    fn feed(&mut self, rows: Vec<Row>) -> Result<(), CatalogError> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => return Err(CatalogError::Unasked),
            Stage::Rows { touched, everything, silent } => {
                let known::Told { cookie, kept, rows: fresh } = known::read(rows)?;
                self.keep(kept);
                // Counting backwards means a rollback. A script that has no DDL and yet moves the
                // count called a function that has: extensions ship such functions.
                let unexplained =
                    self.cookie.is_some_and(|known| cookie < known || (silent && cookie != known));
                self.stage = if unexplained && !everything {
                    self.everything()
                } else {
                    self.take_rows(fresh, &touched, everything)
                };
                self.cookie = Some(cookie);
            }
            Stage::Facts { tables } => self.take_facts(&tables, rows)?,
        }
        self.complete = matches!(self.stage, Stage::Done);
        if self.complete {
            self.doubts.settle(&self.known, &mut self.schema);
        }
        Ok(())
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }
}

impl Sqlite {
    /// An empty catalog that leaves out the tables named in `ignored`, with all that belongs to them.
    /// The engine's own tables are always left out. Those in which a virtual table keeps its rows are
    /// not: a name like `docs_content` is all that makes one, so that it may be somebody's own.
    #[must_use]
    pub fn new(ignored: &[&str]) -> Self {
        Self {
            ignored: ignored.iter().map(|name| name.to_ascii_lowercase()).collect(),
            schema: Schema::default(),
            known: Known::default(),
            doubts: Doubts::default(),
            cookie: None,
            stage: Stage::Done,
            complete: false,
        }
    }

    /// What the texts say of a few tables as a whole. Many are asked for when everything is read:
    /// then the engine tells, and what was read from the texts is checked against it.
    fn words<'t>(&self, tables: &'t [String]) -> Option<Vec<query::TableWords<'t>>> {
        const FEW: usize = 16;
        let words = |name: &'t String| {
            let created = create(self.known.table(name)?.sql.as_deref()?).ok()?;
            let Created::Table(table) = created.what else { return None };
            let (without_rowid, strict) = (table.options.without_rowid, table.options.strict);
            Some(query::TableWords { name, without_rowid, strict })
        };
        (tables.len() <= FEW).then(|| tables.iter().map(words).collect()).flatten()
    }

    fn everything(&self) -> Stage {
        Stage::Rows { touched: self.known.ids(), everything: true, silent: false }
    }

    /// Takes the changed rows in, and decides of which tables the pragmas must be asked: those whose
    /// own row or one of whose indexes changed, since pragmas tell nothing about a table that is not in
    /// these texts.
    fn take_rows(
        &mut self,
        fresh: known::Fresh,
        touched: &BTreeSet<i64>,
        everything: bool,
    ) -> Stage {
        let changes = self.known.update(fresh, touched);
        let mut affected = BTreeSet::new();
        for gone in changes.gone {
            if matches!(gone.kind, Kind::Index | Kind::Table) {
                affected.insert(gone.table.to_ascii_lowercase());
            }
            self.forget(&gone);
        }
        for came in changes.came {
            if matches!(came.kind, Kind::Index | Kind::Table) {
                affected.insert(came.table.to_ascii_lowercase());
            }
            self.learn(&came);
        }
        if everything {
            affected = self.known.table_names();
        }
        let tables: Vec<String> = affected
            .iter()
            .filter(|name| !self.is_left_out(name))
            .filter_map(|name| self.known.table(name))
            .filter(|entry| !entry.is_virtual())
            .map(|entry| entry.name.clone())
            .collect();
        if tables.is_empty() { Stage::Done } else { Stage::Facts { tables } }
    }

    /// Takes in the numbers that applications keep in the file.
    fn keep(&mut self, kept: Vec<(&'static str, String)>) {
        let named = |name: &str| ObjectName { kind: ObjectKind::Setting, name: Name::bare(name) };
        for name in KEPT {
            match kept.iter().find(|(of, _)| *of == name) {
                Some((_, text)) => {
                    let object = Object { table: None, text: text.clone() };
                    if self.schema.objects.get(&named(name)) != Some(&object) {
                        self.schema.objects.insert(named(name), object);
                    }
                }
                None => drop(self.schema.objects.remove(&named(name))),
            }
        }
    }

    fn is_left_out(&self, table: &str) -> bool {
        let table = table.to_ascii_lowercase();
        table.starts_with("sqlite_") || self.ignored.contains(&table)
    }

    fn forget(&mut self, entry: &Entry) {
        self.doubts.forget(entry);
        let name = Name::bare(entry.name.as_str());
        let kinds = match entry.kind {
            Kind::Table => {
                self.schema.tables.remove(&name);
                &[ObjectKind::VirtualTable, ObjectKind::Unread][..]
            }
            Kind::View => {
                self.schema.views.remove(&name);
                &[ObjectKind::Unread]
            }
            Kind::Index => &[ObjectKind::Unread],
            Kind::Trigger => &[ObjectKind::Trigger],
        };
        for kind in kinds {
            self.schema.objects.remove(&ObjectName { kind: *kind, name: name.clone() });
        }
    }

    /// Takes in what needs no pragma.
    fn learn(&mut self, entry: &Entry) {
        self.doubts.changed(entry);
        if self.is_left_out(&entry.table) {
            return;
        }
        let sql = entry.sql.as_deref().unwrap_or_default();
        let read = create(sql).ok().map(|created| created.what);
        let as_text = || normal::normal(sql, Dialect::Sqlite);
        match (entry.kind, read) {
            (Kind::View, Some(Created::View(view))) => {
                self.doubts.learn(entry, &view.query);
                self.schema.views.insert(Name::bare(entry.name.as_str()), view);
            }
            (Kind::View, _) => self.put(ObjectKind::Unread, entry, None, as_text()),
            (Kind::Trigger, read) => {
                let text = match read {
                    Some(Created::Trigger { text, .. }) => {
                        self.doubts.learn(entry, &text);
                        text
                    }
                    _ => as_text(),
                };
                let table = self.known.owner(&entry.table).map_or(&entry.table, |row| &row.name);
                let table = Some(Name::bare(table.as_str()));
                self.put(ObjectKind::Trigger, entry, table, text);
            }
            (Kind::Table, read) if entry.is_virtual() => {
                let text = match read {
                    Some(Created::VirtualTable { module, arguments }) => {
                        format!("{} ( {arguments} )", module.to_ascii_lowercase())
                    }
                    _ => as_text(),
                };
                self.put(ObjectKind::VirtualTable, entry, None, text);
            }
            (Kind::Table | Kind::Index, _) => {}
        }
    }

    fn put(&mut self, kind: ObjectKind, entry: &Entry, table: Option<Name>, text: String) {
        let name = ObjectName { kind, name: Name::bare(entry.name.as_str()) };
        let object = Object { table, text };
        if self.schema.objects.get(&name) != Some(&object) {
            self.schema.objects.insert(name, object);
        }
    }

    fn take_facts(&mut self, tables: &[String], rows: Vec<Row>) -> Result<(), CatalogError> {
        let mut facts = facts::read(rows)?;
        for name in tables {
            let told = facts.remove(name).ok_or_else(|| CatalogError::Vanished(name.clone()))?;
            let table_name = Name::bare(name.as_str());
            let mut unread = Vec::new();
            let table = assemble::table(name, told, &self.known, &mut unread);
            self.keep_unread(&table_name, unread);
            if self.schema.tables.get(&table_name).map(AsRef::as_ref) != Some(&table) {
                self.schema.tables.insert(table_name, Arc::new(table));
            }
        }
        Ok(())
    }

    /// Keeps these texts of the table and its indexes, by the names of their rows, and no others.
    fn keep_unread(&mut self, table: &Name, unread: Vec<(String, String)>) {
        let rows = self.known.table(&table.name).into_iter().chain(self.known.indexes(&table.name));
        let key = |name: &str| ObjectName { kind: ObjectKind::Unread, name: Name::bare(name) };
        for row in rows {
            self.schema.objects.remove(&key(&row.name));
        }
        for (name, text) in unread {
            self.schema.objects.insert(key(&name), Object { table: Some(table.clone()), text });
        }
    }
}

#[cfg(test)]
mod tests;
