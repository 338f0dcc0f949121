//! Edge cases of the rules for SQLite.

use crate::dialect::{Dialect, EngineVersion, Target};
use crate::finding::Finding;
use crate::replay::Replay;
use crate::rule::{Context, Lineage};
use crate::rules::Checks;
use crate::set::name::Direction;
use crate::sql::read;

const FAMILY: &str = "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent ON DELETE CASCADE);";

const REBUILD: &str = "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO new (id, name) SELECT id, name FROM parent;
    DROP TABLE parent;
    ALTER TABLE new RENAME TO parent;";

/// What the rules find in `up` after `before`.
fn found(before: &str, up: &str, transaction: bool) -> Vec<Finding> {
    let target = Target::new(Dialect::Sqlite, EngineVersion { major: 3, minor: 45 });
    let mut replay = Replay::new(target);
    replay.run(&read(before, target).statements);
    let settled = replay.schema().clone();
    let script = read(up, target);
    let steps = replay.run(&script.statements);
    let lineage = Lineage::of(&steps);
    let context = Context {
        target,
        assumed: false,
        path: "up.sql",
        sql: up,
        direction: Direction::Up,
        transaction,
        statements: &script.statements,
        steps: &steps,
        before: &settled,
        settled: &settled,
        lineage: &lineage,
        outlook: std::cell::OnceCell::new(),
    };
    Checks::new(Dialect::Sqlite, |rule| rule.level).run(&[context]).concat()
}

fn names(before: &str, up: &str, transaction: bool) -> Vec<&'static str> {
    found(before, up, transaction).iter().map(|finding| finding.rule.name).collect()
}

#[test]
fn references_are_on_only_where_the_runner_has_them_on() {
    const RULE: &str = "sqlite-rebuild-cascade-delete";
    let loses = |up: String, transaction| names(FAMILY, &up, transaction).contains(&RULE);
    let (on, off) = ("PRAGMA foreign_keys = ON;", "PRAGMA foreign_keys = OFF;");
    assert!(!loses(REBUILD.to_owned(), true));
    assert!(loses(format!("{on} {REBUILD}"), true));
    assert!(loses(format!("{REBUILD} {on}"), true), "one value from beginning to end");
    assert!(!loses(format!("{off} {REBUILD} {on}"), true), "OFF wins");
    assert!(!loses(format!("{REBUILD} {on}"), false), "each pragma from where it stands");
    assert!(loses(format!("{on} {REBUILD}"), false));
    assert!(!loses(format!("BEGIN; {on} {REBUILD} COMMIT;"), false), "not in a transaction");
}

#[test]
fn a_rebuild_is_no_drop_of_a_table() {
    assert_eq!(names(FAMILY, REBUILD, true), [""; 0]);
    let without_rows =
        REBUILD.replace("INSERT INTO new (id, name) SELECT id, name FROM parent;", "");
    assert_eq!(names(FAMILY, &without_rows, true), ["drop-table"]);
    let by_query = "CREATE TABLE new AS SELECT * FROM child; DROP TABLE child; \
                    ALTER TABLE new RENAME TO child;";
    assert_eq!(names(FAMILY, by_query, true), [""; 0]);
}

#[test]
fn what_no_version_reads_comes_with_its_rebuild() {
    for (up, part) in [
        ("ALTER TABLE parent ALTER COLUMN name TYPE INTEGER;", "name INTEGER"),
        ("ALTER TABLE parent ALTER COLUMN name SET DEFAULT 'x';", "name TEXT DEFAULT 'x'"),
        (
            "ALTER TABLE parent ADD CONSTRAINT f FOREIGN KEY (name) REFERENCES child (id);",
            "CONSTRAINT f FOREIGN KEY (name) REFERENCES child (id)",
        ),
        ("ALTER TABLE parent ADD UNIQUE (name);", "UNIQUE (name)"),
        ("ALTER TABLE parent MODIFY name TEXT NOT NULL;", "name TEXT NOT NULL"),
        ("ALTER TABLE parent ALTER COLUMN name SET NOT NULL;", "name TEXT NOT NULL"),
    ] {
        let findings = found(FAMILY, up, true);
        let finding = findings.iter().find(|it| it.rule.name == "sqlite-unsupported-alter");
        let rewrite = finding.and_then(|finding| finding.rewrite.as_ref()).unwrap();
        assert!(rewrite.sql.contains(part), "{up}: {}", rewrite.sql);
        assert!(
            rewrite.sql.ends_with("ALTER TABLE parent_new RENAME TO parent;"),
            "{}",
            rewrite.sql
        );
        let after = names(FAMILY, &rewrite.sql, true);
        let about_keys = ["foreign-key-without-index", "fk-type-mismatch"];
        assert!(after.iter().all(|name| about_keys.contains(name)), "{after:?}: {}", rewrite.sql);
    }
}

#[test]
fn a_column_that_only_an_empty_table_takes() {
    let one =
        |column: &str| names(FAMILY, &format!("ALTER TABLE parent ADD COLUMN {column};"), true);
    assert_eq!(one("a TEXT DEFAULT (lower('x'))"), ["sqlite-add-column-limits"]);
    assert_eq!(one("a TEXT AS (name) STORED"), ["sqlite-add-column-limits"]);
    assert_eq!(one("a TEXT AS (name)"), [""; 0]);
    assert_eq!(one("a TEXT DEFAULT -1.5"), [""; 0]);
    assert_eq!(one("a TEXT DEFAULT 'now'"), [""; 0]);
}
