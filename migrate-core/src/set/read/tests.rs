use std::fs;

use super::*;
use crate::analysis::Settings;
use crate::dialect::Dialect;
use crate::rule::Level;
use crate::set::kin::Kin;
use crate::set::{Down, Migration};
use crate::version::Version;

mod code;
mod elsewhere;
mod layouts;
mod repeatables;

struct Directory(tempfile::TempDir);

impl Directory {
    fn with(files: &[(&str, &str)]) -> Self {
        let directory = Self(tempfile::tempdir().unwrap());
        for (file, text) in files {
            directory.write(file, text.as_bytes());
        }
        directory
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self) -> Reading {
        read_at(self.0.path().to_owned())
    }

    /// `rule file` for each finding.
    fn findings(&self) -> Vec<String> {
        let findings = self.read().findings;
        let text = |finding: &Finding| format!("{} {}", finding.rule.name, finding.labels[0].path);
        findings.iter().map(text).collect()
    }
}

fn read_at(path: PathBuf) -> Reading {
    let location = Location { path, name: "migrations".into(), shown: "m".into() };
    read(&location, Target::oldest(Dialect::Sqlite))
}

const UP: (&str, &str) = ("1_a.up.sql", "create table a (b);");
const DOWN: (&str, &str) = ("1_a.down.sql", "drop table a;");

#[test]
fn both_layouts_are_read() {
    for (up, down) in [("9_a.up.sql", "9_a.down.sql"), ("9_a/up.sql", "9_a/down.sql")] {
        let directory = Directory::with(&[(up, "select 1;"), (down, "select 2;"), (".git", "")]);
        directory.write("migrate.lock", b"");
        let reading = directory.read();
        assert_eq!(reading.findings, []);
        let migration = &reading.set.migrations[0];
        assert_eq!((migration.name().as_str(), &*migration.up.file), ("9_a", up));
        assert_eq!(migration.down.script().map(|script| &*script.sql), Some("select 2;"));
        assert!(reading.lock_file.is_some());
    }
}

#[test]
fn versions_are_ordered_as_numbers() {
    let names = ["10_c", "9_b", "0001_a"];
    let directory = Directory::with(&[]);
    for name in names {
        directory.write(&format!("{name}.up.sql"), b"select 1");
        directory.write(&format!("{name}.down.sql"), b"select 1");
    }
    let reading = directory.read();
    let read: Vec<String> = reading.set.migrations.iter().map(Migration::name).collect();
    assert_eq!(read, ["0001_a", "9_b", "10_c"]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_taken_out() {
    let directory = Directory::with(&[UP, ("1_a.down.sql", "\u{feff}drop\r\ntable a;\r\n")]);
    let reading = directory.read();
    assert_eq!(reading.findings, []);
    let down = reading.set.migrations[0].down.script().unwrap();
    assert_eq!(&*down.sql, "drop\ntable a;\n");
    assert_eq!(reading.rewritten.iter().collect::<Vec<_>>(), ["1_a.down.sql"]);
}

#[test]
fn a_missing_directory_names_where_it_was_looked_for() {
    let reading = read_at(PathBuf::from("/nowhere/at/all"));
    assert_eq!(reading.findings[0].rule.name, "unreadable-directory");
    assert_eq!(reading.findings[0].notes, ["looked in /nowhere/at/all"]);
    let empty = Directory::with(&[("README.md", "Notes.")]);
    assert_eq!(empty.findings(), ["empty-directory m"]);
    let directory = Directory::with(&[UP]);
    let reading = read_at(directory.path("1_a.up.sql"));
    assert_eq!(reading.findings[0].message, "the directory of the migrations is a file");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_and_loops_are_not() {
    use std::os::unix::fs::symlink;
    let shared = Directory::with(&[UP, DOWN]);
    let directory = Directory::with(&[]);
    symlink(shared.path("1_a.up.sql"), directory.path("1_a.up.sql")).unwrap();
    symlink(shared.path("1_a.down.sql"), directory.path("1_a.down.sql")).unwrap();
    let reading = directory.read();
    assert_eq!((reading.findings, reading.set.migrations.len()), (Vec::new(), 1));

    symlink("..", directory.path("up")).unwrap();
    symlink("4_d.up.sql", directory.path("4_d.up.sql")).unwrap();
    symlink(".", directory.path("5_e")).unwrap();
    symlink("gone", directory.path("6_f.up.sql")).unwrap();
    assert_eq!(
        directory.findings(),
        [
            "symlink-loop m/4_d.up.sql",
            "symlink-loop m/5_e",
            "unreadable-file m/6_f.up.sql",
            "symlink-loop m/up",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let directory = Directory::with(&[UP, DOWN]);
    let made = std::process::Command::new("mkfifo").arg(directory.path("2_b.up.sql")).status();
    assert!(made.unwrap().success());
    assert_eq!(directory.findings(), ["unreadable-file m/2_b.up.sql"]);
}

#[test]
fn one_mistake_is_reported_once() {
    for (file, text, expected) in [
        ("1_a.dwon.sql", "drop table a", "unrecognised-file m/1_a.dwon.sql"),
        ("1_A.down.sql", "drop table a", "malformed-name m/1_A.down.sql"),
        ("1_b.down.sql", "drop table a", "title-mismatch m/1_a.up.sql"),
        ("1_a.down.sql", "", "empty-down m/1_a.down.sql"),
        ("1_a.down.sql", "/* later */ ;;", "empty-down m/1_a.down.sql"),
        ("1_a.down.sql", "drop table 'a", "unterminated m/1_a.down.sql"),
        ("2_b/down.sql/x", "", "mixed-layouts m/1_a.up.sql"),
    ] {
        let mut found = Directory::with(&[UP, (file, text)]).findings();
        // The last case is wrong in more than one way.
        found.truncate(1);
        assert_eq!(found, [expected]);
    }
}

#[test]
fn a_script_outside_a_transaction_keeps_its_own_in_order() {
    let findings = |sql: &str| {
        let up = format!("-- migrate: no-transaction\n{sql}");
        Directory::with(&[("1_a.up.sql", &up), DOWN]).read().findings.len()
    };
    assert_eq!(findings("begin; create table a (b); commit; vacuum"), 0);
    assert_eq!(findings("create table a (b); commit"), 1);
    assert_eq!(findings("begin; begin; commit"), 1);
    assert_eq!(findings("begin; vacuum; commit"), 1);
    assert_eq!(findings("begin; create table a (b)"), 1);
}

#[test]
fn what_is_about_a_file_stands_above_its_statements() {
    let findings = |sql: &str| Directory::with(&[("1_a.up.sql", sql), DOWN]).read().findings.len();
    let (limit, create) = ("-- migrate: timeout(statement = \"1s\")\n", "create table a (b);\n");
    assert_eq!(findings(&format!("{limit}{create}")), 0);
    assert_eq!(findings(&format!("{create}{limit}create table c (d);")), 1);
    assert_eq!(findings(&format!("{limit}{limit}{create}")), 1);
    assert_eq!(findings(&format!("{create}-- migrate: no-transaction\nvacuum;")), 1);
}

#[test]
fn a_byte_order_mark_in_the_middle_hides_nothing() {
    let up = ("1_a.up.sql", "create table a (b);\n\u{feff}COMMIT;");
    let down = ("1_a.down.sql", "-- todo\n\u{feff}");
    let findings = Directory::with(&[up, down]).findings();
    assert_eq!(findings, ["empty-down m/1_a.down.sql", "transaction-control m/1_a.up.sql"]);
}

#[test]
fn a_gap_in_a_sequence_is_a_warning_and_one_between_times_is_not() {
    let gaps = |versions: &[&str]| {
        let directory = Directory::with(&[]);
        for version in versions {
            directory.write(&format!("{version}_a.up.sql"), b"select 1");
            directory.write(&format!("{version}_a.down.sql"), b"select 1");
        }
        let reading = directory.read();
        assert!(!reading.has_errors());
        reading.findings.len()
    };
    assert_eq!(gaps(&["001", "002", "004"]), 1);
    assert_eq!(gaps(&["1", "3"]), 0);
    assert_eq!(gaps(&["20260101120000", "20260101120001", "20260301090000"]), 0);
}

#[test]
fn what_is_irreversible_needs_no_down_and_may_have_none() {
    let up = ("1_a.up.sql", "-- migrate: irreversible(reason = \"rows are gone\")\ndelete from a;");
    let reading = Directory::with(&[up]).read();
    assert_eq!(reading.findings, []);
    assert!(
        matches!(&reading.set.migrations[0].down, Down::Irreversible { reason } if reason == "rows are gone")
    );
    assert_eq!(Directory::with(&[up, DOWN]).findings(), ["irreversible-with-down m/1_a.up.sql"]);
}

/// `severity rule file` for each finding of a reading that a project weighs.
fn weighed(directory: &Directory, since: &str, levels: &[(&str, Level)]) -> Vec<String> {
    let settings = Settings {
        since: Version::parse(since).ok(),
        levels: levels.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect(),
        ..Settings::default()
    };
    let reading = directory.read().weighed(&settings);
    let text = |finding: &Finding| {
        let word = finding.severity.word();
        format!("{word} {} {}", finding.rule.name, finding.labels[0].path)
    };
    reading.findings.iter().map(text).collect()
}

#[test]
fn what_is_older_than_the_rules_is_left_as_it_is() {
    let directory = Directory::with(&[
        ("1_a.up.sql", "create table a (b);"),
        ("1_a.down.sql", "-- nothing\n"),
        ("2_b.up.sql", ""),
        ("2_b.down.sql", ""),
        ("3_c.up.sql", "create table c (b);"),
        ("5_d.up.sql", "create table d (b);"),
        ("5_d.down.sql", ""),
    ]);
    assert_eq!(weighed(&directory, "6", &[]), Vec::<String>::new());
    let reading = directory.read();
    assert!(!reading.is_broken());
    let down = &reading.set.migrations[2].down;
    assert!(matches!(down, Down::Irreversible { reason } if reason == "it has no down"));
    let newer = ["error missing-down m/3_c.up.sql", "error empty-down m/5_d.down.sql"];
    assert_eq!(weighed(&directory, "3", &[("version-gap", Level::Off)]), newer);
    let levels = [("version-gap", Level::Off), ("empty-down", Level::Warn)];
    assert_eq!(weighed(&directory, "4", &levels), ["warning empty-down m/5_d.down.sql"]);
}

#[test]
fn a_commit_that_was_applied_is_left_as_it_is() {
    let directory = Directory::with(&[
        ("1_a.up.sql", "begin; create table a (b int); commit;"),
        ("1_a.down.sql", "drop table a;"),
        ("2_b.up.sql", "create table c (d int); commit;"),
        ("2_b.down.sql", "drop table c;"),
    ]);
    let of = |file: &str| format!("error transaction-control m/{file}.up.sql");
    assert_eq!(weighed(&directory, "1", &[]), [of("1_a"), of("1_a"), of("2_b")]);
    assert_eq!(weighed(&directory, "2", &[]), [of("2_b")]);
    assert_eq!(weighed(&directory, "3", &[]), [""; 0]);
}

#[test]
fn a_set_that_cannot_be_read_is_none_however_old_it_is() {
    let directory = Directory::with(&[
        ("1_a.up.sql", "create table a (b);"),
        ("1_a.down.sql", "-- migrate: alow(x)\ndrop table 'a;"),
    ]);
    let rules = ["error malformed-directive m/1_a.down.sql", "error unterminated m/1_a.down.sql"];
    assert_eq!(weighed(&directory, "9", &[]), rules);
    assert!(directory.read().is_broken());
}

#[test]
fn the_rows_of_the_author_stand_beside_the_migrations() {
    let directory = Directory::with(&[("1_a.up.sql", "create table a (id int)")]);
    directory.write("1_a.down.sql", b"drop table a");
    directory.write("seed.sql", b"insert into a values (1);");
    assert_eq!(directory.findings(), [""; 0]);
    assert_eq!(directory.read().seed.unwrap().statements.len(), 1);
    directory.write("seed.sql", b"\xff");
    assert_eq!(directory.findings(), ["not-utf8 m/seed.sql"]);
    let directory = Directory::with(&[]);
    directory.write("1_a/up.sql", b"create table a (id int)");
    directory.write("1_a/down.sql", b"drop table a");
    directory.write("1_a/seed.sql", b"insert into a values (1)");
    assert_eq!(directory.findings(), ["unrecognised-file m/1_a/seed.sql"]);
}

#[test]
fn times_of_other_lengths_are_pointed_out() {
    let findings = |names: &[&str]| {
        let directory = Directory::with(&[]);
        for name in names {
            directory.write(&format!("{name}.up.sql"), b"select 1");
            directory.write(&format!("{name}.down.sql"), b"select 1");
        }
        directory.findings()
    };
    let report = |name: &str| vec![format!("version-length m/{name}.up.sql")];
    let short = "2026_01_08_foo";
    assert_eq!(findings(&[short, "20260101120000_a", "20260102120000_b"]), report(short));
    assert_eq!(findings(&[short]), report(short));
    let long = "202601011200001_b";
    assert_eq!(findings(&["20260101120000_a", "20260102120000_c", long]), report(long));
    let longer = ["202601011200001_b", "202601011200002_c"];
    assert_eq!(
        findings(&[
            "20260101120000_a",
            "20260102120000_c",
            "20260103120000_d",
            longer[0],
            longer[1]
        ]),
        report(longer[0])
    );
    let directory = Directory::with(&[]);
    for name in ["20260101120000_a", "20260105120000_b", "20260103_c", "2026_02_01_d"] {
        directory.write(&format!("{name}.up.sql"), b"select 1");
        directory.write(&format!("{name}.down.sql"), b"select 1");
    }
    let new = ["warning version-length m/2026_02_01_d.up.sql"];
    assert_eq!(weighed(&directory, "20260105120001", &[]), new, "the other one is older");
    let directory = Directory::with(&[
        ("20260101120000_a.up.sql", "select 1"),
        ("20260101120000_a.down.sql", "select 1"),
    ]);
    assert_eq!(weighed(&directory, "2026", &[]), ["warning version-length Cargo.toml"]);
    assert_eq!(findings(&["1_a", "2_b", "20260102120000_c"]), Vec::<String>::new());
    assert_eq!(findings(&["20260101_a", "20260102120000_c"]), Vec::<String>::new());
    let date = "20260103_d";
    assert_eq!(findings(&["20260102120000_c", date, "20260104120000_e"]), report(date));
    assert_eq!(findings(&["0001_a", "20260102120000_c", "20260103120000_d"]), Vec::<String>::new());
}

#[test]
fn a_lock_file_is_read_or_said_to_be_none() {
    let directory = Directory::with(&[UP, DOWN]);
    assert_eq!(directory.read().lock, Some(LockFile::default()));
    directory.write("migrate.lock", b"\xef\xbb\xbfformat = 2\r\n\r\n[1_a]\r\n");
    let listed = LockFile::default().listing(&directory.read().set, false);
    assert_eq!(directory.read().lock, Some(listed));
    for wrong in [&b"format = 2\n<<<<<<< HEAD\n"[..], b"\xff"] {
        directory.write("migrate.lock", wrong);
        assert_eq!(directory.findings(), ["malformed-lock-file m/migrate.lock"]);
        let reading = directory.read();
        assert!(reading.lock.is_none() && reading.lock_file.is_some());
        assert!(reading.is_broken(), "no project can wish it away");
    }
}

/// A set in which the second stands for two that are gone, and may be applied behind the third.
#[test]
fn what_migrations_have_to_do_with_each_other_is_read() {
    let all = |replaces: &str| {
        let up = format!("{replaces}\nselect 1;");
        let directory =
            Directory::with(&[UP, DOWN, ("4_b.up.sql", &up), ("5_c.up.sql", "select 1;")]);
        for name in ["4_b", "5_c"] {
            directory.write(&format!("{name}.down.sql"), b"select 2;");
        }
        directory
    };
    let directory = all("-- migrate: replaces(2_x, 3_y, 4_z)");
    directory.write("migrate.lock", b"format = 3\n\n[5_c]\n\n[4_b]\nbeside = [\"5\"]\n\n[1_a]\n");
    let reading = directory.read();
    assert_eq!(reading.findings, [], "the numbers that it stands for are not left out");
    let kin = &reading.set.migrations[1].kin;
    assert!(kin.replaces(&Named::parse("3_y").unwrap()));
    assert!(!kin.replaces(&Named::parse("3_x").unwrap()), "a title tells two of a version apart");
    assert_eq!(&*kin.beside, [Version::checked("5")]);
    assert_eq!(reading.set.migrations[0].kin, Kin::NONE);
    let gap = ["version-gap m/4_b.up.sql"];
    assert_eq!(all("-- migrate: replaces(2_x)").findings(), gap, "three is");
    let there = ["version-gap m/4_b.up.sql", "malformed-directive m/4_b.up.sql"];
    assert_eq!(all("-- migrate: replaces(5_c)").findings(), there);
    let twice = "-- migrate: replaces(2_x, 3_y)\n-- migrate: replaces(2_z, 3_y)";
    assert_eq!(all(twice).findings(), [""; 0], "it may have been either");
    let late = all("-- nothing");
    late.write("5_c.down.sql", b"-- migrate: replaces(2_x)\nselect 1;");
    assert!(late.findings().contains(&"malformed-directive m/5_c.down.sql".to_owned()));
}
