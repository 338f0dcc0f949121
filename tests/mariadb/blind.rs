//! Whatever a dump of the server shows, an inspection sees: one change after another of a database with
//! a bit of everything.

use migrate_core::schema::Schema;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::unseen;

use super::compare::Database;
use super::{narrow, words};

fn dumped(server: &Mariadb, database: &str) -> String {
    let mut dump = server.client("mariadb-dump");
    dump.args(["--no-data", "--routines", "--events", "--triggers", "--skip-comments", database]);
    let output = dump.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).replace(database, "db")
}

/// A database with everything, changed by `change`: what an inspection and a dump have of it.
async fn seen(server: &Mariadb, name: &str, change: &str) -> Result<(Schema, String), String> {
    Database::new(server, name);
    server.run(name, words(server).base).unwrap();
    server.run(name, change).map_err(|error| format!("{change}: {error}"))?;
    let seen = (narrow::inspected(server, name).await, dumped(server, name));
    server.run("", &format!("drop database {name}")).unwrap();
    Ok(seen)
}

pub(crate) async fn spots(server: &Mariadb) -> Vec<String> {
    server.run("", "create user 'a'@'%'; grant all on *.* to 'a'@'%'").unwrap();
    let base = seen(server, "base", "").await.unwrap();
    let mut wrong = Vec::new();
    for (at, change) in words(server).changes.lines().enumerate() {
        match seen(server, &format!("change_{at}"), change).await {
            Ok((schema, dump)) => wrong.extend(unseen(change, dump != base.1, schema != base.0)),
            Err(error) => wrong.push(error),
        }
    }
    wrong
}
