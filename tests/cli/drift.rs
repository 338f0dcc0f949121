//! `drift`, `schema dump`, `stamp` and `unstamp`.

use std::fs;

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::{assert_said, said, two_migrations};

/// Changes the database behind the back of the history.
fn behind_its_back(it: &Crate, sql: &str) {
    let connection = rusqlite::Connection::open(it.path().join("app.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn what_somebody_did_by_hand_is_found_and_can_be_undone() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    assert_said!(it, "drift_none", it.run_on_database(&["drift"]));
    behind_its_back(
        &it,
        "DROP INDEX users_email; CREATE TABLE audit_log (a); ALTER TABLE users ADD b;",
    );
    assert_said!(it, "drift", it.run_on_database(&["drift"]));
    let json = ["drift", "--ignore", "audit_*", "--format", "json"];
    assert_said!(it, "drift_json", it.run_on_database(&json));
    let markdown = ["drift", "--ignore", "users", "--format", "markdown"];
    assert_said!(it, "drift_markdown", it.run_on_database(&markdown));
    let manifest = it.read("Cargo.toml");
    let ignoring = "dialect = \"sqlite\"\nignore = [\"audit_*\", \"users\"]";
    it.write("Cargo.toml", &manifest.replace("dialect = \"sqlite\"", ignoring));
    assert_eq!(it.run_on_database(&["drift"]).status.code(), Some(0), "all of it is to be ignored");
    it.write("Cargo.toml", &manifest);
    let found = it.run_on_database(&["drift", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    for statement in found["undo"].as_array().unwrap() {
        behind_its_back(&it, statement.as_str().unwrap());
    }
    assert_eq!(it.run_on_database(&["drift"]).status.code(), Some(0));
}

/// The tables in which it keeps its rows come and go with it.
#[test]
fn a_virtual_table_is_one_difference() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    behind_its_back(
        &it,
        "CREATE VIRTUAL TABLE found USING fts5(body); CREATE TABLE docs_content (id, body);
         CREATE VIRTUAL TABLE docs USING fts5(body, content='docs_content');",
    );
    let found = || -> serde_json::Value {
        let output = it.run_on_database(&["drift", "--format", "json"]);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let first = found();
    let texts: Vec<&str> = first["differences"].as_array().unwrap().iter().map(text).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    let run = |found: &serde_json::Value, key: &str| {
        found[key].as_array().unwrap().iter().for_each(|sql| behind_its_back(&it, text(sql)));
    };
    run(&first, "undo");
    assert_eq!(it.run_on_database(&["drift"]).status.code(), Some(0));
    run(&first, "adopt");
    assert_eq!(found()["differences"], first["differences"]);
}

fn text(it: &serde_json::Value) -> &str {
    it["text"].as_str().or(it.as_str()).unwrap()
}

#[test]
fn what_is_recorded_is_compared_first() {
    let it = two_migrations();
    behind_its_back(&it, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);");
    assert_said!(it, "stamp_drifted", it.run_on_database(&["stamp", "head"]));
    assert_said!(it, "stamp_dry", it.run_on_database(&["stamp", "+1", "--dry-run"]));
    assert_said!(it, "stamp", it.run_on_database(&["stamp", "create_users"]));
    assert!(it.run_on_database(&["up"]).status.success(), "the rest is applied");
    assert_said!(it, "unstamp_drifted", it.run_on_database(&["unstamp", "-1", "--yes"]));
    assert_said!(it, "unstamp_unconfirmed", it.run_on_database(&["unstamp", "-1", "--force"]));
    behind_its_back(&it, "DROP INDEX users_email;");
    assert_said!(it, "unstamp", it.run_on_database(&["unstamp", "-1", "--yes"]));
    let markdown = ["stamp", "head", "--force", "--format", "markdown"];
    assert_said!(it, "stamp_forced", it.run_on_database(&markdown));
    assert_eq!(it.run_on_database(&["status", "--check"]).status.code(), Some(0));
    assert_eq!(it.run_on_database(&["drift"]).status.code(), Some(1));
}

#[test]
fn what_is_irreversible_can_be_taken_out_of_the_history() {
    let it = Crate::with(&[(
        "1_a.up",
        "-- migrate: irreversible(reason = \"old\")\nCREATE TABLE a (b INTEGER);\n",
    )]);
    assert!(it.run_on_database(&["stamp", "head", "--force"]).status.success());
    assert!(it.run_on_database(&["unstamp", "base", "--yes"]).status.success());
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(0), "nothing of it was run before");
}

#[test]
fn the_schema_is_dumped_for_a_review() {
    let it = two_migrations();
    assert_said!(it, "dump", it.run(&["schema", "dump"]));
    assert_said!(it, "dump_at", it.run(&["schema", "dump", "--at", "create", "--format", "json"]));
    let check = ["schema", "dump", "-o", "schema.sql", "--check"];
    assert_eq!(it.run(&check).status.code(), Some(1), "there is no file");
    assert_said!(it, "dump_written", it.run(&["schema", "dump", "-o", "schema.sql"]));
    assert_said!(it, "dump_same", it.run(&check));
    it.write("schema.sql", &it.read("schema.sql").replace("email", "mail"));
    assert_said!(it, "dump_differs", it.run(&check));
    assert!(it.run_on_database(&["up"]).status.success());
    let live = it.run_on_database(&["schema", "dump", "--live"]);
    let replayed = it.run(&["schema", "dump"]);
    assert_eq!(said(&live), said(&replayed));
    fs::remove_file(it.path().join("schema.sql")).unwrap();
}

/// The same on a server, beside whose database a throwaway one is made.
fn on_a_server(engine: &str, url: &dyn Fn(&str) -> String, run: &dyn Fn(&str, &str)) {
    let it = Crate::with(&[
        (
            "1_users.up",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, role VARCHAR(20) DEFAULT 'x' CHECK (role <> ''));\n",
        ),
        ("1_users.down", "DROP TABLE users;\n"),
        (
            "2_names.up",
            "CREATE VIEW names AS SELECT id, role AS name FROM users WHERE role <> 'y';\n",
        ),
        ("2_names.down", "DROP VIEW names;\n"),
    ]);
    let manifest = it.read("Cargo.toml").replace("sqlite", engine);
    it.write("Cargo.toml", &manifest);
    let code = |arguments: &[&str], expected: i32| {
        let (live, shadow) = (url("live"), url("beside"));
        let mut all = [arguments, &["--database-url", &live]].concat();
        if ["drift", "stamp", "unstamp"].contains(&arguments[0]) {
            all.extend(["--shadow", &shadow]);
        }
        let output = it.run(&all);
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{engine} {arguments:?}: {}",
            said(&output)
        );
        said(&output)
    };
    code(&["stamp", "head"], 1);
    code(&["up"], 0);
    code(&["drift"], 0);
    run("live", "ALTER TABLE users ADD COLUMN age INTEGER");
    let drifted = code(&["drift"], 1);
    assert!(
        drifted.contains("column `users.age` is there, and no migration makes it"),
        "{drifted}"
    );
    run("live", "ALTER TABLE users DROP COLUMN age");
    run("live", "DROP VIEW names");
    code(&["unstamp", "-1", "--yes"], 0);
    code(&["stamp", "head"], 1);
    code(&["stamp", "head", "--force"], 0);
    code(&["status", "--check"], 0);
    code(&["down", "-2", "--yes"], 4);
}

#[test]
fn a_database_of_postgres_is_compared_on_its_server() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE DATABASE live").unwrap();
    server.run("postgres", "CREATE DATABASE beside").unwrap();
    let run = |database: &str, sql: &str| drop(server.run(database, sql).unwrap());
    on_a_server("postgres", &|name| server.url(name), &run);
}

/// What somebody made by hand goes by the statements that undo it, and is there again by those that adopt it;
/// of what is `left` there is none that makes it.
fn undone_and_adopted(
    engine: &str,
    url: &str,
    run: &dyn Fn(&str),
    (before, made): (&str, &str),
    left: &[&str],
) {
    let up = format!("CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));\n{before}");
    let it =
        Crate::with(&[("1_users.up", &up), ("1_users.down", "DROP TABLE users;\n")]).unjudged();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("sqlite", engine));
    let url = ["--database-url", url];
    assert!(it.run(&[&["up"][..], &url].concat()).status.success());
    let found = || {
        let output = it.run(&[&["drift", "--format", "json"][..], &url].concat());
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let texts = |key: &str| {
            let all = found[key].as_array().unwrap().iter();
            all.map(|it| it["text"].as_str().or(it.as_str()).unwrap().to_owned()).collect()
        };
        let (differences, undo): (Vec<String>, Vec<String>) = (texts("differences"), texts("undo"));
        let adopt: Vec<String> = texts("adopt");
        (differences, undo, adopt)
    };
    run(made);
    let (differences, undo, adopt) = found();
    undo.iter().for_each(|statement| run(statement));
    assert_eq!(found().0, Vec::<String>::new(), "{undo:?}");
    adopt.iter().for_each(|statement| run(statement));
    let is_left = |it: &&String| !left.iter().any(|words| it.contains(words));
    assert_eq!(
        found().0,
        differences.iter().filter(is_left).cloned().collect::<Vec<_>>(),
        "{adopt:?}"
    );
    // All of it again, in a database that has none of it.
    found().1.iter().for_each(|statement| run(statement));
    run(made);
    let said = said(&it.run(&[&["drift"][..], &url].concat()));
    assert!(left.iter().all(|words| said.contains(words)), "{said}");
}

#[test]
fn whatever_somebody_made_by_hand_on_postgres_is_undone_and_adopted() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE DATABASE live").unwrap();
    let run = |sql: &str| drop(server.run("live", sql).unwrap());
    server.run("postgres", "CREATE ROLE app; CREATE ROLE \"Weird Role\";").unwrap();
    undone_and_adopted("postgres", &server.url("live"), &run, (BEFORE, MADE), &[]);
}

#[test]
fn what_others_are_made_of_on_postgres_is_undone_and_adopted() {
    let Some(server) = Postgres::start() else { return };
    server.run("postgres", "CREATE DATABASE live").unwrap();
    let run = |sql: &str| drop(server.run("live", sql).unwrap());
    server.run("postgres", "CREATE ROLE app; CREATE ROLE \"Weird Role\";").unwrap();
    let left = ["foreign `mapping Weird Role server ser`", "it has a secret, which is not shown"];
    undone_and_adopted("postgres", &server.url("live"), &run, (TOOLS_BEFORE, TOOLS_MADE), &left);
}

/// What there is, and is altered.
const TOOLS_BEFORE: &str = include_str!("drift/tools_before.sql");

const TOOLS_MADE: &str = include_str!("drift/tools_made.sql");

/// What there is, and is altered.
const BEFORE: &str = "\
    CREATE POLICY kept ON users USING (name = 'x'); CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE DOMAIN grade AS integer DEFAULT 1 CHECK (VALUE > 0); CREATE TYPE pair AS (a integer, b text);
    CREATE SEQUENCE s; CREATE TYPE mood AS ENUM ('sad', 'happy');\n";

const MADE: &str = "\
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
    CREATE TRIGGER touched BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();
    CREATE VIEW names AS SELECT name FROM users; CREATE MATERIALIZED VIEW one AS SELECT 1 AS a;
    CREATE UNIQUE INDEX one_a ON one (a); CREATE RULE kept AS ON DELETE TO users DO INSTEAD NOTHING;
    CREATE POLICY own ON users AS RESTRICTIVE FOR UPDATE TO app, \"Weird Role\" USING (true) WITH CHECK (name <> '');
    ALTER POLICY kept ON users USING (name = 'y'); ALTER TABLE users ENABLE ROW LEVEL SECURITY;
    CREATE DOMAIN \"Odd One\" AS varchar(20) COLLATE \"C\" DEFAULT 'a''b' NOT NULL CHECK (length(value) > 1);
    ALTER DOMAIN grade DROP DEFAULT; ALTER DOMAIN grade ADD CONSTRAINT small CHECK (VALUE < 9);
    ALTER DOMAIN grade SET NOT NULL;
    CREATE TYPE point3 AS (x double precision, y numeric(3,1), \"Z z\" text COLLATE \"C\");
    ALTER TYPE pair ADD ATTRIBUTE c integer, ALTER ATTRIBUTE a TYPE bigint;
    CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
    CREATE TYPE colour AS ENUM ('red', 'gre''en');
    CREATE SEQUENCE numbers AS integer INCREMENT 5 MINVALUE 5 CACHE 3; ALTER SEQUENCE s MAXVALUE 1000 CYCLE;
    CREATE STATISTICS st ON id, name FROM users;
    CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
    CREATE FUNCTION paired(integer) RETURNS pair LANGUAGE sql AS 'SELECT row($1, null, null)::pair';
    CREATE CAST (integer AS pair) WITH FUNCTION paired(integer) AS ASSIGNMENT;
    CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
    CREATE EVENT TRIGGER noticed ON ddl_command_end WHEN TAG IN ('DROP AGGREGATE') EXECUTE FUNCTION e();
    CREATE TABLE \"Odd Table\" (\"A b\" integer); CREATE SCHEMA extra; CREATE TABLE extra.t (a integer);
    CREATE DOMAIN extra.d AS text; CREATE POLICY there ON extra.t USING (true);
    COMMENT ON TABLE users IS 'people'; COMMENT ON COLUMN users.name IS 'theirs'; COMMENT ON VIEW names IS 'v';
    COMMENT ON COLUMN names.name IS 'of v'; COMMENT ON FUNCTION g() IS 'it''s g'; COMMENT ON DOMAIN grade IS 'd';
    COMMENT ON TYPE mood IS 'm'; COMMENT ON SEQUENCE s IS 's'; COMMENT ON SCHEMA public IS 'other';
    COMMENT ON INDEX users_pkey IS 'i'; COMMENT ON CONSTRAINT users_pkey ON users IS 'c';
    COMMENT ON POLICY kept ON users IS 'p'; COMMENT ON MATERIALIZED VIEW one IS 'o'; COMMENT ON TABLE extra.t IS 't';
    COMMENT ON CONSTRAINT small ON DOMAIN grade IS 'd'; COMMENT ON TABLE \"Odd Table\" IS 'odd';
    GRANT SELECT ON users TO PUBLIC; GRANT UPDATE (name) ON users TO app WITH GRANT OPTION;
    GRANT USAGE ON SEQUENCE s TO app; REVOKE EXECUTE ON FUNCTION g() FROM PUBLIC; GRANT USAGE ON TYPE mood TO app;
    GRANT USAGE ON SCHEMA extra TO \"Weird Role\"; GRANT SELECT ON \"Odd Table\" TO \"Weird Role\";
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app;
    ALTER FUNCTION g() OWNER TO app; ALTER VIEW names OWNER TO app; ALTER SEQUENCE numbers OWNER TO app;
    CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
    CREATE PUBLICATION pub FOR TABLE users;";

#[test]
fn whatever_somebody_made_by_hand_on_mariadb_is_undone_and_adopted() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE live").unwrap();
    let run = |sql: &str| drop(server.run("live", sql).unwrap());
    let made = "CREATE TRIGGER touched BEFORE INSERT ON users FOR EACH ROW SET new.name = 'x'; \
                CREATE PROCEDURE p() SELECT 1; CREATE VIEW names AS SELECT name FROM users; \
                CREATE EVENT daily ON SCHEDULE EVERY 1 DAY DO SELECT 1; \
                ALTER TABLE users COMMENT = 'people'";
    undone_and_adopted("mariadb", &server.url("live"), &run, ("", made), &[]);
}

/// What a table gets that does not say it is its database's, and the throwaway one is like the live one.
#[test]
fn the_character_set_of_a_database_is_no_drift() {
    let Some(server) = Mariadb::start() else { return };
    let databases = "CREATE DATABASE live CHARACTER SET latin1 COLLATE latin1_german1_ci; \
                     CREATE DATABASE beside CHARACTER SET utf8mb4";
    server.run("", databases).unwrap();
    let it = Crate::with(&[
        ("1_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));\n"),
        ("1_users.down", "DROP TABLE users;\n"),
    ]);
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("sqlite", "mariadb"));
    let (live, beside) = (server.url("live"), server.url("beside"));
    let drift = ["drift", "--database-url", &live, "--shadow", &beside];
    assert!(it.run(&["up", "--database-url", &live]).status.success());
    let same = it.run(&drift);
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));
    assert!(said(&same).contains("note: comparing with what the migrations make on MariaDB"));
    server.run("live", "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4").unwrap();
    let drifted = it.run(&drift);
    assert_eq!(drifted.status.code(), Some(1), "{}", said(&drifted));
    assert!(said(&drifted).contains("column `users.name` has character set `utf8mb4`"));
}

#[test]
fn what_changes_nothing_in_the_history_is_not_compared() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up"]).status.success());
    behind_its_back(&it, "DROP INDEX users_email;");
    assert_said!(it, "stamp_nothing", it.run_on_database(&["stamp", "head"]));
}

#[test]
fn a_database_of_mariadb_is_compared_on_its_server() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE live; CREATE DATABASE beside").unwrap();
    let run = |database: &str, sql: &str| drop(server.run(database, sql).unwrap());
    on_a_server("mariadb", &|name| server.url(name), &run);
}
