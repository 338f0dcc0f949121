//! `adopt`: the history of sqlx becomes ours.

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::{USERS, assert_said, said, two_migrations};

/// The table as sqlx 0.9 makes it on SQLite, with the first migration of the fixtures.
const TABLE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
    CREATE TABLE _sqlx_migrations (
        version BIGINT PRIMARY KEY, description TEXT NOT NULL,
        installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,
        checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
    INSERT INTO _sqlx_migrations VALUES (20260101120000, 'create users', '2026-01-05 08:09:10', TRUE,
        x'417bc6afb18c71851a18782d1f2b1556a9b3f1b3618e946d5886e646da57bea482201aeeb1bf6e1d7ed34b12d4ba6959', 2500000);";

fn connection(it: &Crate) -> rusqlite::Connection {
    rusqlite::Connection::open(it.path().join("app.db")).unwrap()
}

#[test]
fn what_sqlx_applied_is_taken_over_and_not_run() {
    let it = two_migrations();
    connection(&it).execute_batch(TABLE).unwrap();
    assert_said!(
        it,
        "adopt_sqlx_dry",
        it.run_on_database(&["adopt", "--from", "sqlx", "--dry-run"])
    );
    assert_eq!(it.run_on_database(&["current", "--check"]).status.code(), Some(1));
    assert_said!(it, "adopt_sqlx", it.run_on_database(&["adopt", "--from", "sqlx"]));
    let drift = it.run_on_database(&["drift"]);
    assert_eq!(drift.status.code(), Some(0), "its table stays, and is no drift: {}", said(&drift));
    assert_said!(it, "adopt_sqlx_again", it.run_on_database(&["adopt", "--from", "sqlx"]));
    let json = it.run_on_database(&["history", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["migrations"][0]["applied_at"], "2026-01-05T08:09:10.000Z");
    assert_eq!(json["migrations"][0]["took_ms"], 2);
    assert_eq!(it.run_on_database(&["drift", "--ignore", "_sqlx*"]).status.code(), Some(0));
    assert!(it.run_on_database(&["up"]).status.success(), "the rest is applied");
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
    let rows =
        connection(&it).query_row("SELECT count(*) FROM _sqlx_migrations", [], |row| row.get(0));
    assert_eq!(rows, Ok(1), "the other table is left as it is");
    assert!(it.run_on_database(&["down", "base", "--yes"]).status.success());
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let refused = |name: &str, sql: &str, change: &dyn Fn(&Crate)| {
        let it = two_migrations();
        connection(&it).execute_batch(&format!("{TABLE}{sql}")).unwrap();
        change(&it);
        assert_said!(it, name, it.run_on_database(&["adopt", "--from", "sqlx"]));
        assert!(it.run_on_database(&["current"]).stdout.starts_with(b"nothing"), "{name}");
    };
    let same = |_: &Crate| ();
    refused("adopt_sqlx_failed", "UPDATE _sqlx_migrations SET success = FALSE;", &same);
    refused("adopt_sqlx_renamed", "ALTER TABLE _sqlx_migrations RENAME TO other;", &same);
    refused("adopt_sqlx_missing", "UPDATE _sqlx_migrations SET version = 7;", &same);
    refused("adopt_sqlx_edited", "", &|it| {
        it.write(&format!("migrations/{}.sql", USERS[0].0), "CREATE TABLE users (id INTEGER);\n");
    });
}

/// The same on a server, with the bytes of the checksum as its function for that gives them.
fn on_a_server(engine: &str, url: &str, run: &dyn Fn(&str), table: &str) {
    let it = two_migrations().unjudged();
    let manifest = it.read("Cargo.toml").replace("sqlite", engine);
    it.write("Cargo.toml", &manifest);
    it.write(
        &format!("migrations/{}.sql", USERS[0].0),
        "CREATE TABLE users (email VARCHAR(20));\n",
    );
    let down = "migrations/20260102120000_index_emails.down.sql";
    it.write(
        down,
        &it.read(down).replace(';', if engine == "mariadb" { " ON users;" } else { ";" }),
    );
    run("CREATE TABLE users (email VARCHAR(20));");
    run(table);
    let run = |arguments: &[&str]| {
        let output = it.run(&[arguments, &["--database-url", url]].concat());
        assert!(output.status.success(), "{engine} {arguments:?}: {}", said(&output));
        output.stdout
    };
    run(&["adopt", "--from", "sqlx"]);
    let json: serde_json::Value =
        serde_json::from_slice(&run(&["history", "--format", "json"])).unwrap();
    assert_eq!(json["migrations"][0]["applied_at"], "2026-01-05T08:09:10.000Z", "{engine}");
    run(&["up"]);
    run(&["status", "--check"]);
}

#[test]
fn what_sqlx_applied_to_postgres_is_taken_over() {
    let Some(server) = Postgres::start() else { return };
    on_a_server(
        "postgres",
        &server.url("postgres"),
        &|sql| drop(server.run("postgres", sql).unwrap()),
        "CREATE TABLE _sqlx_migrations (
            version BIGINT PRIMARY KEY, description TEXT NOT NULL,
            installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL,
            checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (20260101120000, 'create users',
            '2026-01-05 08:09:10+00', TRUE,
            sha384(convert_to('CREATE TABLE users (email VARCHAR(20));' || chr(10), 'UTF8')), -1);",
    );
}

#[test]
fn what_sqlx_applied_to_mariadb_is_taken_over() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE app").unwrap();
    on_a_server(
        "mariadb",
        &server.url("app"),
        &|sql| drop(server.run("app", sql).unwrap()),
        "SET time_zone = '+00:00';
        CREATE TABLE _sqlx_migrations (
            version BIGINT PRIMARY KEY, description TEXT NOT NULL,
            installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,
            checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (20260101120000, 'create users', '2026-01-05 08:09:10',
            TRUE, UNHEX(SHA2(CONCAT('CREATE TABLE users (email VARCHAR(20));', CHAR(10)), 384)), -1);",
    );
}
