//! A real SQLite behind the catalog, for tests.

use rusqlite::Connection;

use super::catalog::Sqlite;
use crate::dialect::catalog::{Catalog, Row, Scope};
use crate::schema::Schema;

/// The schema that `script` leaves behind in an empty database.
pub(crate) fn schema(script: &str) -> Schema {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(script).unwrap();
    let mut catalog = Sqlite::new(&[]);
    inspect(&mut catalog, &connection, Scope::Everything);
    catalog.schema().clone()
}

/// Runs one inspection; how many queries it took.
pub(crate) fn inspect(catalog: &mut Sqlite, connection: &Connection, scope: Scope<'_>) -> usize {
    catalog.refresh(scope);
    let mut queries = 0;
    while let Some(sql) = catalog.query() {
        catalog.feed(rows(connection, &sql)).unwrap();
        queries += 1;
    }
    queries
}

/// The rows that `sql` returns.
pub(crate) fn rows(connection: &Connection, sql: &str) -> Vec<Row> {
    let mut statement = connection.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// The SQL files of each project, sorted: those of the example of this repository, and those of each
/// directory in the directory `CORPUS`, for whoever has more.
pub(crate) fn projects() -> Vec<Vec<std::path::PathBuf>> {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/quickstart");
    let more = std::env::var("CORPUS").ok();
    let mut projects = Vec::new();
    for root in std::iter::once(example).chain(more.as_deref()) {
        let entries = |path: &std::path::Path| {
            let entries = std::fs::read_dir(path).into_iter().flatten();
            entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        for directory in entries(std::path::Path::new(root)) {
            let mut files = entries(&directory);
            files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
            files.sort();
            projects.extend(Some(files).filter(|files| !files.is_empty()));
        }
    }
    assert!(!projects.is_empty(), "the example has migrations");
    projects
}
