//! The migrations do what real ones do: they run, they keep references whole, they go back.

use corpus::Dialect;
use rusqlite::Connection;

#[test]
fn the_downs_undo_the_ups() {
    let database = Connection::open_in_memory().unwrap();
    let count = |query: &str| -> i64 { database.query_row(query, [], |row| row.get(0)).unwrap() };
    let migrations = corpus::migrations(Dialect::Sqlite, 100);
    database.execute_batch(&corpus::concatenated(&migrations)).unwrap();
    assert!(count("SELECT count(*) FROM sqlite_schema WHERE type = 'view'") > 0);
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check()"), 0);
    for migration in migrations.iter().rev() {
        database.execute_batch(&migration.down).unwrap();
    }
    assert_eq!(count("SELECT count(*) FROM sqlite_schema"), 0);
}
