//! Pairs for which a PostgreSQL 15 gave the answer.

use super::judged;

fn verdict(before: &str, up: &str, down: &str) -> String {
    let (verdict, _) = judged("postgres 15", &[(before, "SELECT 1"), (up, down)]);
    verdict.split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn what_hangs_on_a_part_does_not_come_back_with_it() {
    let table = "CREATE TABLE t (a int NOT NULL, y int);";
    for (before, up, down) in [
        (
            "CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t CLUSTER ON i;",
            "DROP INDEX i",
            "CREATE UNIQUE INDEX i ON t (a)",
        ),
        (
            "CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING INDEX i;",
            "DROP INDEX i",
            "CREATE UNIQUE INDEX i ON t (a)",
        ),
        (
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); COMMENT ON CONSTRAINT k ON t IS 'x';",
            "ALTER TABLE t DROP CONSTRAINT k",
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        ),
        ("GRANT SELECT (y) ON t TO alice;", "ALTER TABLE t DROP y", "ALTER TABLE t ADD y int"),
        ("CREATE STATISTICS st ON a, y FROM t;", "ALTER TABLE t DROP y", "ALTER TABLE t ADD y int"),
        (
            "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE r;",
            "DROP RULE r ON t",
            "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        ),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
             COMMENT ON FUNCTION f() IS 'x';",
            "DROP FUNCTION f()",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ),
        (
            "CREATE FUNCTION d() RETURNS int LANGUAGE sql AS 'SELECT 1';
             ALTER TABLE t ALTER y SET DEFAULT d();",
            "DROP FUNCTION d() CASCADE",
            "CREATE FUNCTION d() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ),
    ] {
        let before = format!("{table} {before}");
        assert_ne!(verdict(&before, up, down), "proven", "{before} {up}");
    }
}

#[test]
fn a_change_of_type_and_back_is_not_always_one() {
    let pairs = [
        ("a int CHECK (a > 0)", "numeric", "int", "unknown"),
        ("a int CHECK (a > 0)", "bigint", "int", "proven"),
        ("a int", "text", "int", "fails"),
        ("a int", "text", "int USING a::int", "proven"),
        ("a text COMPRESSION pglz", "varchar(10)", "text", "unknown"),
    ];
    for (column, up, down, expected) in pairs {
        let (before, to) = (format!("CREATE TABLE t ({column})"), |data_type: &str| {
            format!("ALTER TABLE t ALTER a TYPE {data_type}")
        });
        assert_eq!(verdict(&before, &to(up), &to(down)), expected, "{column} {up} {down}");
    }
}

#[test]
fn rights_once_grantable_stay_so() {
    let before = "CREATE TABLE t (a int); GRANT SELECT ON t TO alice;";
    let up = "GRANT SELECT ON t TO alice WITH GRANT OPTION";
    assert_eq!(verdict(before, up, "GRANT SELECT ON t TO alice"), "differs");
}

#[test]
fn the_search_path_may_decide_what_a_name_means() {
    let before = "CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a'); CREATE TYPE e AS ENUM ('a');
                  CREATE TABLE t (a e)";
    let down = "SET search_path TO s, public; ALTER TABLE t ALTER a TYPE e USING a::e";
    assert_eq!(verdict(before, "ALTER TABLE t ALTER a TYPE text", down), "unknown");
}

#[test]
fn initially_immediate_alone_is_not_deferrable() {
    let before = "CREATE TABLE p (id int PRIMARY KEY);
                  CREATE TABLE t (a int CONSTRAINT k REFERENCES p DEFERRABLE)";
    let up = "ALTER TABLE t ALTER CONSTRAINT k INITIALLY DEFERRED";
    let down = "ALTER TABLE t ALTER CONSTRAINT k INITIALLY IMMEDIATE";
    assert_eq!(verdict(before, up, down), "differs");
}
