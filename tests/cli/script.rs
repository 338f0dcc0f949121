//! `script`: what a person runs by hand leaves what `up` leaves.

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::{assert_said, said, two_migrations};

/// A database, by the URL that the command takes and what runs a script on it.
struct Database<'a> {
    url: String,
    run: &'a dyn Fn(&str) -> Result<String, String>,
}

/// What the history says, without when, where and how fast.
const ROWS: &str = "SELECT sequence, version, title, state, up_checksum, chain, down_checksum, up_sql, \
                    down_sql, irreversible, crate FROM _migrate_history ORDER BY sequence;";

fn script(it: &Crate, arguments: &[&str]) -> String {
    let output = it.run(&[&["script"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn succeeds(it: &Crate, database: &Database<'_>, arguments: &[&str]) {
    let output = it.run(&[arguments, &["--database-url", &database.url]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

/// Migrations of which one runs outside a transaction, and one has semicolons inside.
fn migrations(engine: &str, outside: &str, inside: &str) -> Crate {
    let it = Crate::with(&[
        ("1_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20))\n-- the end"),
        ("1_users.down", "DROP TABLE users;\n"),
        ("2_outside.up", outside),
        ("2_outside.down", "-- migrate: no-transaction\nDROP TABLE more;\n"),
        ("3_inside.up", inside),
        ("3_inside.down", "DELETE FROM users WHERE id = 1;\nDROP TRIGGER t;\n"),
    ]);
    let it = it.unjudged();
    let manifest = it.read("Cargo.toml").replace("sqlite", engine);
    it.write("Cargo.toml", &manifest);
    it
}

/// One database by hand, the other by the runner.
fn is_the_same(it: &Crate, hand: &Database<'_>, runner: &Database<'_>) {
    let rows = |database: &Database<'_>| (database.run)(ROWS).unwrap();
    (hand.run)(&script(it, &["..users"])).unwrap();
    let again = (hand.run)(&script(it, &["..users"]));
    assert!(again.is_err(), "the database is there already");
    let late = (hand.run)(&script(it, &["outside.."]));
    assert!(late.is_err(), "the database is not there yet");
    (hand.run)(&script(it, &["users.."])).unwrap();
    succeeds(it, runner, &["up"]);
    assert_eq!(rows(hand), rows(runner));
    succeeds(it, hand, &["status", "--check"]);
    (hand.run)(&script(it, &["users..", "--down"])).unwrap();
    succeeds(it, runner, &["down", "users", "--yes"]);
    assert_eq!(rows(hand), rows(runner));
    succeeds(it, hand, &["up"]);
    let gone = (hand.run)(&script(it, &["..outside", "--down"]));
    assert!(gone.is_err(), "the database is further");
    succeeds(it, hand, &["status", "--check"]);
}

#[test]
fn by_hand_on_sqlite() {
    let it = migrations(
        "sqlite",
        "-- migrate: no-transaction\nCREATE TABLE more (a INTEGER);\nVACUUM;\n",
        "CREATE TRIGGER t AFTER INSERT ON users BEGIN DELETE FROM more; DELETE FROM more; END;\n\
         INSERT INTO users VALUES (1, 'a;b');\n",
    );
    let path = it.path();
    let run = |name: &str, sql: &str| {
        let connection = rusqlite::Connection::open(path.join(name)).unwrap();
        let mut said = String::new();
        if sql == ROWS {
            let mut query = connection.prepare(sql).unwrap();
            let mut rows = query.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let cell = |at| format!("{:?}", row.get_ref(at).unwrap());
                said += &(0..11).map(cell).collect::<Vec<_>>().join("|");
            }
            return Ok(said);
        }
        connection.execute_batch(sql).map(|()| said).map_err(|error| error.to_string())
    };
    let (hand, other) = (|sql: &str| run("hand.db", sql), |sql: &str| run("other.db", sql));
    let url = |name: &str| format!("sqlite:{}?mode=rwc", path.join(name).display());
    is_the_same(
        &it,
        &Database { url: url("hand.db"), run: &hand },
        &Database { url: url("other.db"), run: &other },
    );
}

#[test]
fn by_hand_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let it = migrations(
        "postgres",
        "-- migrate: no-transaction\nCREATE TABLE more (a INTEGER);\n\
         CREATE INDEX CONCURRENTLY i ON more (a);\n",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM more; RETURN NEW; END $$;\n\
         CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();\n\
         INSERT INTO users VALUES (1, 'a;b\\c');\n",
    );
    let down = "DELETE FROM users WHERE id = 1;\nDROP TRIGGER t ON users;\nDROP FUNCTION f();\n";
    it.write("migrations/3_inside.down.sql", down);
    for name in ["hand", "other"] {
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
    }
    let hand = |sql: &str| server.run("hand", sql);
    let other = |sql: &str| server.run("other", sql);
    is_the_same(
        &it,
        &Database { url: server.url("hand"), run: &hand },
        &Database { url: server.url("other"), run: &other },
    );
}

#[test]
fn by_hand_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let it = migrations(
        "mariadb",
        "-- migrate: no-transaction\nCREATE TABLE more (a INTEGER);\n",
        "CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW BEGIN DELETE FROM more; DELETE FROM more; END;\n\
         INSERT INTO users VALUES (1, 'a;b\\\\c');\n",
    );
    for name in ["hand", "other"] {
        server.run("", &format!("CREATE DATABASE {name}")).unwrap();
    }
    let hand = |sql: &str| server.run("hand", sql);
    let other = |sql: &str| server.run("other", sql);
    is_the_same(
        &it,
        &Database { url: server.url("hand"), run: &hand },
        &Database { url: server.url("other"), run: &other },
    );
}

#[test]
fn a_repeatable_script_is_run_by_hand_where_there_is_nothing() {
    let view = "DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT id FROM users;\n";
    let it = Crate::with(&[("1_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY);\n")]);
    it.write("migrations/1_users.down.sql", "DROP TABLE users;\n");
    it.write("migrations/R__v.sql", view);
    let rows = |name: &str| {
        let connection = rusqlite::Connection::open(it.path().join(name)).unwrap();
        let mut query = connection.prepare(ROWS).unwrap();
        let mut rows = query.query([]).unwrap();
        let mut said = String::new();
        while let Some(row) = rows.next().unwrap() {
            let cell = |at| format!("{:?}", row.get_ref(at).unwrap());
            said += &(0..11).map(cell).collect::<Vec<_>>().join("|");
        }
        said
    };
    let run = |_: &str| Err(String::new());
    let url = |name: &str| format!("sqlite:{}?mode=rwc", it.path().join(name).display());
    let database = |name: &str| Database { url: url(name), run: &run };
    let by_hand = rusqlite::Connection::open(it.path().join("hand.db")).unwrap();
    by_hand.execute_batch(&script(&it, &[])).unwrap();
    succeeds(&it, &database("other.db"), &["up"]);
    assert_eq!(rows("hand.db"), rows("other.db"));
    succeeds(&it, &database("hand.db"), &["status", "--check"]);
    it.write("migrations/2_posts.up.sql", "CREATE TABLE posts (id INTEGER PRIMARY KEY);\n");
    it.write("migrations/2_posts.down.sql", "DROP TABLE posts;\n");
    by_hand.execute_batch(&script(&it, &["users.."])).unwrap();
    succeeds(&it, &database("hand.db"), &["status", "--check"]);
}

#[test]
fn a_script_is_read_before_it_is_run() {
    let it = two_migrations();
    assert_said!(it, "script", it.run(&["script"]));
    assert_said!(it, "script_down", it.run(&["script", "create..", "--down"]));
    assert_said!(it, "script_json", it.run(&["script", "head..", "--format", "json"]));
    assert_said!(it, "script_file", it.run(&["script", "-o", "all.sql"]));
    assert_said!(it, "script_backwards", it.run(&["script", "index..create"]));
    let up = "-- migrate: irreversible(reason = \"old\")\nDROP TABLE users;\n";
    let it = Crate::with(&[("1_a.up", up)]).unjudged();
    assert_said!(it, "script_irreversible", it.run(&["script", "--down"]));
}
