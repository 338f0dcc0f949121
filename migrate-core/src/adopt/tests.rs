use super::*;
use crate::checksum::Checksum;
use crate::dialect::{Dialect, Target};
use crate::set::{Down, Script};

/// `sha384sum` of `CREATE TABLE a (b INT);` and the end of its line, which is what sqlx keeps.
const OF_A: &str = "cbd4b56185e0fd009d0f3c856706c42c40ed21c2db26e76d0a80f637543e1ab42f70261dc28e0d970df142d37f2d69b1";

fn set(versions: &[&str]) -> MigrationSet {
    let migration = |version: &&str| {
        let sql = "CREATE TABLE a (b INT);\n";
        let up = Script {
            file: format!("{version}_a.up.sql").into(),
            checksum: Checksum::of(sql),
            sql: sql.into(),
            transaction: true,
        };
        let version = Version::parse(version).unwrap();
        let down = Down::Irreversible { reason: "x".into() };
        let kin = crate::set::kin::Kin::NONE;
        Migration { version, title: "a".into(), up, down, kin }
    };
    let migrations = versions.iter().map(migration).collect();
    MigrationSet::new(Target::oldest(Dialect::Sqlite), "m".to_owned(), migrations)
}

fn row(version: &str) -> PeerRow {
    PeerRow {
        version: version.to_owned(),
        title: "a".to_owned(),
        succeeded: true,
        checksum: OF_A.to_owned(),
        ..PeerRow::default()
    }
}

fn of(set: &MigrationSet, tool: &str, rows: &[PeerRow]) -> Result<Vec<String>, String> {
    let found = matched(set, Tool::named(tool).unwrap(), "t", rows);
    let versions =
        |it: Vec<Adopted<'_>>| it.into_iter().map(|it| it.migration.version.to_string()).collect();
    found.map(versions).map_err(|error| error.to_string())
}

fn refused(versions: &[&str], rows: &[PeerRow]) -> String {
    of(&set(versions), "sqlx", rows).unwrap_err()
}

#[test]
fn rows_are_migrations_of_the_set() {
    let set = set(&["1", "2", "3"]);
    assert_eq!(of(&set, "sqlx", &[row("2"), row("1")]).unwrap(), ["1", "2"]);
    assert!(of(&set, "sqlx", &[]).unwrap().is_empty());
}

#[test]
fn what_does_not_fit_is_refused() {
    let failed = PeerRow { succeeded: false, ..row("1") };
    assert_eq!(refused(&["1"], &[failed]), "migration 1 (a) was begun and not finished");
    let gone = "migration 2 (a) is applied and is not in the directory";
    assert_eq!(refused(&["1"], &[row("1"), row("2")]), gone);
    assert_eq!(refused(&["1", "2"], &[row("2")]), "migration 1 is not applied, and newer ones are");
    let edited = PeerRow { checksum: "00".to_owned(), ..row("1") };
    assert!(refused(&["1"], &[edited]).starts_with("migration 1 was changed after"));
    let odd = "the version `x` of the table `t` cannot be used here";
    assert_eq!(refused(&["1"], &[row("x")]), odd);
}

#[test]
fn programs_are_found_by_their_names() {
    let named = |names: &[&str]| {
        let mut set = set(&["1", "2"]);
        let titles = set.migrations.to_mut().iter_mut().zip(names);
        titles.for_each(|(migration, name)| migration.title = (*name).to_owned().into());
        set
    };
    let unchecked = |version| PeerRow { checksum: String::new(), ..row(version) };
    let alembic = named(&["1975ea83b712", "ae1027a6acf"]);
    let head = PeerRow { upto: true, ..unchecked("ae1027a6acf") };
    assert_eq!(of(&alembic, "alembic", &[head]).unwrap(), ["1", "2"]);
    assert!(
        of(&alembic, "alembic", &[unchecked("0000")]).unwrap_err().starts_with("migration 0000")
    );
    let sea = named(&["m20260102_000001_b", "more"]);
    let rows = [unchecked("m20260101_000001_a"), unchecked("m20260102_000001_b")];
    assert_eq!(of(&sea, "sea-orm", &rows).unwrap(), ["1"], "the first has no file any more");
    assert!(of(&sea, "sea-orm", &[unchecked("m20260103_000001_c")]).is_err());
}

/// `a` has two branches behind it, which meet.
#[test]
fn a_head_stands_for_what_it_comes_behind() {
    let mut set = set(&["1", "2", "3", "4"]);
    let names = [("a", ""), ("b1", ""), ("b2", "-- Revises: a\n"), ("m", "-- Revises: b1, b2\n")];
    for (migration, (name, line)) in set.migrations.to_mut().iter_mut().zip(names) {
        migration.title = name.into();
        migration.up.sql = format!("{line}SELECT 1;\n").into();
    }
    let heads = |names: &[&str]| -> Vec<PeerRow> {
        let head = |name: &&str| PeerRow { upto: true, checksum: String::new(), ..row(name) };
        names.iter().map(head).collect()
    };
    assert_eq!(of(&set, "alembic", &heads(&["b1"])).unwrap(), ["1", "2"]);
    assert_eq!(of(&set, "alembic", &heads(&["b1", "b2"])).unwrap(), ["1", "2", "3"]);
    assert_eq!(of(&set, "alembic", &heads(&["m"])).unwrap(), ["1", "2", "3", "4"]);
    let gap = of(&set, "alembic", &heads(&["b2"])).unwrap_err();
    assert_eq!(gap, "migration 2 is not applied, and newer ones are", "b2 does not come behind b1");
}

#[test]
fn a_row_may_stand_for_all_before_it() {
    let set = set(&["1", "2", "3"]);
    let upto = PeerRow { upto: true, checksum: String::new(), ..row("2") };
    assert_eq!(of(&set, "golang-migrate", &[upto]).unwrap(), ["1", "2"]);
}

#[test]
fn a_baseline_need_be_no_migration() {
    let set = set(&["1.9", "1.10", "3"]);
    let upto = |version| PeerRow { upto: true, checksum: String::new(), ..row(version) };
    assert_eq!(of(&set, "flyway", &[upto("2")]).unwrap(), ["1.9", "1.10"]);
    assert_eq!(of(&set, "flyway", &[upto("1")]).unwrap(), [""; 0]);
    assert!(of(&set, "golang-migrate", &[upto("2")]).unwrap_err().contains("not in the directory"));
}

#[test]
fn what_a_tool_makes_itself_needs_no_file() {
    let unchecked = |version| PeerRow { checksum: String::new(), ..row(version) };
    let rows = [unchecked("00000000000000"), unchecked("202601011200000000")];
    let set = set(&["20260101120000.1"]);
    assert_eq!(of(&set, "diesel", &rows).unwrap(), ["20260101120000.1"]);
    assert!(of(&set, "goose", &rows).is_err());
}
