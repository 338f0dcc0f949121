//! Scripts without a version.

use super::*;
use crate::set::repeatable::Repeatable;

fn names(reading: &Reading) -> Vec<String> {
    reading.set.repeatables.iter().map(Repeatable::file_stem).collect()
}

#[test]
fn they_are_read_in_the_order_of_their_names() {
    let directory = Directory::with(&[UP, DOWN, ("R__views.sql", "select 2;")]);
    directory.write("R__functions.sql", b"-- migrate: no-transaction\r\nselect 1;");
    let reading = directory.read();
    assert_eq!(reading.findings, []);
    assert_eq!(names(&reading), ["R__functions", "R__views"]);
    let first = &reading.set.repeatables[0].script;
    assert_eq!((&*first.sql, first.transaction), ("-- migrate: no-transaction\nselect 1;", false));
    assert!(reading.rewritten.contains("R__functions.sql"), "it had CRLF");
    assert_eq!(reading.text("m/R__views.sql"), Some("select 2;"));
    assert_eq!(reading.set.migrations.len(), 1);
}

#[test]
fn a_directory_may_hold_nothing_else() {
    let directory = Directory::with(&[("R__views.sql", "select 2;")]);
    assert_eq!(directory.findings(), [""; 0]);
}

#[test]
fn what_is_wrong_with_them_is_said() {
    let directory = Directory::with(&[UP, DOWN]);
    for (file, text) in [
        ("R__Active users.sql", "select 1;"),
        ("R__.sql", "select 1;"),
        ("R__a.down.sql", "select 1;"),
        ("R__b.up.sql", "select 1;"),
        ("R__c.sql", "-- nothing"),
        ("R__d.sql", "-- migrate: replaces(0_x)\nselect 1;"),
        ("R__e.sql", "begin; select 1;"),
        ("R__f.txt", "select 1;"),
    ] {
        directory.write(file, text.as_bytes());
    }
    assert_eq!(
        directory.findings(),
        [
            "malformed-name m/R__.sql",
            "malformed-name m/R__Active users.sql",
            "unrecognised-file m/R__a.down.sql",
            "unrecognised-file m/R__b.up.sql",
            "empty-up m/R__c.sql",
            "malformed-directive m/R__d.sql",
            "transaction-control m/R__e.sql",
            "unrecognised-file m/R__f.txt",
        ]
    );
    let findings = directory.read().findings;
    let of = |file: &str| findings.iter().find(|it| it.labels[0].path == file).unwrap();
    assert_eq!(of("m/R__Active users.sql").help[1], "did you mean `R__active_users.sql`?");
    assert_eq!(of("m/R__a.down.sql").help, ["write `R__a.sql` alone, and remove this file"]);
    assert_eq!(of("m/R__c.sql").message, "the script holds no statement");
}

#[test]
fn flyway_has_them_with_names_of_any_letters() {
    let files = [
        ("R__Active users.sql", "select 1;"),
        ("R__active_users.sql", "select 1;"),
        ("R__other.sql", "select 1;"),
        ("V1__a.sql", "select 1;"),
        ("U1__a.sql", "select 1;"),
    ];
    let files = files.map(|(file, text)| (file.to_owned(), text.as_bytes().to_vec()));
    let location = Location { path: PathBuf::new(), name: String::new(), shown: "m".into() };
    let target = Target::oldest(Dialect::Sqlite);
    let reading = read_files(Layout::Flyway, &location, &files.clone().into(), target);
    let text = |finding: &Finding| format!("{} {}", finding.rule.name, finding.message);
    let said: Vec<String> = reading.findings.iter().map(text).collect();
    assert_eq!(said, ["duplicate-repeatable two repeatable scripts are called `active_users`"]);
    assert_eq!(names(&reading), ["R__active_users", "R__other"]);
    let reading = read_files(Layout::Refinery, &location, &files.into(), target);
    assert_eq!(names(&reading), [""; 0], "it has none");
}
