//! Whatever a dump of the server shows, an inspection sees: one change after another of a database with
//! a bit of everything.

use migrate_core::schema::Schema;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::unseen;

use super::compare::Database;

const BASE: &str = include_str!("base.sql");

/// A change to a line.
const CHANGES: &str = include_str!("changes.sql");

fn dumped(server: &Mariadb, database: &str) -> String {
    let mut dump = server.client("mariadb-dump");
    dump.args(["--no-data", "--routines", "--events", "--triggers", "--skip-comments", database]);
    let output = dump.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).replace(database, "db")
}

/// A database with everything, changed by `change`: what an inspection and a dump have of it.
fn seen(server: &Mariadb, name: &str, change: &str) -> Result<(Schema, String), String> {
    let database = Database::new(server, name);
    server.run(name, BASE).unwrap();
    server.run(name, change).map_err(|error| format!("{change}: {error}"))?;
    let seen = (database.schema(server.target()), dumped(server, name));
    server.run("", &format!("drop database {name}")).unwrap();
    Ok(seen)
}

pub(crate) fn spots(server: &Mariadb) -> Vec<String> {
    server.run("", "create user 'a'@'%'; grant all on *.* to 'a'@'%'").unwrap();
    let base = seen(server, "base", "").unwrap();
    let wrong = |(at, change): (usize, &str)| {
        let (schema, dump) = match seen(server, &format!("change_{at}"), change) {
            Ok(seen) => seen,
            Err(error) => return Some(error),
        };
        unseen(change, dump != base.1, schema != base.0)
    };
    CHANGES.lines().enumerate().filter_map(wrong).collect()
}
