use super::*;
use crate::dialect::Dialect;
use crate::set::MigrationSet;
use crate::set::read::read_texts;

const BASE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(200));";

fn set(scripts: &[(&str, &str)], target: Target) -> MigrationSet {
    let files: Vec<(String, &str)> = scripts
        .iter()
        .flat_map(|(name, sql)| {
            [(format!("{name}.up.sql"), *sql), (format!("{name}.down.sql"), "DROP TABLE x;")]
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, sql)| (&**file, *sql)).collect();
    read_texts(&files, target).set
}

fn found(dialect: Dialect, ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Verdict {
    let target = Target::oldest(dialect);
    let base = set(&[("1_base", BASE)], target);
    let (ours, theirs) = (set(ours, target), set(theirs, target));
    let (ours, theirs): (Vec<_>, Vec<_>) =
        (ours.migrations.iter().collect(), theirs.migrations.iter().collect());
    verdict(target, base.migrations.iter(), &ours, &theirs)
}

fn on_all(ours: &[(&str, &str)], theirs: &[(&str, &str)], judge: impl Fn(&Verdict) -> bool) {
    for &dialect in Dialect::ALL {
        let found = found(dialect, ours, theirs);
        assert!(judge(&found), "{dialect}: {found:?}");
    }
}

#[test]
fn what_has_nothing_to_do_with_each_other_commutes() {
    on_all(
        &[("2_a", "CREATE TABLE a (id INTEGER);"), ("4_a", "CREATE INDEX a_id ON a (id);")],
        &[("3_b", "CREATE TABLE b (id INTEGER);"), ("5_b", "CREATE INDEX u ON users (email);")],
        |found| *found == Verdict::default(),
    );
}

#[test]
fn the_order_of_columns_is_a_note() {
    on_all(
        &[("2_a", "ALTER TABLE users ADD COLUMN a INTEGER;")],
        &[("3_b", "ALTER TABLE users ADD COLUMN b INTEGER;")],
        |found| found.commutes() && found.notes.len() == 1,
    );
}

#[test]
fn what_both_create_collides() {
    on_all(
        &[("2_a", "ALTER TABLE users ADD COLUMN role INTEGER;")],
        &[("3_b", "ALTER TABLE users ADD COLUMN role VARCHAR(20);")],
        |found| found.collisions.len() == 1 && found.collisions[0].reasons.len() == 2,
    );
}

#[test]
fn what_needs_what_the_other_takes_away_collides() {
    on_all(
        &[("2_a", "CREATE INDEX users_email ON users (email);")],
        &[("3_b", "ALTER TABLE users RENAME COLUMN email TO mail;")],
        |found| {
            let [collision] = &found.collisions[..] else { return false };
            let fails = collision.reasons[0].starts_with("2_a fails behind 3_b: ");
            (&*collision.ours, &*collision.theirs) == ("2_a", "3_b") && fails
        },
    );
}

/// Both orders run, and only one of them has the index.
#[test]
fn another_schema_collides() {
    let found = found(
        Dialect::Postgres,
        &[("2_a", "CREATE TABLE copy (LIKE users INCLUDING ALL);")],
        &[("3_b", "ALTER TABLE users ADD COLUMN role text;")],
    );
    let reasons = &found.collisions[0].reasons;
    assert_eq!(reasons, &["column `copy.role` is there in one order only"]);
}

/// The whole of one branch may come first or last, but not the one between two of the other.
#[test]
fn every_order_counts() {
    on_all(
        &[("2_a", "CREATE TABLE x (id INTEGER);"), ("4_a", "DROP TABLE x;")],
        &[("3_b", "CREATE TABLE x (id INTEGER); DROP TABLE x;")],
        |found| found.collisions.iter().any(|it| it.ours == "2_a"),
    );
}

#[test]
fn what_is_not_known_does_not_commute() {
    let opaque = ("2_a", "DO $$ BEGIN EXECUTE 'x'; END $$;");
    let theirs = [("3_b", "CREATE TABLE b (id INTEGER);")];
    let found = found(Dialect::Postgres, &[opaque], &theirs);
    assert!(!found.commutes() && found.collisions.is_empty(), "{found:?}");
}

#[test]
fn rows_that_both_reach_are_not_known() {
    let update = ("2_a", "UPDATE users SET email = 'x' WHERE email IS NULL;");
    let theirs = [("3_b", "DELETE FROM users WHERE email IS NULL;")];
    on_all(&[update], &theirs, |found| found.unknown.len() == 1 && found.collisions.is_empty());
    let elsewhere = [("3_b", "CREATE TABLE logins (id INTEGER);")];
    on_all(&[update], &elsewhere, Verdict::commutes);
}
