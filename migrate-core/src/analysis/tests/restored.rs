//! Verdicts on PostgreSQL pairs, each as an engine showed it on somebody's real migrations.

use super::judged;

const TABLES: (&str, &str) = (
    "CREATE TABLE crates (id integer PRIMARY KEY, name varchar(255), state text DEFAULT 'a', \
       doc json DEFAULT '[]', CONSTRAINT c CHECK (state IN ('a', 'b')));
     CREATE TABLE owners (id integer PRIMARY KEY, name text, crate integer REFERENCES crates);
     CREATE FUNCTION canon(varchar) RETURNS varchar LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
     CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE INDEX crates_canon ON crates (canon(name));
     CREATE INDEX crates_id ON crates (id) WHERE id > 0;",
    "SELECT 1",
);

fn schema(up: &str, down: &str) -> String {
    let (verdict, _) = judged("postgres 15", &[TABLES, (up, down)]);
    verdict.split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn expressions_over_a_column_of_another_type_are_the_engines() {
    let to = |column: &str, kind: &str| format!("ALTER TABLE crates ALTER {column} TYPE {kind}");
    let round = |column, there: &str, back: &str| schema(&to(column, there), &to(column, back));
    assert_eq!(round("name", "text", "varchar(255)"), "unknown");
    assert_eq!(round("name", "varchar(300)", "varchar(255)"), "proven", "the same type");
    assert_eq!(round("id", "bigint", "integer"), "proven", "integers compare without casts");
    assert_eq!(round("state", "varchar(10)", "text"), "unknown");
    let anew = "DROP INDEX crates_canon; ALTER TABLE crates ALTER name TYPE text";
    let back = "ALTER TABLE crates ALTER name TYPE varchar(255); \
                CREATE INDEX crates_canon ON crates (canon(name))";
    assert_eq!(schema(anew, back), "proven", "it was created anew");
}

#[test]
fn another_spelling_is_no_difference_for_certain() {
    let check = |text: &str| {
        let drop = "ALTER TABLE crates DROP CONSTRAINT c";
        schema(drop, &format!("ALTER TABLE crates ADD CONSTRAINT c CHECK ({text})"))
    };
    assert_eq!(check("state IN ('a', 'b')"), "proven");
    assert_eq!(check("crates.state = ANY (ARRAY['a'::text, 'b'::text])"), "unknown");
    assert_eq!(check("state IN ('a', 'c')"), "differs");
    let default = "ALTER TABLE crates ALTER doc SET DEFAULT '[]'::json";
    assert_eq!(schema("ALTER TABLE crates ALTER doc DROP DEFAULT", default), "proven");
}

#[test]
fn comments_go_with_what_they_are_on() {
    let up = "CREATE FUNCTION f(a integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
              COMMENT ON FUNCTION f IS 'x';
              CREATE TABLE t (id integer, CONSTRAINT known CHECK (id > 0));
              COMMENT ON CONSTRAINT known ON t IS 'y'";
    assert_eq!(schema(up, "DROP TABLE t; DROP FUNCTION f(integer[])"), "proven");
    let comment = "COMMENT ON CONSTRAINT c ON crates IS 'y'";
    assert_eq!(schema(comment, "SELECT 1"), "differs");
}

#[test]
fn triggers_follow_a_function_to_its_new_name() {
    let trigger = |name: &str| {
        format!("CREATE TRIGGER g BEFORE INSERT ON crates FOR EACH ROW EXECUTE FUNCTION {name}()")
    };
    let up = format!("{}; ALTER FUNCTION touch() RENAME TO poke", trigger("touch"));
    let down = "DROP FUNCTION poke CASCADE; CREATE FUNCTION touch() RETURNS trigger \
                LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
    assert_eq!(schema(&up, down), "proven");
    assert_eq!(schema(&up, "ALTER FUNCTION poke() RENAME TO touch"), "differs");
}

#[test]
fn a_view_keeps_only_the_columns_that_it_reads() {
    let view = "CREATE VIEW v AS SELECT o.*, (SELECT state FROM crates WHERE id = o.crate) FROM \
                owners o";
    let up = format!("{view}; ALTER TABLE crates ALTER name TYPE varchar(300)");
    let down = "ALTER TABLE crates ALTER name TYPE varchar(255); DROP VIEW v";
    assert_eq!(schema(&up, down), "proven", "`name` is that of `owners`");
    let refused = "ALTER TABLE crates ALTER state TYPE varchar(9)";
    assert_eq!(schema(&view.replace("owners o", "owners o;"), refused), "fails");
    let now = "CREATE VIEW w AS SELECT 'now'::timestamp AS at";
    assert_eq!(schema(&format!("{now}; DROP VIEW w; {now}"), "DROP VIEW w"), "proven");
    let (verdict, _) = judged("postgres 15", &[TABLES, (now, "DROP VIEW w"), ("DROP VIEW w", now)]);
    assert!(verdict.starts_with("unknown"), "{verdict}");
}
