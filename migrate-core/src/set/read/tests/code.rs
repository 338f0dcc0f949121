//! Files in Rust.

use super::{DOWN, Directory, UP};
use crate::code::is_code;
use crate::set::Down;

const USE: &str = "use migrate_runtime::{CodeError, Connection, migration};\n\n";
const GO: &str =
    "#[migration]\npub async fn up(c: &mut Connection<'_>) -> Result<(), CodeError> { go(c) }\n";
const BACK: &str = "#[migration]\npub async fn down(c: &mut Connection<'_>) -> Result<(), CodeError> { back(c) }\n";

fn with(text: &str) -> Directory {
    Directory::with(&[UP, DOWN, ("2_backfill.rs", text)])
}

#[test]
fn both_functions_are_scripts_of_one_migration() {
    let reading = with(&format!("{USE}{GO}\n{BACK}")).read();
    assert_eq!(reading.findings, []);
    let migration = &reading.set.migrations[1];
    assert_eq!((migration.name().as_str(), &*migration.up.file), ("2_backfill", "2_backfill.rs"));
    let down = migration.down.script().unwrap();
    assert!(is_code(&migration.up.sql) && down.is_code());
    assert!(migration.up.sql.contains("go(c)") && !migration.up.sql.contains("back(c)"));
    assert!(!down.sql.contains("go(c)") && down.sql.contains("back(c)"));
    assert!(migration.up.transaction && down.transaction);
    assert!(migration.down.kept().is_none(), "a history cannot keep it");
    let shown = reading.text("m/2_backfill.rs").unwrap();
    assert_eq!(shown, format!("{USE}{GO}\n{BACK}"));
}

#[test]
fn a_down_may_be_mended_and_an_up_may_not() {
    let checksum = |text: &str| {
        let reading = with(text).read();
        let migration = &reading.set.migrations[1];
        let down = migration.down.script().unwrap().checksum.clone();
        (migration.up.checksum.clone(), down)
    };
    let before = checksum(&format!("{USE}{GO}\n{BACK}"));
    let mended =
        checksum(&format!("{USE}{GO}\n// Both.\n{}", BACK.replace("back(c)", "back(c); back(c)")));
    assert_eq!(before.0, mended.0);
    assert_ne!(before.1, mended.1);
    let edited = checksum(&format!("{USE}{}\n{BACK}", GO.replace("go(c)", "gone(c)")));
    assert_ne!(before.0, edited.0);
    assert_eq!(before.1, edited.1);
}

#[test]
fn the_pairing_rule_is_that_of_scripts() {
    let directory = with(&format!("{USE}{GO}"));
    assert_eq!(directory.findings(), ["missing-down m/2_backfill.rs"]);
    let directory = with(&format!("{USE}{BACK}"));
    assert_eq!(directory.findings(), ["missing-up m/2_backfill.rs"]);
    let directory = with(&format!("{USE}{}{BACK}", GO.replace("fn up", "fn upp")));
    assert_eq!(directory.read().findings[0].labels[0].text, "did you mean `up`?");
    let says = "// migrate: irreversible(reason = \"the old values are gone\")\n";
    let reading = with(&format!("{says}{USE}{GO}")).read();
    assert_eq!(reading.findings, []);
    assert!(matches!(reading.set.migrations[1].down, Down::Irreversible { .. }));
    let directory = with(&format!("{says}{USE}{GO}{BACK}"));
    assert_eq!(directory.findings(), ["irreversible-with-down m/2_backfill.rs"]);
    let directory = with(&format!("{USE}{GO}{}", BACK.replace("back(c)", "Ok(())")));
    assert_eq!(directory.findings(), ["empty-down m/2_backfill.rs"]);
}

#[test]
fn one_version_has_one_language() {
    let directory = with(&format!("{USE}{GO}{BACK}"));
    directory.write("2_backfill.up.sql", b"select 1;");
    directory.write("2_backfill.down.sql", b"select 2;");
    assert_eq!(directory.findings(), ["duplicate-version m/2_backfill.up.sql"]);
    let directory = with(&format!("{USE}{GO}{BACK}"));
    directory.write("2_other.up.sql", b"select 1;");
    assert_eq!(directory.findings(), ["duplicate-version m/2_backfill.rs"]);
}

#[test]
fn other_files_in_rust_are_no_migrations() {
    let directory = with(&format!("{USE}{GO}{BACK}"));
    directory.write("mod.rs", b"");
    directory.write("3-c.rs", b"");
    assert_eq!(directory.findings(), ["malformed-name m/3-c.rs", "unrecognised-file m/mod.rs"]);
}

#[test]
fn what_the_file_says_is_said_of_both() {
    let says = "// migrate: no-transaction\n// migrate: idempotent\n";
    let reading = with(&format!("{says}{USE}{GO}{BACK}")).read();
    assert_eq!(reading.findings, []);
    let migration = &reading.set.migrations[1];
    assert!(!migration.up.transaction && !migration.down.script().unwrap().transaction);
    let wrong = with(&format!("// migrate: idempotant\n{USE}{GO}{BACK}")).read();
    assert_eq!(wrong.findings.len(), 1, "{:?}", wrong.findings);
    assert_eq!(wrong.findings[0].help, ["did you mean `idempotent`?"]);
    let late = format!("{USE}{GO}\n// migrate: irreversible(reason = \"x\")\n{BACK}");
    assert_eq!(with(&late).findings(), ["malformed-directive m/2_backfill.rs"]);
    let in_sql = Directory::with(&[("1_a.up.sql", "-- migrate: rows-only\nselect 1;"), DOWN]);
    assert_eq!(in_sql.findings(), ["malformed-directive m/1_a.up.sql"]);
}
