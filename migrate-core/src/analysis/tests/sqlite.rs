//! Verdicts on SQLite pairs, each as an engine showed it (3.51).

use super::judged;

const TABLES: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
    CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INT, b INT);";

fn both(before: &str, up: &str, down: &str) -> String {
    let before = format!("{TABLES}{before}");
    judged("sqlite 3.51", &[(&before, "SELECT 1"), (up, down)]).0
}

fn schema(before: &str, up: &str, down: &str) -> String {
    both(before, up, down).split(' ').next().unwrap_or_default().to_owned()
}

fn rows(up: &str, down: &str) -> String {
    both("", up, down).split(' ').nth(1).unwrap_or_default().to_owned()
}

/// The rebuild of `t`, its columns being `columns` and its rows inserted by `insert`.
fn rebuilt(columns: &str, insert: &str) -> String {
    format!("CREATE TABLE x ({columns}); {insert}; DROP TABLE t; ALTER TABLE x RENAME TO t")
}

const COLUMNS: &str = "id INTEGER PRIMARY KEY, a TEXT, b TEXT";

#[test]
fn a_text_that_is_not_read_may_stand_against_a_rename() {
    let view = "CREATE VIEW v AS SELECT t.b FROM t JOIN u USING (b);";
    let up = format!("{view} PRAGMA legacy_alter_table = ON; ALTER TABLE t RENAME b TO c");
    let down = "PRAGMA legacy_alter_table = ON; ALTER TABLE t RENAME c TO b; DROP VIEW v";
    assert_eq!(schema("", &up, down), "unknown");
    for view in [
        "CREATE VIEW v AS SELECT t.b FROM t NATURAL JOIN u; DROP TABLE u;",
        "CREATE VIEW v AS SELECT 1 FROM (t JOIN u ON t.id = u.id); DROP TABLE u;",
    ] {
        let down = "ALTER TABLE t DROP COLUMN c";
        assert_eq!(schema(view, "ALTER TABLE t ADD COLUMN c", down), "unknown", "{view}");
    }
    let view = "CREATE VIEW v AS SELECT a FROM t WHERE a IN u;";
    let (up, down) = ("ALTER TABLE u RENAME TO w", "ALTER TABLE w RENAME TO u");
    assert_eq!(schema(view, up, down), "unknown", "the engine does not follow there");
    let view = "CREATE VIEW v AS SELECT b FROM t NATURAL JOIN u;";
    let up = "ALTER TABLE t ADD COLUMN c";
    assert_eq!(schema(view, up, "ALTER TABLE t DROP COLUMN c"), "proven", "all of it is there");
}

#[test]
fn a_view_with_a_wrong_list_of_columns_stands_against_nothing() {
    let view = "CREATE VIEW v (x) AS SELECT a, b FROM t;";
    let (up, down) = ("ALTER TABLE t ADD COLUMN c", "ALTER TABLE t DROP COLUMN c");
    assert_eq!(schema(view, up, down), "proven");
    let reader = format!("{view} CREATE VIEW w AS SELECT x FROM v;");
    assert_eq!(schema(&reader, up, down), "fails");
}

#[test]
fn statistics_may_be_dropped() {
    assert_eq!(schema("", "ANALYZE", "DROP TABLE sqlite_stat1"), "unknown");
    assert_eq!(schema("", "ANALYZE", "DROP TABLE sqlite_sequence"), "fails");
}

#[test]
fn an_upsert_may_follow_a_query() {
    let trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u (id, b) SELECT id, b \
                   FROM t WHERE true ON CONFLICT (id) DO UPDATE SET b = excluded.b; END;";
    let (up, down) = ("ALTER TABLE t ADD COLUMN c", "ALTER TABLE t DROP COLUMN c");
    assert_eq!(schema(trigger, up, down), "proven");
    let (up, down) = ("ALTER TABLE u RENAME TO w", "ALTER TABLE w RENAME TO u");
    assert_eq!(schema(trigger, up, down), "unknown", "the engine renames `excluded` too");
}

#[test]
fn expressions_that_say_the_name_of_their_table() {
    let index = "CREATE INDEX i ON t (a) WHERE t.b > 0;";
    let (up, down) = ("ALTER TABLE t RENAME TO s", "ALTER TABLE s RENAME TO t");
    assert_eq!(schema(index, up, down), "proven");
    let old_way = format!("PRAGMA legacy_alter_table = ON; {down}");
    assert_eq!(schema(index, up, &old_way), "unknown");
    let again = "DROP INDEX i; CREATE INDEX i ON s (a) WHERE s.b > 0";
    assert_eq!(schema(&format!("{index} {up};"), again, "SELECT 1"), "proven");
}

#[test]
fn what_an_insert_gives_is_what_it_writes() {
    let up = "ALTER TABLE t ADD COLUMN c";
    let down = |insert: &str| schema("", up, &rebuilt(COLUMNS, insert));
    assert_eq!(down("INSERT INTO x SELECT id, a, b FROM t"), "proven");
    assert_eq!(down("INSERT INTO x (id, a) SELECT id, a FROM t"), "proven");
    for insert in [
        "INSERT INTO x SELECT * FROM t",
        "INSERT INTO x (id, a) SELECT id, a, b FROM t",
        "INSERT INTO x SELECT id, a, nope FROM t",
        "WITH q AS (SELECT * FROM t) INSERT INTO x SELECT * FROM q",
        "INSERT INTO x VALUES (1, 2)",
        "UPDATE x SET a = nope",
        "DELETE FROM x WHERE nope = 1",
    ] {
        assert_eq!(down(insert), "fails", "{insert}");
    }
    let parameter = "INSERT INTO x (id, a) VALUES (:id, @a)";
    assert_eq!(down(parameter), "proven", "whoever runs it may give values");
    let generated = rebuilt(
        "id INTEGER PRIMARY KEY, a TEXT, b TEXT AS (a)",
        "INSERT INTO x (id, b) SELECT id, b FROM t",
    );
    assert_eq!(schema("", up, &generated), "fails");
}

#[test]
fn rows_that_come_back_in_other_places_are_not_kept() {
    let good = rebuilt(COLUMNS, "INSERT INTO x SELECT * FROM t");
    let up = |insert: &str| rows(&rebuilt(COLUMNS, insert), &good);
    assert_eq!(up("INSERT INTO x SELECT id, a, b FROM t"), "kept");
    for insert in [
        "INSERT INTO x SELECT id, b, a FROM t",
        "INSERT INTO x (id, b, a) SELECT id, a, b FROM t",
        "INSERT INTO x SELECT * FROM (SELECT id, b, a FROM t)",
        "WITH q AS (SELECT * FROM t WHERE id = 1) INSERT INTO x SELECT * FROM q",
        "INSERT INTO x SELECT * FROM t; UPDATE x SET a = b",
        "INSERT INTO x SELECT * FROM t; DELETE FROM x WHERE id = 1",
        "INSERT INTO x SELECT * FROM t; INSERT INTO x (a) VALUES ('z')",
        "INSERT INTO x (id, a, a, b) SELECT id, b, a, b FROM t",
    ] {
        assert_ne!(up(insert), "kept", "{insert}");
    }
    let columns = "id INTEGER PRIMARY KEY, a TEXT UNIQUE ON CONFLICT REPLACE, b TEXT";
    assert_ne!(rows(&rebuilt(columns, "INSERT INTO x SELECT * FROM t"), &good), "kept");
    let swap =
        "ALTER TABLE t RENAME a TO z; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME z TO b";
    assert_eq!(both("", swap, "SELECT 1"), "order unknown");
    assert_eq!(both("", swap, swap), "proven kept");
    let filled = rebuilt(
        "id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT",
        "INSERT INTO x SELECT id, a, b, '' FROM t; UPDATE x SET c = a",
    );
    assert_eq!(both("", &filled, "ALTER TABLE t DROP COLUMN c"), "proven kept");
}

#[test]
fn views_on_views_are_read_once() {
    let views = |list: &str| {
        let view = |at: usize| {
            format!("CREATE VIEW v{at} AS SELECT {list} FROM v{} x, v{} y;", at - 1, at - 1)
        };
        format!(
            "CREATE VIEW v0 AS SELECT a FROM t; {}",
            (1..60).map(view).collect::<Vec<_>>().concat()
        )
    };
    let (up, down) = ("ALTER TABLE t ADD COLUMN c", "ALTER TABLE t DROP COLUMN c");
    assert_ne!(schema(&views("x.a"), up, down), "fails");
    assert_ne!(schema(&views("x.*, y.*"), up, down), "fails");
    let (verdict, _) = judged(
        "postgres 15",
        &[("CREATE TABLE t (a int)", "DROP TABLE t"), (&views("x.*, y.*"), "SELECT 1")],
    );
    assert!(!verdict.starts_with("proven"), "{verdict}");
}

#[test]
fn columns_computed_from_one_another() {
    let column = |at: usize| format!("c{at} AS (c{} + 1)", at - 1);
    let columns: Vec<String> = (1..300).rev().map(column).collect();
    let table = |last: &str| format!("CREATE TABLE g ({}, c0 {last})", columns.join(", "));
    assert_eq!(schema("", &table("INT"), "DROP TABLE g"), "proven");
    let again = format!("DROP TABLE g; {}", table("AS (c299), d"));
    assert_eq!(schema(&format!("{};", table("INT")), "SELECT 1", &again), "fails");
}
