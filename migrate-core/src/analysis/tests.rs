mod accepted;
mod advice;
mod carets;
mod code;
mod kept;
mod mariadb;
mod postgres;
mod refused;
mod repeatable;
mod restored;
mod soundness;
mod sqlite;

use super::*;
use crate::set::read::read_texts;

/// What is said of migrations, each an up and a down, in order.
fn analysed(target: &str, migrations: &[(&str, &str)], settings: &Settings) -> (Reading, Analysis) {
    let names: Vec<(String, String)> = (1..=migrations.len())
        .map(|number| (format!("{number}_step.up.sql"), format!("{number}_step.down.sql")))
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(migrations)
        .flat_map(|((up, down), texts)| [(up.as_str(), texts.0), (down.as_str(), texts.1)])
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let reading = read_texts(&files, target.parse().unwrap());
    let analysis = analyse(&reading, settings);
    (reading, analysis)
}

/// The verdicts on the last of these migrations, and the names of the rules it violates.
fn judged(target: &str, migrations: &[(&str, &str)]) -> (String, Vec<&'static str>) {
    let (_, analysis) = analysed(target, migrations, &Settings::default());
    let last = analysis.verdicts.last().unwrap();
    let version = last.version.as_str().to_owned();
    let own = analysis.findings.iter().filter(|finding| {
        finding.place().is_some_and(|place| place.0.starts_with(&format!("{version}_")))
    });
    let rules = own.map(|finding| finding.rule.name).collect();
    (format!("{} {}", last.schema.word(), last.rows.word()), rules)
}

const USERS: (&str, &str) = (
    "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL DEFAULT '')",
    "DROP TABLE users",
);

#[test]
fn one_decision_needs_one_annotation() {
    let down = "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT ''";
    let drop = "ALTER TABLE users DROP COLUMN email";
    for annotation in [
        "lossy(users.email, reason = \"x\")",
        "lossy(users, reason = \"x\")",
        "allow(drop-column, reason = \"x\")",
    ] {
        let up = format!("-- migrate: {annotation}\n{drop}");
        let (verdict, rules) = judged("sqlite 3.45", &[USERS, (&up, down)]);
        assert_eq!((verdict.as_str(), rules), ("proven lossy", vec![]), "{annotation}");
    }
    let (_, rules) = judged("sqlite 3.45", &[USERS, (drop, down)]);
    assert_eq!(rules, ["drop-column"], "one finding for one loss");
}

#[test]
fn an_allow_is_about_one_statement() {
    let allow = "-- migrate: allow(drop-index, loses-rows, reason = \"x\")";
    let up = format!("CREATE TABLE a (x);\n{allow}\nDELETE FROM users;\nDELETE FROM users");
    let (_, rules) = judged("sqlite 3.45", &[USERS, (&up, "DROP TABLE a")]);
    assert_eq!(rules, ["unused-allow", "delete-without-where"]);
    let same_line = "DELETE FROM users WHERE id = 1; -- migrate: allow(loses-rows, reason = \"x\")";
    assert_eq!(judged("sqlite 3.45", &[USERS, (same_line, "SELECT 1")]).1, [""; 0]);
    let behind = "-- migrate: lossy(users.nothing, reason = \"x\")\nCREATE TABLE a (x)";
    assert_eq!(judged("sqlite 3.45", &[USERS, (behind, "DROP TABLE a")]).1, ["unused-allow"]);
}

#[test]
fn levels_and_the_first_version_are_the_projects() {
    let migrations = [USERS, ("DELETE FROM users WHERE id = 1", "SELECT 1")];
    let level = |level| Settings {
        levels: BTreeMap::from([("loses-rows".to_owned(), level)]),
        ..Settings::default()
    };
    let severities = |settings: &Settings| {
        let (_, analysis) = analysed("sqlite 3.45", &migrations, settings);
        analysis.findings.iter().map(|finding| finding.severity.word()).collect::<Vec<_>>()
    };
    assert_eq!(severities(&level(Level::Deny)), ["error"]);
    assert_eq!(severities(&level(Level::Warn)), ["warning"]);
    assert_eq!(severities(&level(Level::Off)), [""; 0]);
    let since = Settings { since: Some(Version::parse("3").unwrap()), ..Settings::default() };
    let (_, analysis) = analysed("sqlite 3.45", &migrations, &since);
    assert_eq!(analysis.findings, []);
    assert!(analysis.verdicts.iter().all(|verdict| verdict.exempt));
}

/// A rule may find one of its cases lighter or heavier than the others, until the project decides.
#[test]
fn a_rule_weighs_its_cases_and_the_project_has_the_last_word() {
    let empty = ("CREATE SCHEMA audit", "DROP SCHEMA audit");
    let drop = ("DROP SCHEMA audit", "CREATE SCHEMA audit");
    let severity = |settings: &Settings| {
        let (_, analysis) = analysed("postgres 15", &[empty, drop], settings);
        analysis.findings.iter().map(|finding| finding.severity.word()).collect::<Vec<_>>()
    };
    assert_eq!(severity(&Settings::default()), ["warning"]);
    let deny = BTreeMap::from([("drop-schema-or-database".to_owned(), Level::Deny)]);
    assert_eq!(severity(&Settings { levels: deny, ..Settings::default() }), ["error"]);
}

#[test]
fn a_rule_that_is_off_is_not_replaced_by_a_stricter_one() {
    let back = "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT ''";
    let migrations = [USERS, ("ALTER TABLE users DROP COLUMN email", back)];
    let said = |level| {
        let levels = BTreeMap::from([("drop-column".to_owned(), level)]);
        let settings = Settings { levels, ..Settings::default() };
        let (_, analysis) = analysed("sqlite 3.45", &migrations, &settings);
        analysis.findings.iter().map(|finding| finding.severity.word()).collect::<Vec<_>>()
    };
    assert_eq!(said(Level::Deny), ["error"]);
    assert_eq!(said(Level::Warn), ["warning"]);
    assert_eq!(said(Level::Off), [""; 0]);
}

#[test]
fn an_irreversible_migration_is_judged_by_its_up() {
    let up = "-- migrate: irreversible(reason = \"rows are merged\")\n\
              DELETE FROM users WHERE id = 1";
    let (verdict, rules) = judged("sqlite 3.45", &[USERS, (up, "")]);
    assert_eq!((verdict.as_str(), rules), ("irreversible irreversible", vec![]));
}

#[test]
fn a_second_up_that_fails_is_told() {
    let up = "CREATE INDEX users_email ON users (email)";
    let (reading, analysis) =
        analysed("sqlite 3.45", &[USERS, (up, "SELECT 1")], &Settings::default());
    let text = reading.render(&analysis.findings[0], crate::finding::render::Style::Plain);
    assert!(text.contains("run again after this down, the up fails"), "{text}");
}

#[test]
fn a_constraint_of_the_table_is_in_the_way_of_its_column() {
    let verdict = |up: &str, down: &str| judged("sqlite 3.45", &[USERS, (up, down)]).0;
    assert_eq!(
        verdict(
            "CREATE TABLE a (x, y, FOREIGN KEY (x) REFERENCES users (id))",
            "ALTER TABLE a DROP COLUMN x; DROP TABLE a",
        ),
        "fails unknown"
    );
    assert_eq!(
        verdict(
            "ALTER TABLE users ADD COLUMN boss REFERENCES users (id)",
            "ALTER TABLE users DROP COLUMN boss",
        ),
        "proven kept"
    );
}

const PAIRS: &[(&str, &str, &str)] = &[
    ("CREATE INDEX i ON t (a)", "DROP INDEX i", "proven kept"),
    ("ALTER TABLE t ADD COLUMN b int", "ALTER TABLE t DROP COLUMN b", "proven kept"),
    ("ALTER TABLE t ALTER a DROP NOT NULL", "ALTER TABLE t ALTER a SET NOT NULL", "proven kept"),
    ("ALTER TABLE t ALTER a DROP NOT NULL", "SELECT 1", "differs kept"),
    ("ALTER TABLE t RENAME TO u", "ALTER TABLE u RENAME TO t", "proven kept"),
    (
        "DROP TABLE t",
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x')",
        "proven lossy",
    ),
    ("DROP TABLE t", "CREATE TABLE t (id int, a text NOT NULL DEFAULT 'x')", "differs lossy"),
    (
        "CREATE TYPE m AS ENUM ('a'); ALTER TABLE t ADD COLUMN m m",
        "ALTER TABLE t DROP COLUMN m; DROP TYPE m",
        "proven kept",
    ),
    ("CREATE TYPE m AS ENUM ('a'); ALTER TABLE t ADD COLUMN m m", "DROP TYPE m", "fails unknown"),
    (
        "ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = 1",
        "ALTER TABLE t DROP COLUMN b",
        "proven kept",
    ),
    ("UPDATE t SET a = 'y'", "SELECT 1", "proven unknown"),
    ("INSERT INTO t (id, a) VALUES (1, 'x')", "DELETE FROM t WHERE id = 1", "proven kept"),
    ("INSERT INTO t (id, a) VALUES (1, 'x')", "DELETE FROM t WHERE id = 2", "proven unknown"),
    ("SELECT create_hypertable('t', 'id')", "SELECT 1", "unknown unknown"),
    ("CREATE TABLE IF NOT EXISTS t (id int)", "DROP TABLE t", "differs lossy"),
    ("DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'z (a int)'; END $$", "SELECT 1", "unknown unknown"),
    ("BEGIN; CREATE TABLE z (a int); ROLLBACK", "DROP TABLE z", "fails unknown"),
    ("ALTER TABLE t DISABLE TRIGGER ALL", "SELECT 1", "differs kept"),
    ("GRANT SELECT ON t TO bob", "SELECT 1", "differs kept"),
    (
        "SET default_tablespace = fast; DROP TABLE t",
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x')",
        "unknown lossy",
    ),
    ("ALTER TABLE t ALTER a TYPE varchar(10)", "ALTER TABLE t ALTER a TYPE text", "proven lossy"),
    ("ALTER TABLE t ALTER id TYPE bigint", "ALTER TABLE t ALTER id TYPE int", "proven kept"),
];

/// What no schema may be proven over, and what may.
#[test]
fn postgres_pairs_get_the_verdict_that_the_engine_would_give() {
    let table =
        ("CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x')", "DROP TABLE t");
    for (up, down, verdict) in PAIRS {
        let found = judged("postgres 15", &[table, (up, down)]).0;
        assert_eq!(found, *verdict, "{up}\n{down}");
    }
    let granted = (
        "GRANT SELECT ON t TO bob; COMMENT ON TABLE t IS 'c'",
        "REVOKE SELECT ON t FROM bob; COMMENT ON TABLE t IS NULL",
    );
    let again = "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x')";
    let found = judged("postgres 15", &[table, granted, ("DROP TABLE t", again)]).0;
    assert_eq!(found, "differs lossy", "rights and comments go with the table");
    let owned = ("ALTER TABLE t OWNER TO bob", "ALTER TABLE t OWNER TO alice");
    let found = judged("postgres 15", &[table, owned, ("DROP TABLE t", again)]).0;
    assert_ne!(found, "proven lossy", "so does the owner");
    let rights = ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob", "SELECT 1");
    let found = judged("postgres 15", &[table, rights, ("DROP TABLE t", again)]).0;
    assert_ne!(found, "proven lossy", "a new table has other rights than the old one");
    let published = ("CREATE PUBLICATION p FOR TABLE t", "DROP PUBLICATION p");
    let found = judged("postgres 15", &[table, published, ("DROP TABLE t", again)]).0;
    assert_ne!(found, "proven lossy", "a new table is not published");
}
