//! Verdicts on PostgreSQL pairs whose down an engine refused, or took although it looks wrong.

use super::judged;

fn word(before: &str, up: &str, down: &str) -> String {
    let (verdict, _) = judged("postgres 15", &[(before, "SELECT 1"), (up, down)]);
    verdict.split(' ').next().unwrap_or_default().to_owned()
}

fn all(cases: &[(&str, &str, &str, &str)]) {
    for (before, up, down, expected) in cases {
        assert_eq!(word(before, up, down), *expected, "{before} / {up} / {down}");
    }
}

#[test]
fn a_default_becomes_no_value_of_another_type() {
    let mood = "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (x mood DEFAULT 'sad')";
    let plain = "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (x mood)";
    let add = "ALTER TYPE mood ADD VALUE 'glad'";
    let anew = "ALTER TYPE mood RENAME TO old; CREATE TYPE mood AS ENUM ('sad');";
    let to = "ALTER TABLE t ALTER x TYPE mood USING x::text::mood; DROP TYPE old";
    let without = "ALTER TABLE t ALTER x DROP DEFAULT;";
    let with = "; ALTER TABLE t ALTER x SET DEFAULT 'sad'";
    assert_eq!(word(mood, add, &format!("{anew}{to}")), "fails");
    assert_eq!(word(mood, add, &format!("{anew}{without}{to}{with}")), "proven");
    assert_eq!(word(plain, add, &format!("{anew}{to}")), "proven");
    assert_eq!(
        word(plain, add, &format!("{anew}{}", to.replace("USING x::text::mood", ""))),
        "fails"
    );
    let (up, down) =
        ("ALTER TABLE t ALTER x TYPE text", "ALTER TABLE t ALTER x TYPE mood USING x::mood");
    assert_eq!(word(mood, up, down), "unknown", "the default is of it still");
    assert_eq!(word(mood, up, "DROP TYPE mood"), "fails", "the default is of it");
}

#[test]
fn what_a_type_is_used_for_keeps_it() {
    let table = "CREATE TABLE t (a integer)";
    let function = "CREATE FUNCTION f(t) RETURNS integer LANGUAGE sql AS 'SELECT 1'";
    let set = "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT 1'";
    let mood = "CREATE TYPE t AS ENUM ('sad')";
    let drop = "DROP TABLE t; DROP FUNCTION f";
    all(&[
        ("", &format!("{table}; {function}"), drop, "fails"),
        ("", &format!("{table}; {set}"), drop, "fails"),
        ("", &format!("{table}; {set}"), "DROP FUNCTION f; DROP TABLE t", "proven"),
        ("", &format!("{mood}; {function}"), "DROP TYPE t; DROP FUNCTION f", "fails"),
        ("", &format!("{mood}; {function}"), "DROP TYPE t CASCADE", "proven"),
        ("", &format!("{table}; CREATE TABLE u (x t)"), "DROP TABLE t; DROP TABLE u", "fails"),
    ]);
}

#[test]
fn what_is_inherited_stays() {
    let parted = "CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); \
                  CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)";
    let heirs = "CREATE TABLE p (a integer); CREATE TABLE c (b integer) INHERITS (p)";
    all(&[
        (parted, "ALTER TABLE t ADD x int", "ALTER TABLE t1 DROP x; ALTER TABLE t DROP x", "fails"),
        (
            parted,
            "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)",
            "ALTER TABLE t1 DROP CONSTRAINT c; ALTER TABLE t DROP CONSTRAINT c",
            "fails",
        ),
        (
            parted,
            "SELECT 1",
            "ALTER TABLE t ADD UNIQUE (b); ALTER TABLE t DROP CONSTRAINT t_b_key",
            "fails",
        ),
        (
            heirs,
            "ALTER TABLE p ALTER a SET NOT NULL",
            "ALTER TABLE ONLY p ALTER a DROP NOT NULL",
            "differs",
        ),
        (
            heirs,
            "ALTER TABLE p ALTER a SET NOT NULL",
            "ALTER TABLE p ALTER a DROP NOT NULL",
            "proven",
        ),
    ]);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let keyed = "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE t (a text, b integer)";
    let other = "CREATE TABLE t (a integer); CREATE TABLE i ()";
    let number =
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t ()";
    let computed = "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED)";
    let two = "CREATE TABLE t (a integer); CREATE TABLE u (a integer)";
    all(&[
        (
            keyed,
            "SELECT 1",
            "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p; ALTER TABLE t DROP CONSTRAINT f",
            "fails",
        ),
        (
            keyed,
            "SELECT 1",
            "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES p; ALTER TABLE t DROP CONSTRAINT f",
            "proven",
        ),
        (
            "CREATE TABLE t (a interval)",
            "SELECT 1",
            "ALTER TABLE t ALTER a TYPE inet; ALTER TABLE t ALTER a TYPE interval",
            "fails",
        ),
        (
            "CREATE TABLE t (a text[])",
            "ALTER TABLE t ALTER a TYPE text",
            "ALTER TABLE t ALTER a TYPE text[]",
            "fails",
        ),
        ("CREATE TABLE t (a json)", "SELECT 1", "CREATE INDEX i ON t (a); DROP INDEX i", "fails"),
        (other, "CREATE INDEX IF NOT EXISTS i ON t (a)", "DROP INDEX IF EXISTS i", "fails"),
        (
            number,
            "SELECT 1",
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); DROP TRIGGER g ON t",
            "fails",
        ),
        (
            computed,
            "SELECT 1",
            "ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ALTER a TYPE integer",
            "fails",
        ),
        (two, "SELECT 1", "CREATE VIEW v AS SELECT * FROM t, u; DROP VIEW v", "fails"),
        (
            "CREATE TABLE t (x varchar(9))",
            "ALTER TABLE t ALTER x SET DEFAULT 'a'",
            "ALTER TABLE t ALTER x SET DEFAULT NULL",
            "unknown",
        ),
        (
            "CREATE TABLE t (x text)",
            "ALTER TABLE t ALTER x SET DEFAULT 'a'",
            "ALTER TABLE t ALTER x SET DEFAULT NULL::text",
            "proven",
        ),
    ]);
}

#[test]
fn what_goes_with_a_thing_is_gone() {
    let counted = "CREATE TABLE t (a integer, b integer); CREATE STATISTICS s ON a, b FROM t";
    all(&[
        (counted, "DROP TABLE t", "CREATE TABLE t (a integer, b integer)", "differs"),
        (counted, "DROP TABLE t", counted, "proven"),
        (
            "CREATE TABLE t (a integer)",
            "GRANT SELECT ON t TO alice WITH GRANT OPTION",
            "REVOKE GRANT OPTION FOR SELECT ON t FROM alice",
            "differs",
        ),
        (
            "CREATE SCHEMA s; COMMENT ON SCHEMA s IS 'x'",
            "DROP SCHEMA s",
            "CREATE SCHEMA s",
            "differs",
        ),
        ("CREATE SCHEMA s AUTHORIZATION alice", "DROP SCHEMA s", "CREATE SCHEMA s", "unknown"),
        (
            "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (START 10))",
            "ALTER TABLE t ALTER a DROP IDENTITY",
            "ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY",
            "differs",
        ),
    ]);
}

#[test]
fn what_only_looks_different_is_no_difference_for_certain() {
    let default = |kind: &str, one: &str, other: &str| {
        let before = format!("CREATE TABLE t (a {kind} DEFAULT {one})");
        let down = format!("ALTER TABLE t ALTER a SET DEFAULT {other}");
        word(&before, "ALTER TABLE t ALTER a DROP DEFAULT", &down)
    };
    assert_eq!(default("boolean", "false", "'f'"), "proven");
    assert_eq!(default("bigint", "5", "'5'"), "unknown");
    assert_eq!(default("date", "'2020-01-01'", "date '2020-1-1'"), "unknown");
    assert_eq!(default("integer", "-1", "'-1'::int"), "unknown");
    assert_eq!(default("text", "'a'", "'b'"), "differs");
    assert_eq!(default("integer", "1", "2"), "differs");
    let policy = "CREATE TABLE t (a integer); CREATE POLICY p ON t USING (a > 0)";
    let domain = "CREATE DOMAIN d AS integer";
    let index =
        "CREATE TABLE t (b text COLLATE \"C\"); CREATE INDEX i ON t (b COLLATE \"C\" text_ops)";
    let owner = "ALTER TABLE t OWNER TO alice";
    all(&[
        (
            policy,
            "ALTER POLICY p ON t USING (a > 1)",
            "ALTER POLICY p ON t USING (a > 0)",
            "proven",
        ),
        (policy, "ALTER POLICY p ON t USING (a > 1)", "SELECT 1", "differs"),
        (
            policy,
            "DROP POLICY p ON t",
            "CREATE POLICY p ON t AS PERMISSIVE FOR ALL TO public USING (a > 0)",
            "proven",
        ),
        (domain, "ALTER DOMAIN d SET NOT NULL", "ALTER DOMAIN d DROP NOT NULL", "proven"),
        (policy, owner, "ALTER TABLE t OWNER TO postgres", "unknown"),
        (policy, owner, "SELECT 1", "differs"),
        (index, "DROP INDEX i", "CREATE INDEX i ON t (b)", "proven"),
        (policy, "ALTER TABLE t ALTER a SET STORAGE PLAIN", "SELECT 1", "proven"),
    ]);
}

#[test]
fn what_hangs_on_a_column_keeps_its_type() {
    let there = "ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ALTER a TYPE integer";
    let table = "CREATE TABLE t (a integer)";
    for hanging in [
        "CREATE POLICY p ON t USING (a > 0)",
        "CREATE RULE r AS ON DELETE TO t WHERE old.a = 1 DO INSTEAD NOTHING",
        "CREATE VIEW v AS SELECT a FROM t",
        "CREATE TABLE u (of t)",
    ] {
        assert_eq!(word(&format!("{table}; {hanging}"), "SELECT 1", there), "fails", "{hanging}");
    }
    let heirs = "CREATE TABLE p (a integer); CREATE TABLE t () INHERITS (p)";
    all(&[
        (table, "SELECT 1", there, "proven"),
        (heirs, "SELECT 1", there, "fails"),
        (heirs, "SELECT 1", "ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME b TO a", "fails"),
        (&format!("{table} PARTITION BY LIST (a)"), "SELECT 1", there, "fails"),
        (
            "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
            "SELECT 1",
            "ALTER TABLE t ALTER a DROP DEFAULT",
            "fails",
        ),
        (
            "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
            "SELECT 1",
            "ALTER TABLE t ALTER a TYPE text; ALTER TABLE t ALTER a TYPE integer USING a::integer",
            "fails",
        ),
    ]);
}
