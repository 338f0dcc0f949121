//! What is said of each kind of evidence, and how much it weighs in which build.

use super::*;
use crate::config;
use crate::finding::render::Style;
use crate::schema::fingerprint::Fingerprint;
use crate::set::directive::Directive;
use crate::set::read::read_texts;
use crate::set::receipt::Receipt;

type Files<'a> = Vec<(&'a str, &'a str)>;

fn files() -> Files<'static> {
    vec![
        ("1_users.up.sql", "CREATE TABLE users (id int, email text);"),
        ("1_users.down.sql", "DROP TABLE users;"),
        ("2_posts.up.sql", "CREATE TABLE posts (id int);"),
        ("2_posts.down.sql", "DROP TABLE posts;"),
        (
            "3_mail.up.sql",
            "-- migrate: lossy(users.email, reason = \"nobody reads it\")\nALTER TABLE users DROP COLUMN email;",
        ),
        ("3_mail.down.sql", "ALTER TABLE users ADD COLUMN email text;"),
    ]
}

fn edited(file: &str, text: &'static str) -> Files<'static> {
    let mut files = files();
    files.retain(|(name, _)| *name != file);
    if !text.is_empty() {
        files.push((file.to_owned().leak(), text));
    }
    files
}

fn fingerprint(number: usize) -> Fingerprint {
    Fingerprint::parse(&format!("1:{number:032x}")).unwrap()
}

fn receipt(engine: &str, number: usize) -> Receipt {
    Receipt {
        engine: Engine::parse(engine).unwrap(),
        tables: 1,
        seeded: 1,
        seed: None,
        lost: Vec::new(),
        unproven: Vec::new(),
        up_locks: Vec::new(),
        down_locks: Vec::new(),
        before: fingerprint(number),
        after: fingerprint(number + 1),
    }
}

/// The lock file after a verification of the first `count` of the files.
fn verified(engine: &str, count: usize) -> LockFile {
    let set = read_texts(&files(), "postgres 16".parse().unwrap()).set;
    let mut lock = LockFile::default().listing(&set, false);
    for (number, migration) in set.migrations.iter().enumerate().take(count) {
        lock.record(migration, receipt(engine, number));
    }
    lock
}

/// What is said of files beside a lock file, by a project with that metadata.
fn said(files: &Files<'_>, lock: &LockFile, metadata: &str, profile: Profile) -> String {
    let metadata = format!("[package.metadata.migrate]\ntarget = \"postgres 16\"\n{metadata}");
    let config = config::parse(&metadata).unwrap();
    let lock = lock.render();
    let files = [&[("migrate.lock", &*lock)], files.as_slice()].concat();
    let reading = read_texts(&files, config.target.unwrap());
    let settings = Settings { profile, ..config.settings() };
    let findings = findings(&reading, &settings);
    let drawn = findings.iter().map(|finding| reading.render(finding, Style::Plain));
    drawn.collect::<Vec<_>>().join("\n")
}

const REQUIRE: &str = "receipts = \"require\"";

#[track_caller]
fn assert_said(files: &Files<'_>, lock: &LockFile, expected: &str) {
    assert_eq!(said(files, lock, REQUIRE, Profile::Debug), expected);
}

#[test]
fn what_was_verified_as_it_is_needs_no_word() {
    assert_said(&files(), &verified("postgres 16.2", 3), "");
}

#[test]
fn nothing_is_asked_before_the_first_verification() {
    let (none, some) = (verified("postgres 16.2", 0), verified("postgres 16.2", 2));
    for profile in [Profile::Debug, Profile::Release] {
        assert_eq!(said(&files(), &none, "", profile), "");
        assert_eq!(said(&files(), &some, "receipts = \"off\"", profile), "");
    }
    assert!(said(&files(), &none, "receipts = \"warn\"", Profile::Release).starts_with("warning"));
}

#[test]
fn then_it_is_a_warning_in_debug_builds_and_an_error_in_release_builds() {
    let some = verified("postgres 16.2", 2);
    let said = |metadata: &str, profile| said(&files(), &some, metadata, profile);
    let debug = said("", Profile::Debug);
    assert!(debug.starts_with("warning: migration 3 was never verified"), "{debug}");
    assert!(debug.contains("a release build does not compile with it"), "{debug}");
    assert!(said("", Profile::Release).starts_with("error: migration 3 was never verified"));
    let warned = said("receipts.release = \"warn\"", Profile::Debug);
    assert!(warned.starts_with("warning") && !warned.contains("release build"), "{warned}");
    assert!(said(REQUIRE, Profile::Debug).starts_with("error"));
    assert_eq!(said("receipts.debug = \"off\"", Profile::Debug), "");
    let levels = format!("{REQUIRE}\nrules = {{ never-verified = \"warn\" }}");
    assert!(said(&levels, Profile::Release).starts_with("warning"));
    assert_eq!(said(&levels.replace("warn", "off"), Profile::Release), "");
    assert_eq!(said("since = \"4\"", Profile::Release), "", "what is older is spared");
}

#[test]
fn what_was_never_verified_is_one_finding() {
    assert_said(
        &files(),
        &verified("postgres 16.2", 1),
        "\
error: 2 migrations were never verified on an engine
--> 2_posts.up.sql
 = note: 2, 3
 = help: run `cargo migrate verify`, and commit migrate.lock
 = rule: never-verified (M041)",
    );
}

#[test]
fn the_newest_has_changed_and_an_older_one_was_edited() {
    let lock = verified("postgres 16.2", 3);
    assert_said(
        &edited("3_mail.down.sql", "ALTER TABLE users ADD COLUMN email varchar;"),
        &lock,
        "\
error: the down has changed since 3 was verified
--> 3_mail.down.sql
 = help: run `cargo migrate verify`, and commit migrate.lock
 = rule: changed-since-verified (M042)",
    );
    assert_said(
        &edited("2_posts.up.sql", "CREATE TABLE posts (id bigint);"),
        &lock,
        "\
error: the up has changed since 2 and newer ones were verified
--> 2_posts.up.sql
 = note: 3 is built on it, and databases may have run what it said then
 = help: take the edit back and write a new migration: `cargo migrate new`
 = help: where no database has it yet, run `cargo migrate verify`, and commit migrate.lock
 = rule: edited-after-verified (M043)",
    );
    let irreversible = edited("3_mail.down.sql", "");
    let irreversible: Files<'_> = irreversible
        .into_iter()
        .map(|(name, text)| match name {
            "3_mail.up.sql" => (name, "-- migrate: irreversible(reason = \"x\")\nSELECT 1;"),
            _ => (name, text),
        })
        .collect();
    assert!(said(&irreversible, &lock, REQUIRE, Profile::Debug).contains("the up has changed"));
}

#[test]
fn another_schema_before_it_is_a_change() {
    let mut lock = verified("postgres 16.2", 3);
    let set = read_texts(&files(), "postgres 16".parse().unwrap()).set;
    let other = Receipt { after: fingerprint(70), ..receipt("postgres 16.2", 0) };
    lock.record(&set.migrations[0], other.clone());
    assert_said(
        &files(),
        &lock,
        "\
error: the schema before 2 has changed since it was verified
--> 2_posts.up.sql
 = note: 1 leaves another one now
 = help: run `cargo migrate verify`, and commit migrate.lock
 = rule: changed-since-verified (M042)",
    );
    let older = Fingerprint::parse(&format!("0:{:032x}", 70)).unwrap();
    lock.record(&set.migrations[0], Receipt { after: older, ..other });
    assert_said(&files(), &lock, "");
}

#[test]
fn other_rows_of_the_author_are_a_change() {
    let lock = verified("postgres 16.2", 3);
    let mut files = files();
    files.push(("seed.sql", "INSERT INTO posts VALUES (1);"));
    assert_said(
        &files,
        &lock,
        "\
error: seed.sql has changed since migration 3 was verified
--> 3_mail.up.sql
 = help: run `cargo migrate verify`, and commit migrate.lock
 = rule: changed-since-verified (M042)",
    );
    let reading = read_texts(&files, "postgres 16".parse().unwrap());
    let mut lock = lock;
    let seeded = Receipt { seed: reading.seeded(2), ..receipt("postgres 16.2", 2) };
    lock.record(&reading.set.migrations[2], seeded);
    assert_said(&files, &lock, "");
    files.pop();
    assert!(said(&files, &lock, REQUIRE, Profile::Debug).contains("seed.sql has changed"));
}

#[test]
fn another_version_of_the_engine_is_no_evidence() {
    let mut lock = verified("postgres 13.4", 3);
    let expected = "\
error: 3 migrations were verified on postgres 13.4, target is postgres 16
--> 1_users.up.sql
 = note: 1, 2, 3
 = help: run `cargo migrate verify` on postgres 16
 = help: or let `target` under [package.metadata.migrate] name the version that serves you
 = rule: verified-elsewhere (M044)";
    assert_said(&files(), &lock, expected);
    let set = read_texts(&files(), "postgres 16".parse().unwrap()).set;
    for (number, migration) in set.migrations.iter().enumerate() {
        lock.record(migration, receipt("postgres 16.9", number));
    }
    assert_said(&files(), &lock, "");
}

#[test]
fn a_loss_is_acknowledged_in_the_file() {
    let set = read_texts(&files(), "postgres 16".parse().unwrap()).set;
    let mut lock = verified("postgres 16.2", 3);
    let lost = |column: &str| vec![column.to_owned()];
    let mail = Receipt { lost: lost("users.email"), ..receipt("postgres 16.2", 2) };
    lock.record(&set.migrations[2], mail.clone());
    assert_said(&files(), &lock, "");
    lock.record(&set.migrations[2], Receipt { lost: lost("users.id"), ..mail });
    assert_said(
        &files(),
        &lock,
        "\
error: 3 was verified with a loss that it does not acknowledge: `users.id`
--> 3_mail.up.sql
 = help: if that may go, write in the up: -- migrate: lossy(users.id, reason = \"...\")
 = help: run `cargo migrate verify`, and commit migrate.lock
 = rule: unacknowledged-loss (M045)",
    );
}

#[test]
fn a_loss_is_acknowledged_by_what_allows_the_statement() {
    let up = "-- migrate: allow(drop-column, reason = \"x\")\nALTER TABLE users DROP COLUMN email;";
    let files = edited("3_mail.up.sql", up);
    let set = read_texts(&files, "postgres 16".parse().unwrap()).set;
    let mut lock = verified("postgres 16.2", 2);
    let lost = vec!["users.email".to_owned()];
    lock.record(&set.migrations[2], Receipt { lost, ..receipt("postgres 16.2", 2) });
    assert_said(&files, &lock, "");
}

#[test]
fn a_directive_names_a_column_or_all_of_its_table() {
    let lossy = |names: &[&str]| Directive::Lossy {
        what: vec![names.iter().map(|name| (*name).to_owned()).collect()],
        reason: "x".to_owned(),
    };
    let names = |directive: &[&str], column| loss::names(&lossy(directive), column);
    assert!(names(&["users", "email"], "users.email"));
    assert!(names(&["Users"], "users.email"));
    assert!(names(&["public", "users"], "users.email"));
    assert!(names(&["app", "users"], "app.users.email"));
    assert!(!names(&["user"], "users.email"));
    assert!(!names(&["users", "email"], "users"), "all rows are more than a column");
    assert!(!names(&["public"], "users.email"));
}
