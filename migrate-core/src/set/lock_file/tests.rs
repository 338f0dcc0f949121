//! What is written is read, is TOML, and is merged by git.

mod merge;
mod refused;

use proptest::prelude::*;

use super::*;
use crate::dialect::{Dialect, Target};
use crate::schema::fingerprint::Fingerprint;
use crate::set::read::read_texts;

fn set(names: &[&str]) -> MigrationSet {
    let files: Vec<(String, String)> = names
        .iter()
        .flat_map(|name| {
            let table = name.split_once('_').unwrap().1;
            let up = (format!("{name}.up.sql"), format!("CREATE TABLE {table} (id integer);"));
            [up, (format!("{name}.down.sql"), format!("DROP TABLE {table};"))]
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, sql)| (&**file, &**sql)).collect();
    read_texts(&files, Target::oldest(Dialect::Sqlite)).set
}

fn fingerprint(number: u32) -> Fingerprint {
    Fingerprint::parse(&format!("1:{number:032x}")).unwrap()
}

fn receipt(engine: &str, number: u32) -> Receipt {
    Receipt {
        engine: Engine::parse(engine).unwrap(),
        tables: 3,
        seeded: 2,
        seed: None,
        lost: vec!["users.email".to_owned()],
        unproven: Vec::new(),
        up_locks: Vec::new(),
        down_locks: Vec::new(),
        before: fingerprint(number),
        after: fingerprint(number + 1),
    }
}

/// A lock file of a set of which everything was verified.
fn verified(names: &[&str]) -> LockFile {
    let set = set(names);
    let mut lock = LockFile::default().listing(&set, false);
    for (number, migration) in (0..).zip(set.migrations.iter()) {
        lock.record(migration, receipt("sqlite 3.51.0", number));
    }
    lock
}

#[test]
fn it_reads_well() {
    let mut lock = verified(&["1_users", "2_posts"]);
    let up_locks = vec!["ACCESS EXCLUSIVE on users (written anew)".to_owned()];
    let measured = Receipt { up_locks, ..receipt("postgres 15.19", 7) };
    lock.record(&set(&["2_posts"]).migrations[0], measured);
    let lock = lock.listing(&set(&["1_users", "2_posts", "3_tags"]), false);
    let text = lock.render();
    let body = text.split_once("and verify.\n").unwrap().1;
    let up = |name: &str| set(&[name]).migrations[0].up.checksum.to_string();
    let down = |name: &str| set(&[name]).migrations[0].down.script().unwrap().checksum.to_string();
    let expected = format!(
        "format = 2

[3_tags]

[2_posts]
up = \"{}\"
down = \"{}\"

[2_posts.\"postgres 15.19\"]
before = \"1:00000000000000000000000000000007\"
seeded = \"2 of 3\"
lost = [\"users.email\"]
up_locks = [\"ACCESS EXCLUSIVE on users (written anew)\"]
after = \"1:00000000000000000000000000000008\"

[2_posts.\"sqlite 3.51.0\"]
before = \"1:00000000000000000000000000000001\"
seeded = \"2 of 3\"
lost = [\"users.email\"]
after = \"1:00000000000000000000000000000002\"

[1_users]
up = \"{}\"
down = \"{}\"

[1_users.\"sqlite 3.51.0\"]
before = \"1:00000000000000000000000000000000\"
seeded = \"2 of 3\"
lost = [\"users.email\"]
after = \"1:00000000000000000000000000000001\"
",
        up("2_posts"),
        down("2_posts"),
        up("1_users"),
        down("1_users"),
    );
    assert_eq!(body, expected);
    assert_eq!(LockFile::parse(&text), Ok(lock));
}

#[test]
fn repeatable_scripts_are_listed_by_name() {
    let files = [("R__b.sql", "select 1;"), ("R__a.sql", "select 1;")];
    let repeating = read_texts(&files, Target::oldest(Dialect::Sqlite)).set;
    let lock = LockFile::default().listing(&repeating, false);
    let text = lock.render();
    assert!(text.ends_with("format = 4\n\n[R__a]\n\n[R__b]\n"), "{text}");
    assert_eq!(LockFile::parse(&text), Ok(lock.clone()));
    let other = verified(&["1_users"]);
    let both = other.clone().joined(&lock).render();
    assert!(both.contains("[1_users]") && both.ends_with("[R__a]\n\n[R__b]\n"), "{both}");
    assert_eq!(LockFile::parse(&both).map(|lock| lock.render()), Ok(both));
    assert_eq!(lock.listing(&set(&["1_users"]), false).render().lines().last(), Some("[1_users]"));
    let refused =
        |text: &str| LockFile::parse(&format!("format = 4\n\n{text}")).unwrap_err().problem;
    assert_eq!(refused("[R__a]\n\n[R__a]\n"), Problem::Twice("R__a".to_owned()));
    assert_eq!(refused("[R__A]\n"), Problem::Name("R__A".to_owned()));
    assert_eq!(refused("[R__a]\nup = \"x\"\n"), Problem::Unknown("up".to_owned()));
}

#[test]
fn the_format_before_receipts_is_read() {
    let checksum = format!("sha256:{}", "0".repeat(64));
    let text = format!(
        "# Written by `cargo migrate`; commit it.\nformat = 1\n\n[[migration]]\nversion = \"1\"\n\
         title = \"users\"\nup = \"{checksum}\"\ndown = \"{checksum}\"\n\n[[migration]]\n\
         version = \"2\"\ntitle = \"posts\"\nup = \"{checksum}\"\n"
    );
    let lock = LockFile::parse(&text).unwrap();
    assert_eq!(lock, LockFile::default().listing(&set(&["1_users", "2_posts"]), false));
    assert_eq!(lock.newest_verified(), None, "its checksums are of what may never have run");
}

#[test]
fn an_empty_file_says_that_there_is_nothing() {
    for text in ["", "\n", "# nothing yet\n"] {
        assert_eq!(LockFile::parse(text), Ok(LockFile::default()));
    }
}

#[test]
fn a_receipt_is_of_scripts_and_of_a_series_of_an_engine() {
    let (old, mut lock) = (set(&["1_users"]), verified(&["1_users"]));
    let engines = |lock: &LockFile| -> Vec<String> {
        let evidence = lock.evidence(&Version::checked("1"));
        evidence.iter().flat_map(|it| &it.receipts).map(|it| it.engine.to_string()).collect()
    };
    let users = &old.migrations[0];
    lock.record(users, receipt("postgres 15.19", 1));
    lock.record(users, receipt("postgres 16.2", 1));
    lock.record(users, receipt("postgres 15.20", 1));
    assert_eq!(engines(&lock), ["postgres 15.20", "postgres 16.2", "sqlite 3.51.0"]);
    lock.forget(users, &Engine::parse("postgres 16.9").unwrap());
    assert_eq!(engines(&lock), ["postgres 15.20", "sqlite 3.51.0"]);
    let edited = Migration { up: users.down.script().unwrap().clone(), ..users.clone() };
    lock.record(&edited, receipt("mariadb 10.11.6", 1));
    assert_eq!(engines(&lock), ["mariadb 10.11.6"], "the others saw other scripts");
    lock.forget(&edited, &Engine::parse("mariadb 10.11.8").unwrap());
    assert_eq!(lock.evidence(&Version::checked("1")), None);
}

#[test]
fn a_listing_keeps_what_was_seen_of_the_migrations_that_stay() {
    let lock = verified(&["1_users", "02_posts"]);
    let renamed = lock.listing(&set(&["2_news", "3_tags"]), false);
    assert!(renamed.evidence(&Version::checked("1")).is_none());
    assert!(renamed.evidence(&Version::checked("2")).is_some());
    let text = renamed.render();
    assert!(text.contains("[2_news]") && !text.contains("posts"), "{text}");
    let unreadable = lock.listing(&set(&["3_tags"]), true);
    assert!(unreadable.evidence(&Version::checked("1")).is_some());
}

/// What may be applied in any order is kept as long as both are there, and read again.
#[test]
fn two_that_commute_are_told() {
    let three = set(&["1_users", "2_posts", "3_tags"]);
    let mut lock = LockFile::default().listing(&three, false);
    let [two, newest] = ["2", "3"].map(Version::checked);
    lock.put_beside(&two, &newest);
    lock.put_beside(&two, &newest);
    let text = lock.render();
    assert!(text.contains("format = 3\n"), "{text}");
    assert!(text.contains("[2_posts]\nbeside = [\"3\"]\n"), "{text}");
    assert_eq!(LockFile::parse(&text), Ok(lock.clone()));
    assert_eq!(lock.listing(&three, false), lock);
    let without = lock.listing(&set(&["1_users", "2_posts"]), false);
    assert!(without.render().contains("format = 2\n"));
}

/// Of a migration that both sides know, what was seen on different engines is kept; of two migrations of
/// one version nothing is mixed.
#[test]
fn what_both_sides_say_is_joined() {
    let set = set(&["1_users", "2_posts"]);
    let mut ours = LockFile::default().listing(&set, false);
    let mut theirs = ours.clone();
    ours.record(&set.migrations[0], receipt("sqlite 3.51.0", 1));
    theirs.record(&set.migrations[0], receipt("postgres 15.19", 2));
    theirs.record(&set.migrations[1], receipt("postgres 15.19", 3));
    let joined = ours.clone().joined(&theirs);
    let first = Version::checked("1");
    assert_eq!(joined.evidence(&first).map(|it| it.receipts.len()), Some(2));
    assert!(joined.evidence(&Version::checked("2")).is_some());
    let other = verified(&["1_users", "2_tags"]);
    let joined = ours.joined(&other);
    assert_eq!(joined.evidence(&Version::checked("2")), None, "that was seen of the tags");
}

fn columns() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(any::<String>(), 0..3)
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_is_toml(
        lost in columns(),
        unproven in columns(),
        down_locks in columns(),
        tables in any::<u16>(),
        given in any::<Option<String>>(),
        engines in proptest::sample::subsequence(&["mysql 8.4.1", "postgres 15.1", "sqlite 3.51"][..], 0..3),
    ) {
        let set = set(&["0001_users", "20_posts", "300_tags"]);
        let mut lock = LockFile::default().listing(&set, false);
        for engine in engines {
            let (lost, unproven) = (lost.clone(), unproven.clone());
            let down_locks = down_locks.clone();
            let tables = usize::from(tables);
            let seed = given.as_deref().map(Checksum::of);
            let receipt =
                Receipt { lost, unproven, down_locks, tables, seed, ..receipt(engine, 1) };
            lock.record(&set.migrations[1], Receipt { seeded: tables / 2, ..receipt });
        }
        let text = lock.render();
        prop_assert_eq!(LockFile::parse(&text), Ok(lock.clone()));
        let document = ::toml::de::DeTable::parse(&text).unwrap();
        if let Some(evidence) = lock.evidence(&Version::checked("20")) {
            let entry = document.get_ref()["20_posts"].get_ref().as_table().unwrap();
            prop_assert_eq!(entry["up"].get_ref().as_str(), Some(evidence.up.as_str()));
            for receipt in &evidence.receipts {
                let table = entry[&*receipt.engine.to_string()].get_ref().as_table().unwrap();
                let written = |key: &str| -> Vec<String> {
                    let list = table.get(key).and_then(|it| it.get_ref().as_array());
                    let items = list.into_iter().flat_map(|list| list.iter());
                    items.map(|it| it.get_ref().as_str().unwrap().to_owned()).collect()
                };
                prop_assert_eq!(written("lost"), &*receipt.lost);
                prop_assert_eq!(written("unproven"), &*receipt.unproven);
                prop_assert_eq!(written("down_locks"), &*receipt.down_locks);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_by_saying_so(
        cut in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        letter in any::<char>(),
    ) {
        let text = verified(&["1_users", "2_posts"]).render();
        let boundary = |index: proptest::sample::Index| {
            (0..=index.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap()
        };
        let _ = LockFile::parse(&text[..boundary(cut)]);
        let mut damaged = text.clone();
        damaged.insert(boundary(at), letter);
        if let Err(error) = LockFile::parse(&damaged) {
            prop_assert!(damaged.get(error.span.range()).is_some());
        }
    }
}
