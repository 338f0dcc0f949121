//! `repair`: everything that can be broken, what is said about it, and what mends it.

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use serde_json::Value;

use crate::{assert_said, said, two_migrations};

/// A script that stops at its second statement as long as a table is there.
const STOPS: &str =
    "-- migrate: no-transaction\nCREATE TABLE one (a INT);\nCREATE TABLE occupied (a INT);\n";
const BACK: &str = "DROP TABLE occupied;\nDROP TABLE one;\n";

fn sqlite(it: &Crate, sql: &str) {
    let connection = rusqlite::Connection::open(it.path().join("app.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn what_is_whole_needs_no_repair() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "repair_nothing", it.run_on_database(&["repair"]));
    assert_said!(
        it,
        "repair_sound",
        it.run_on_database(&["repair", "--accept", "index", "--reason", "x"])
    );
    it.write("migrations/20260103120000_roles.up.sql", "CREATE TABLE roles (id INTEGER);\n");
    it.write("migrations/20260103120000_roles.down.sql", "DROP TABLE roles;\n");
    let forget = ["repair", "--forget", "roles", "--reason", "x"];
    assert_said!(it, "repair_pending", it.run_on_database(&forget));
    assert_said!(it, "repair_not_interrupted", it.run_on_database(&["repair", "--undo", "--yes"]));
    assert_said!(it, "repair_log_empty", it.run_on_database(&["repair", "--log"]));
}

#[test]
fn an_edit_is_shown_and_accepted_with_a_reason() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    let path = "migrations/20260101120000_create_users.up.sql";
    it.write(path, &it.read(path).replace("email TEXT", "email VARCHAR"));
    assert_said!(it, "repair_edited", it.run_on_database(&["repair"]));
    let accept = ["repair", "--accept", "create_users"];
    assert_eq!(
        it.run_on_database(&accept).status.code(),
        Some(2),
        "without a reason nothing is accepted"
    );
    let accept = [&accept[..], &["--reason", "the type's name alone"]].concat();
    assert_said!(it, "repair_unconfirmed", it.run_on_database(&accept));
    let mut accept =
        it.command(&[&accept[..], &["--yes", "--database-url", "sqlite:app.db"]].concat());
    let accepted = accept.env("USER", "somebody").output().unwrap();
    assert_said!(it, "repair_accepted", accepted);
    assert_said!(it, "repair_log", it.run_on_database(&["repair", "--log"]));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
    // The history is the one the binary expects again, down to its checksum.
    assert_said!(it, "repair_then_up", it.run_on_database(&["up"]));
    assert_eq!(
        it.run_on_database(&["drift"]).status.code(),
        Some(1),
        "what was accepted was not so"
    );
}

/// A container often has no name for its user.
#[test]
fn who_has_no_name_for_the_system_has_one_for_git() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    let path = "migrations/20260101120000_create_users.up.sql";
    it.write(path, &it.read(path).replace("email TEXT", "email VARCHAR"));
    it.write("home/.gitconfig", "[user]\n\tname = Ada\n\temail = ada@host\n");
    let url = ["--yes", "--database-url", "sqlite:app.db"];
    let accept = [&["repair", "--accept", "create_users", "--reason", "x"][..], &url].concat();
    let mut accept = it.command(&accept);
    for name in ["USER", "LOGNAME", "USERNAME"] {
        accept.env_remove(name);
    }
    accept.env("HOME", it.path().join("home")).env_remove("XDG_CONFIG_HOME");
    assert!(accept.output().unwrap().status.success());
    let log = said(&it.run_on_database(&["repair", "--log"]));
    assert!(log.contains("by Ada <ada@host>: x"), "{log}");
}

/// What is no longer outside a transaction cannot go on, although nothing of it ran.
#[test]
fn what_began_outside_a_transaction_is_told_to_stay_there() {
    let it = stopped("sqlite");
    sqlite(&it, "CREATE TABLE occupied (a INT);");
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(4));
    sqlite(&it, "DROP TABLE one; UPDATE _migrate_history SET state = 'applying 0';");
    let path = "migrations/1_one.up.sql";
    it.write(path, &it.read(path).replace("-- migrate: no-transaction\n", ""));
    assert_said!(it, "repair_transaction", it.run_on_database(&["up"]));
}

#[test]
fn what_lost_its_files_is_forgotten() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    for way in ["up", "down"] {
        let file = format!("migrations/20260101120000_create_users.{way}.sql");
        std::fs::remove_file(it.path().join(file)).unwrap();
    }
    let repair = ["repair", "--format", "json"];
    let checks = ["--dir", "migrations"];
    assert_said!(it, "repair_missing", it.run_on_database(&[&repair[..1], &checks].concat()));
    let accept = ["repair", "--accept", "create_users", "--reason", "x"];
    assert_said!(it, "repair_no_file", it.run_on_database(&accept));
    let forget = ["--forget", "20260101", "--reason", "made by hand", "--yes"];
    assert_said!(it, "repair_forgot_json", it.run_on_database(&[&repair[..], &forget].concat()));
    assert_said!(it, "repair_whole_json", it.run_on_database(&repair));
    let history = "SELECT count(*) FROM _migrate_history WHERE version = '20260101120000'";
    let connection = rusqlite::Connection::open(it.path().join("app.db")).unwrap();
    assert_eq!(connection.query_row(history, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

fn stopped(engine: &str) -> Crate {
    let it = Crate::with(&[("1_one.up", STOPS), ("1_one.down", BACK)]).unjudged();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", &format!("\"{engine}\"")));
    it
}

#[test]
fn what_was_interrupted_goes_on_or_is_undone() {
    let it = stopped("sqlite");
    sqlite(&it, "CREATE TABLE occupied (a INT)");
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(4));
    assert_said!(it, "repair_interrupted", it.run_on_database(&["repair"]));
    assert_said!(it, "repair_undone", it.run_on_database(&["repair", "--undo", "--yes"]));
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(4));
    assert_eq!(it.run_on_database(&["repair", "--resume", "--yes"]).status.code(), Some(4));
    sqlite(&it, "DROP TABLE occupied");
    assert_said!(it, "repair_resumed", it.run_on_database(&["repair", "--resume", "--yes"]));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
}

/// What is broken there, by kind.
fn kinds(it: &Crate, url: &str) -> Vec<String> {
    let output = it.run(&["repair", "--format", "json", "--database-url", url]);
    let found: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let found = found["found"].as_array().unwrap().iter();
    found.map(|it| it["kind"].as_str().unwrap().to_owned()).collect()
}

fn code(it: &Crate, url: &str, arguments: &[&str], expected: i32) -> String {
    let output = it.run(&[arguments, &["--database-url", url]].concat());
    assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// An interruption, an edit, a loss, and a lease of a process that is no more.
fn on_a_server(engine: &str, url: &str, run: &dyn Fn(&str)) -> Crate {
    let it = stopped(engine);
    run("CREATE TABLE occupied (a INT)");
    code(&it, url, &["up"], 4);
    assert_eq!(kinds(&it, url), ["interrupted"]);
    code(&it, url, &["repair", "--undo", "--yes"], 0);
    run("DROP TABLE occupied");
    code(&it, url, &["up"], 0);
    // Somebody takes the lease and dies: it runs out a minute ago.
    let ago = match engine {
        "postgres" => "clock_timestamp() - interval '1 minute'",
        _ => "UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE",
    };
    run(&format!("UPDATE _migrate_history_lease SET owner = 'process 7 on sea', until = {ago}"));
    let said = code(&it, url, &["repair"], 2);
    assert!(said.contains("process 7 on sea took the lease and is dead"), "{said}");
    let said = code(&it, url, &["repair", "--yes"], 0);
    assert!(said.contains("gave up the lease of the dead"), "{said}");
    let ahead = ago.replace('-', "+");
    run(&format!("UPDATE _migrate_history_lease SET owner = 'process 8 on sea', until = {ahead}"));
    assert_eq!(kinds(&it, url), ["locked"]);
    let path = "migrations/1_one.up.sql";
    it.write(path, &it.read(path).replace("one (a INT)", "one (a BIGINT)"));
    let said = code(&it, url, &["repair"], 1);
    assert!(said.contains("-CREATE TABLE one (a INT);\n"), "{said}");
    assert!(said.contains("+CREATE TABLE one (a BIGINT);\n"), "{said}");
    let accept = ["repair", "--accept", "1", "--reason", "it's \"so\"", "--yes"];
    code(&it, url, &accept, 6);
    run(&format!("UPDATE _migrate_history_lease SET until = {ago}"));
    code(&it, url, &accept, 0);
    assert!(code(&it, url, &["repair", "--log"], 0).contains("it's \"so\""));
    code(&it, url, &["up"], 0);
    it.write("migrations/2_two.up.sql", "CREATE TABLE two (a INT);\n");
    it.write("migrations/2_two.down.sql", "DROP TABLE two;\n");
    for way in ["up", "down"] {
        std::fs::remove_file(it.path().join(format!("migrations/1_one.{way}.sql"))).unwrap();
    }
    assert_eq!(kinds(&it, url), ["missing"]);
    code(&it, url, &["repair", "--forget", "1", "--reason", "made by hand", "--yes"], 0);
    assert!(code(&it, url, &["repair", "--log"], 0).contains("made by hand"));
    assert_eq!(kinds(&it, url), Vec::<String>::new());
    code(&it, url, &["up"], 0);
    assert_eq!(kinds(&it, url), Vec::<String>::new());
    it
}

#[test]
fn a_history_of_mariadb_is_mended() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE live").unwrap();
    let run = |sql: &str| drop(server.run("live", sql).unwrap());
    on_a_server("mariadb", &server.url("live"), &run);
}

#[test]
fn a_history_of_postgres_is_mended_and_so_are_its_indexes() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE DATABASE live").unwrap();
    let url = server.url("live");
    let run = |sql: &str| drop(server.run("live", sql).unwrap());
    let it = on_a_server("postgres", &url, &run);
    run("CREATE TABLE doubles (a INT); INSERT INTO doubles VALUES (1), (1)");
    let failed = server.run("live", "CREATE UNIQUE INDEX CONCURRENTLY doubles_a ON doubles (a)");
    assert!(failed.is_err());
    assert_eq!(kinds(&it, &url), ["invalid-index"]);
    let said = code(&it, &url, &["repair", "--yes"], 0);
    assert!(said.contains("ran DROP INDEX CONCURRENTLY IF EXISTS public.doubles_a"), "{said}");
    assert_eq!(kinds(&it, &url), Vec::<String>::new());
}

#[test]
fn who_holds_the_right_to_migrate_is_named() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE DATABASE live").unwrap();
    let url = server.url("live");
    let it = Crate::with(&[
        ("1_one.up", "CREATE TABLE one (a INT);\n"),
        ("1_one.down", "DROP TABLE one;\n"),
    ]);
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", "\"postgres\""));
    code(&it, &url, &["up"], 0);
    let lock = "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(\
                'migrate \"public\".\"_migrate_history\"' || ' of ' || current_database(), 0)); \
                SELECT pg_sleep(600)";
    std::thread::scope(|scope| {
        let holder = scope.spawn(|| server.run("live", lock));
        while kinds(&it, &url).is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        let said = code(&it, &url, &["repair"], 1);
        let end = "SELECT pg_terminate_backend(";
        let (_, rest) = said.split_once(end).unwrap_or_else(|| panic!("{said}"));
        let pid = rest.split(')').next().unwrap();
        server.run("live", &format!("{end}{pid})")).unwrap();
        assert!(holder.join().unwrap().is_err());
    });
    assert_eq!(kinds(&it, &url), Vec::<String>::new());
}
