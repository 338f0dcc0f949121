use super::*;
use crate::dialect::Dialect;
use crate::set::MigrationSet;
use crate::set::read::read_texts;

fn set(scripts: &[(&str, &str, &str)], dialect: Dialect) -> MigrationSet {
    let mut files: Vec<(String, &str)> = Vec::new();
    for (name, up, down) in scripts {
        files.push((format!("{name}.up.sql"), up));
        if !down.is_empty() {
            files.push((format!("{name}.down.sql"), down));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(file, sql)| (&**file, *sql)).collect();
    let reading = read_texts(&files, Target::oldest(dialect));
    assert!(!reading.has_errors(), "{:?}", reading.findings);
    reading.set
}

fn squashed(scripts: &[(&str, &str, &str)]) -> Result<Squashed, SquashError> {
    let set = set(scripts, Dialect::Sqlite);
    squash(&set.migrations, set.target)
}

#[test]
fn ups_follow_each_other_and_downs_come_back() {
    let found = squashed(&[
        ("1_a", "CREATE TABLE a (b TEXT)\n-- the end", "DROP TABLE a;\n"),
        ("2_b", "-- words\nCREATE INDEX i ON a (b);\n", "DROP INDEX i -- gone\n"),
    ]);
    let found = found.unwrap();
    assert_eq!(
        found.up,
        "-- migrate: replaces(1_a, 2_b)\n\n-- 1_a\nCREATE TABLE a (b TEXT)\n-- the end\n;\n\n\
         -- 2_b\n-- words\nCREATE INDEX i ON a (b);\n"
    );
    assert_eq!(
        found.down.as_deref(),
        Some("-- 2_b\nDROP INDEX i -- gone\n;\n\n-- 1_a\nDROP TABLE a;\n")
    );
    assert!(found.transaction);
}

#[test]
fn what_is_said_of_a_file_is_said_once_on_top() {
    let found = squashed(&[
        (
            "1_a",
            "-- migrate: timeout(statement = \"5min\")\n-- migrate: irreversible(reason = \"a \\\"b\\\"\")\n\
             CREATE TABLE a (b TEXT);\n",
            "",
        ),
        (
            "2_b",
            "-- migrate: timeout(statement = \"5min\")\n\
             -- migrate: allow(drop-table, reason = \"c\")\nDROP TABLE a;\n",
            "CREATE TABLE a (b TEXT);\n",
        ),
    ]);
    let found = found.unwrap();
    assert_eq!(
        found.up,
        "-- migrate: replaces(1_a, 2_b)\n-- migrate: timeout(statement = \"5min\")\n\
         -- migrate: irreversible(reason = \"a \\\"b\\\"\")\n\n-- 1_a\nCREATE TABLE a (b TEXT);\n\n\
         -- 2_b\n-- migrate: allow(drop-table, reason = \"c\")\nDROP TABLE a;\n"
    );
    assert_eq!(found.down, None);
}

#[test]
fn what_stood_for_others_still_does() {
    let replacing = "-- migrate: replaces(1_x)\nCREATE TABLE a (b TEXT);\n";
    let found = squashed(&[("2_a", replacing, "DROP TABLE a;"), ("3_b", "SELECT 1;", "SELECT 1;")])
        .unwrap();
    let head: Vec<&str> = found.up.lines().take(3).collect();
    assert_eq!(head, ["-- migrate: replaces(2_a, 3_b)", "-- migrate: replaces(1_x, 3_b)", ""]);
}

#[test]
fn what_cannot_run_as_one_is_refused() {
    let create = ("1_a", "CREATE TABLE a (b TEXT);", "DROP TABLE a;");
    assert_eq!(squashed(&[create]), Err(SquashError::TooFew(1)));
    let outside = ("2_b", "-- migrate: no-transaction\nVACUUM;", "SELECT 1;");
    let mixed = SquashError::Mixed { inside: "1_a".to_owned(), outside: "2_b".to_owned() };
    assert_eq!(squashed(&[create, outside]), Err(mixed));
    let timed = ("2_b", "-- migrate: timeout(statement = \"1s\")\nSELECT 1;", "SELECT 1;");
    let times = SquashError::Timeouts { one: "1_a".to_owned(), other: "2_b".to_owned() };
    assert_eq!(squashed(&[create, timed]), Err(times));
}

#[test]
fn what_is_put_together_is_compared() {
    for &dialect in Dialect::ALL {
        let set = set(
            &[
                ("1_a", "CREATE TABLE a (b INTEGER);", "DROP TABLE a;"),
                ("2_b", "ALTER TABLE a ADD COLUMN c INTEGER;", "ALTER TABLE a DROP COLUMN c;"),
                (
                    "3_c",
                    "CREATE INDEX i ON a (c);",
                    "DROP TABLE a; CREATE TABLE a (b INTEGER, c INTEGER);",
                ),
            ],
            dialect,
        );
        let (before, range) = set.migrations.split_at(1);
        let found = squash(range, set.target).unwrap();
        assert_eq!(proof(before, range, &found, set.target), Proof::default(), "{dialect}");
        let other = Squashed { up: "CREATE INDEX i ON a (b);".to_owned(), ..found };
        let proof = proof(before, range, &other, set.target);
        assert!(!proof.differences.is_empty(), "{dialect}");
    }
}

/// What one script sets ends with it, and together it does not.
#[test]
fn what_one_script_sets_is_not_seen_by_the_next() {
    let set = set(
        &[
            (
                "1_a",
                "CREATE SCHEMA s; SET search_path = s; CREATE TABLE a (b integer);",
                "DROP SCHEMA s CASCADE;",
            ),
            ("2_b", "CREATE TABLE c (d integer);", "DROP TABLE c;"),
        ],
        Dialect::Postgres,
    );
    let found = squash(&set.migrations, set.target).unwrap();
    let proof = proof(&[], &set.migrations, &found, set.target);
    assert!(proof.differences.iter().any(|it| it.contains("`s.c`")), "{proof:?}");
}
