//! Reading the schema of a live database without doing the reading: queries out, rows in.
//!
//! Each engine has a [`Catalog`] of its own, in `dialect/*/catalog`; [`Session::catalog`] gives it.
//!
//! [`Session::catalog`]: super::session::Session::catalog

use std::fmt::Debug;

use crate::schema::{ObjectKind, ObjectName, Schema};

/// A row of an answer: each value as text, none for NULL.
pub type Row = Vec<Option<String>>;

/// How much of the database may differ from what was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Anything may.
    Everything,
    /// Only what this script changed: nothing else happened to the schema since the last
    /// inspection. A transaction that was rolled back since then did happen, unless the
    /// script itself began it.
    Script(&'a str),
}

/// The rows of the answers to so many queries in one text, each of which says in its last column which of
/// the queries it answers.
#[must_use]
pub fn sorted(rows: Vec<Row>, queries: usize) -> Vec<Vec<Row>> {
    let mut answers = vec![Vec::new(); queries];
    for mut row in rows {
        let at = row.pop().flatten().and_then(|at| at.parse::<usize>().ok());
        if let Some(answer) = at.and_then(|at| answers.get_mut(at)) {
            answer.push(row);
        }
    }
    answers
}

/// An answer that no query of the catalog gives.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// Rows came although nothing was asked.
    #[error("rows of the catalog that nothing asked for")]
    Unasked,
    /// A column of an answer is missing or no number where it must be one.
    #[error("an answer of the catalog about {about} has {found:?} for {column}")]
    Shape {
        /// What was asked about.
        about: &'static str,
        /// What the column means.
        column: &'static str,
        /// Its value.
        found: Option<String>,
    },
    /// A table that one query knows and the next does not: it changed in between.
    #[error("table `{0}` disappeared while it was read")]
    Vanished(String),
}

/// What was read of a database so far, and where an inspection stands.
///
/// ```text
/// catalog.refresh(scope);
/// while let Some(sql) = catalog.query() {
///     catalog.feed(connection.text_rows(&sql)?)?;
/// }
/// let schema = catalog.schema().clone();      // shares what did not change
/// ```
pub trait Catalog: Debug + Send {
    /// What to run once on a throwaway database, so that it tells from then on what is touched; empty
    /// where nothing is to be said. The answer goes to [`Catalog::watched`].
    fn watch(&self) -> &'static str {
        ""
    }

    /// Takes the answer to [`Catalog::watch`].
    fn watched(&mut self, _rows: &[Row]) {}

    /// Begins an inspection.
    ///
    /// One that was begun and not completed, or failed, leaves nothing to rely on: the next one
    /// reads everything whatever its scope.
    fn refresh(&mut self, scope: Scope<'_>);

    /// The next query to send; none when the inspection is complete.
    fn query(&self) -> Option<String>;

    /// Takes the answer to [`Catalog::query`].
    ///
    /// # Errors
    ///
    /// When the rows are no answer to it; the inspection is over then, and incomplete.
    fn feed(&mut self, rows: Vec<Row>) -> Result<(), CatalogError>;

    /// The schema as it was when the last inspection completed.
    fn schema(&self) -> &Schema;
}

/// What a schema has that an empty database has not, by its name: a database is made with rights,
/// settings and extensions that nobody's migration put there.
#[must_use]
pub fn occupant(schema: &Schema) -> Option<String> {
    const FROM_THE_BEGINNING: [ObjectKind; 9] = [
        ObjectKind::Grant,
        ObjectKind::DefaultPrivileges,
        ObjectKind::Extension,
        ObjectKind::Language,
        ObjectKind::Role,
        ObjectKind::Database,
        ObjectKind::Comment,
        ObjectKind::Owner,
        ObjectKind::Setting,
    ];
    let object = |name: &&ObjectName| !FROM_THE_BEGINNING.contains(&name.kind);
    let named = |kind: &str, name: String| format!("{kind} `{name}`");
    let table = schema.tables.keys().next().map(|name| named("table", name.to_string()));
    table
        .or_else(|| schema.views.keys().next().map(|name| named("view", name.to_string())))
        .or_else(|| schema.sequences.keys().next().map(|name| named("sequence", name.to_string())))
        .or_else(|| schema.enums.keys().next().map(|name| named("type", name.to_string())))
        .or_else(|| schema.namespaces.keys().next().map(|name| named("schema", name.clone())))
        .or_else(|| schema.objects.keys().find(object).map(ToString::to_string))
}
