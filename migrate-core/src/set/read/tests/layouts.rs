//! Directories as other tools lay them out.

use super::*;

impl Directory {
    fn read_as(&self, layout: Layout, target: &str) -> Reading {
        let path = self.0.path().to_owned();
        let location = Location { path, name: "migrations".into(), shown: "m".into() };
        read_as(layout, &location, target.parse().unwrap())
    }
}

fn messages(reading: &Reading) -> Vec<String> {
    reading.findings.iter().map(|finding| finding.message.clone()).collect()
}

const GOOSE: &str =
    "-- +goose Up\nCREATE TABLE é (b int);\n\n-- +goose Down\nDROP TABLE é\n;-- '\n";

#[test]
fn both_scripts_of_a_file_stand_where_they_stand() {
    let directory = Directory::with(&[("00001_Create é.sql", &GOOSE.replace('\n', "\r\n"))]);
    let reading = directory.read_as(Layout::Goose, "sqlite");
    assert_eq!(messages(&reading), [] as [String; 0]);
    let [migration] = &*reading.set.migrations else { panic!("{:?}", reading.set) };
    assert_eq!(migration.name(), "00001_create");
    let down = migration.down.script().unwrap();
    assert_eq!((&*migration.up.file, &*down.file), ("00001_Create é.sql", "00001_Create é.sql"));
    assert_eq!(down.sql.find("DROP"), GOOSE.find("DROP"));
    let path = reading.path(down);
    assert_eq!(reading.text(&path), Some(GOOSE), "a finding is drawn in the whole file");
    let place = reading.place(&path, down.sql.find("DROP").unwrap()).unwrap();
    assert_eq!(place.to_string(), "5:1");
    assert!(reading.rewritten.contains(&*down.file), "neither script is what the file holds");
    assert_eq!(reading.version(&path), Some(Version::checked("1")));
}

#[test]
fn what_changes_in_one_script_of_a_file_changes_no_other() {
    let checksums = |text: &str| {
        let reading = Directory::with(&[("1_a.sql", text)]).read_as(Layout::Goose, "sqlite");
        let migration = &reading.set.migrations[0];
        (migration.up.checksum.clone(), migration.down.script().unwrap().checksum.clone())
    };
    let (up, down) = checksums(GOOSE);
    let (same, other) = checksums(&GOOSE.replace("DROP", "DROP  "));
    assert!(up == same && down != other);
    let (other, same) = checksums(&GOOSE.replace("b int", "b int, c int"));
    assert!(up != other && down == same);
}

#[test]
fn a_file_without_a_down_says_where_it_belongs() {
    let up = "-- +goose Up\nselect 1;\n";
    let reading = Directory::with(&[("1_a.sql", up)]).read_as(Layout::Goose, "sqlite");
    let [finding] = &reading.findings[..] else { panic!("{:?}", reading.findings) };
    assert_eq!(finding.rule.name, "missing-down");
    assert!(finding.help[0].contains("`-- +goose Down` into the file"), "{:?}", finding.help);
    let turned = Directory::with(&[("1_a.sql", "select 1;\n")]).read_as(Layout::Dbmate, "sqlite");
    assert_eq!(messages(&turned), ["no line `-- migrate:up` begins the up"]);
}

/// What is said of a directory, and whether the scripts of its first migration run in a transaction.
fn inside(
    layout: Layout,
    target: &str,
    files: &[(&str, &str)],
) -> (Vec<String>, Option<(bool, bool)>) {
    let reading = Directory::with(files).read_as(layout, target);
    let both = reading.set.migrations.first().and_then(|migration| {
        Some((migration.up.transaction, migration.down.script()?.transaction))
    });
    (messages(&reading), both)
}

#[test]
fn transactions_of_diesel_are_as_its_metadata_says() {
    let of = |metadata: Option<&'static str>| {
        let name = |file: &str| format!("2026-01-01-120000_a/{file}");
        let files = [name("up.sql"), name("down.sql"), name("metadata.toml")];
        let mut all = vec![(&*files[0], "select 1;"), (&*files[1], "select 2;")];
        all.extend(metadata.map(|text| (&*files[2], text)));
        inside(Layout::Diesel, "postgres", &all)
    };
    assert_eq!(of(None), (Vec::new(), Some((true, true))));
    assert_eq!(of(Some("")), (Vec::new(), Some((false, false))), "without the key it means no");
    assert_eq!(of(Some("run_in_transaction = true")), (Vec::new(), Some((true, true))));
    assert!(of(Some("run_in_transaction = 1")).0[0].contains("neither true nor false"));
}

#[test]
fn transactions_of_others_are_as_their_files_say() {
    let sqlx = [("1_a.up.sql", "-- no-transaction\nselect 1;"), ("1_a.down.sql", "select 2;")];
    let up_alone = (Vec::new(), Some((false, true)));
    assert_eq!(inside(Layout::Sqlx, "postgres", &sqlx), up_alone);
    assert_eq!(inside(Layout::Sqlx, "mysql", &sqlx), (Vec::new(), Some((true, true))));
    let own = [("1_a.up.sql", "BEGIN;\nselect 1;\nCOMMIT;"), ("1_a.down.sql", "select 2;")];
    assert_eq!(inside(Layout::GolangMigrate, "postgres", &own), up_alone);
    let flyway = [
        ("V1__a.sql", "select 1;"),
        ("U1__a.sql", "select 2;"),
        ("V1__a.sql.conf", "executeInTransaction=false\n"),
    ];
    assert_eq!(inside(Layout::Flyway, "postgres", &flyway), (Vec::new(), Some((false, false))));
}

#[test]
fn what_is_no_migration_of_the_tool_is_left_or_reported() {
    let refinery = Directory::with(&[
        ("V1__a.sql", "select 1;"),
        ("V1__a.down.sql", "select 1;"),
        ("V2__b.rs", ""),
        ("more/V3__c.sql", ""),
        ("notes.sql", ""),
        ("mod.rs", ""),
    ]);
    let mut said = messages(&refinery.read_as(Layout::Refinery, "sqlite"));
    said.sort();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("this directory holds scripts"), "{said:?}");
    assert_eq!(said[1], "this is not the name of a migration of refinery");
    assert!(said[2].starts_with("this migration is a program"), "{said:?}");
    let other = ("x_a/up.sql", "select 1;");
    let diesel = Directory::with(&[other, ("schema.rs", ""), ("x/y.txt", "")]);
    let said = messages(&diesel.read_as(Layout::Diesel, "sqlite"));
    assert_eq!(said, ["this is not the name of a migration of diesel"]);
}

#[test]
fn a_layout_is_found_by_what_is_there() {
    let layout = |files: &[(&str, &str)]| layout_of(Directory::with(files).0.path());
    assert_eq!(layout(&[UP, DOWN, ("README.md", "")]), Some(Layout::Native));
    assert_eq!(layout(&[("1_a.sql", GOOSE)]), Some(Layout::Goose));
    assert_eq!(layout(&[("1_a/up.sql", ""), ("1_a/metadata.toml", "")]), Some(Layout::Diesel));
    assert_eq!(layout(&[]), None);
}
