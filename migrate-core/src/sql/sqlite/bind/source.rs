//! Where columns come from, and which one a name means.

use super::{Binder, Found, Step};
use crate::schema::Name;
use crate::sql::lexer::TokenKind;
use crate::sql::normal;

/// A table, view or query whose columns can be named.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The name it goes by here, in lower case; empty for a query without one.
    pub(super) alias: String,
    /// The table or view, unless it is a query.
    pub(super) table: Option<Name>,
    /// Whether it goes by the name of the table.
    pub(super) by_own_name: bool,
    /// Its columns in the order and letters of their definition, where they are known.
    pub(super) columns: Option<Vec<String>>,
    pub(super) has_rowid: bool,
    /// Whether its columns must be qualified: `new`, `old`, `excluded`.
    pub(super) qualified: bool,
}

impl Source {
    /// Whether it has a column whose name only the engine can tell.
    fn has_nameless(&self) -> bool {
        self.columns.iter().flatten().any(String::is_empty)
    }

    fn column(&self, name: &str) -> Option<&String> {
        let columns = self.columns.as_ref()?;
        let mut at = 0;
        while at < columns.len() {
            // The length first: most have another one.
            if columns[at].len() == name.len() && columns[at].eq_ignore_ascii_case(name) {
                return Some(&columns[at]);
            }
            at += 1;
        }
        None
    }
}

/// What names can mean in one `SELECT`.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) sources: Vec<Source>,
    /// Columns that `USING` makes one of, in lower case.
    pub(super) using: Vec<String>,
    /// The names that the columns of the result were given, in lower case.
    pub(super) aliases: Vec<String>,
    /// The names of its windows, in lower case.
    pub(super) windows: Vec<String>,
}

pub(super) const ROWID: [&str; 3] = ["_rowid_", "oid", "rowid"];

enum Match {
    Column(String),
    Elsewhere,
    Missing,
}

impl Binder<'_> {
    /// A table or view by its name in a `FROM` or as the target of a statement; the reader stands on the
    /// name and goes behind it.
    pub(super) fn relation(&mut self) -> Step<Source> {
        let mut at = self.at;
        let namespace = self.is_symbol(at + 1, ".").then(|| self.name(at));
        at += if namespace.is_some() { 2 } else { 0 };
        self.at = at + 1;
        let name = self.name(at);
        let lower = name.to_ascii_lowercase();
        let common = self.common.iter().rev().find(|(common, _)| *common == lower);
        if let (None, Some((_, columns))) = (&namespace, common) {
            let columns = columns.clone();
            return Ok(Source::query(lower, columns));
        }
        match (self.lookup)(namespace.as_deref(), &name) {
            Found::Relation(relation) => {
                self.uses(at, &relation.name, None);
                Ok(Source {
                    alias: lower,
                    table: Some(relation.name),
                    by_own_name: true,
                    columns: relation.columns,
                    has_rowid: relation.has_rowid,
                    qualified: false,
                })
            }
            Found::Unclear => {
                self.unclear = true;
                Ok(Source::query(lower, None))
            }
            Found::Broken(why) => Err(why),
            Found::Nothing => {
                Err(format!("no such table: {}.{name}", namespace.as_deref().unwrap_or("main")))
            }
        }
    }

    /// A column that stands at the reader, which goes behind it; its name in its own letters, where it
    /// is one of a table or query here.
    pub(super) fn column(&mut self) -> Step<Option<String>> {
        let first = self.at;
        let mut last = first;
        while self.is_symbol(last + 1, ".") {
            last += 2;
        }
        self.at = last + 1;
        if last == first { self.unqualified(first) } else { self.qualified(last) }
    }

    fn unqualified(&mut self, at: usize) -> Step<Option<String>> {
        let name = self.name(at);
        for depth in (0..self.scopes.len()).rev() {
            match self.in_scope(depth, at, &name)? {
                Match::Column(column) => return Ok(Some(column)),
                Match::Elsewhere => return Ok(None),
                Match::Missing => {}
            }
        }
        let token = self.token(at);
        let text = token.map(|token| token.text(self.text)).unwrap_or_default();
        let is_literal = token.is_some_and(|token| match token.kind {
            TokenKind::QuotedName => text.starts_with('"'),
            _ => ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)),
        });
        if is_literal { Ok(None) } else { Err(format!("no such column: {name}")) }
    }

    fn in_scope(&mut self, depth: usize, at: usize, name: &str) -> Step<Match> {
        let Some(scope) = self.scopes.get(depth) else { return Ok(Match::Missing) };
        let open = || scope.sources.iter().filter(|source| !source.qualified);
        let mut found: Vec<(Option<Name>, String)> = Vec::new();
        let (mut is_unknown, mut rows) = (false, 0_usize);
        for source in open() {
            is_unknown |= source.columns.is_none();
            rows += usize::from(source.has_rowid);
            if let Some(column) = source.column(name) {
                found.push((source.table.clone(), column.clone()));
            }
        }
        let lower = normal::lowered(name.to_owned());
        let is_joined = scope.using.contains(&lower);
        let is_rowid = ROWID.contains(&lower.as_str()) && rows > 0;
        let is_alias = scope.aliases.contains(&lower);
        let ambiguous = || Err(format!("ambiguous column name: {name}"));
        match found.as_slice() {
            [(table, column)] => {
                self.unclear |= is_unknown;
                if let Some(table) = table {
                    self.uses(at, table, Some(column.clone()));
                }
                Ok(Match::Column(column.clone()))
            }
            [] if is_unknown || open().any(Source::has_nameless) => {
                self.unclear = true;
                Ok(Match::Elsewhere)
            }
            [] if is_rowid && rows > 1 => ambiguous(),
            [] if is_rowid || is_alias => Ok(Match::Elsewhere),
            [] => Ok(Match::Missing),
            [(_, column), ..] if is_joined => {
                self.unclear = true;
                Ok(Match::Column(column.clone()))
            }
            // A natural join may make one column of them.
            _ if self.unclear => Ok(Match::Elsewhere),
            _ => ambiguous(),
        }
    }

    fn qualified(&mut self, at: usize) -> Step<Option<String>> {
        let (of, name) = (self.lower(at - 2), self.name(at));
        let missing = || Err(format!("no such column: {of}.{name}"));
        let mut scopes = self.scopes.iter().rev();
        let Some(source) = scopes.find_map(|scope| scope.source(&of)) else { return missing() };
        let (table, is_own_name) = (source.table.clone(), source.by_own_name);
        let is_known = source.columns.is_some();
        let column = source.column(&name).cloned();
        let has_rowid = source.has_rowid;
        let has_nameless = column.is_none() && source.has_nameless();
        if is_own_name && let Some(table) = &table {
            self.uses(at - 2, table, None);
        }
        if !is_known {
            self.unclear = true;
            return Ok(None);
        }
        match column {
            Some(column) => {
                if let Some(table) = &table {
                    self.uses(at, table, Some(column.clone()));
                }
                Ok(Some(column))
            }
            None if has_rowid && ROWID.contains(&name.to_ascii_lowercase().as_str()) => Ok(None),
            None if has_nameless => {
                self.unclear = true;
                Ok(None)
            }
            None => missing(),
        }
    }
}

impl Source {
    /// A table by its own name.
    pub(super) fn of(table: &super::Relation) -> Self {
        Self {
            alias: table.name.name.to_ascii_lowercase(),
            table: Some(table.name.clone()),
            by_own_name: true,
            columns: table.columns.clone(),
            has_rowid: table.has_rowid,
            qualified: false,
        }
    }

    /// A query by the name it goes by.
    pub(super) const fn query(alias: String, columns: Option<Vec<String>>) -> Self {
        Self { alias, table: None, by_own_name: false, columns, has_rowid: false, qualified: false }
    }

    /// The same table by another name, whose columns must be qualified.
    pub(super) fn shadow(&self, alias: &str) -> Self {
        Self { alias: alias.to_owned(), by_own_name: false, qualified: true, ..self.clone() }
    }
}

impl Scope {
    pub(super) fn source(&self, alias: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.alias == alias)
    }
}
