//! Whatever a dump of the server shows, an inspection sees: one change after another of a database with
//! a bit of everything.

use std::sync::Mutex;

use migrate_core::dialect::Dialect;
use migrate_core::dialect::catalog::Row;
use migrate_core::diff::diff;
use migrate_core::schema::Schema;
use migrate_core::sql::split::statements;
use migrate_tests::server::postgres::Postgres;
use migrate_tests::server::unseen;

const BASE: &str = include_str!("base.sql");

/// A change to a line.
const CHANGES: &str = include_str!("changes.sql");

fn dumped(server: &Postgres, database: &str) -> String {
    let output = server.client("pg_dump", database).arg("-s").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Each dump has a key of its own in newer versions.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What is wrong with a change, or with how it is seen.
fn tried(server: &Postgres, at: usize, change: &str, base: &(Schema, String)) -> Option<String> {
    let database = format!("change_{at}");
    server.run("postgres", &format!("create database {database} template base")).unwrap();
    if let Err(error) = server.run(&database, change) {
        // Programs from elsewhere than the distribution lack a library or two.
        if error.to_string().contains("requires the server to be built with") {
            println!("skipped: {change}: {error}");
            return None;
        }
        return Some(format!("{change}: {error}"));
    }
    let is_seen = server.inspected(&database) != base.0;
    let is_dumped = dumped(server, &database) != base.1;
    server.run("postgres", &format!("drop database {database}")).unwrap();
    unseen(change, is_dumped, is_seen)
}

pub(crate) fn spots(server: &Postgres) -> Vec<String> {
    server.run("postgres", "create database base").unwrap();
    server.run("base", BASE).unwrap();
    let base = (server.inspected("base"), dumped(server, "base"));
    let changes = Mutex::new(CHANGES.lines().enumerate());
    let found = Mutex::new(Vec::new());
    let next = || changes.lock().unwrap().next();
    let work = || {
        while let Some((at, change)) = next() {
            found.lock().unwrap().extend(tried(server, at, change, &base));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    found.into_inner().unwrap()
}

/// What is not asked for since there seems to be nothing, after each of the statements that make a database
/// with a bit of everything.
pub(crate) fn unasked(server: &Postgres) -> Vec<String> {
    server.run("postgres", "create database grown").unwrap();
    let all_there = |at: usize, rows: Vec<Row>| {
        let there = |row: Row| row.iter().map(|_| Some("true".to_owned())).collect();
        if at == 0 { rows.into_iter().map(there).collect() } else { rows }
    };
    let mut wrong = Vec::new();
    for statement in statements(BASE, Dialect::Postgres) {
        let sql = &BASE[statement.span.range()];
        server.run("grown", sql).unwrap();
        let whole = server.inspected_by("grown", all_there);
        let differences = diff(&server.inspected("grown"), &whole);
        if !differences.is_empty() {
            wrong.push(format!("{sql}: {differences:#?}"));
        }
    }
    wrong
}
