//! Pairs of an up and a down, verified on throwaway servers: what a wrong one leaves is told, and a
//! right one leaves nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "verify/given.rs"]
mod given;
#[path = "verify/jobs.rs"]
mod jobs;
#[path = "verify/locks.rs"]
mod locks;
#[path = "verify/mariadb.rs"]
mod mariadb;
#[path = "verify/postgres.rs"]
mod postgres;
#[path = "verify/rows.rs"]
mod rows;

use std::collections::BTreeSet;

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::MigrationSet;
use migrate_core::set::read;
use migrate_core::version::Version;
use migrate_runtime::plan::Rollback;
use migrate_runtime::verify::{Blocker, Verdict};
use migrate_runtime::{Database, Error, Migrator, Options};

/// A pair over a schema, and what a verification says of it, line by line.
struct Pair {
    name: &'static str,
    base: &'static str,
    up: &'static str,
    down: &'static str,
    said: &'static [&'static str],
}

impl Pair {
    fn set(&self, target: Target) -> MigrationSet {
        let base = format!("-- migrate: irreversible(reason = \"base\")\n{}", self.base);
        set(
            &[("1_base.up.sql", &base), ("2_it.up.sql", self.up), ("2_it.down.sql", self.down)],
            target,
        )
    }

    /// What is said of it on an empty database.
    async fn said(&self, target: Target, database: Database) -> Vec<String> {
        let set = self.set(target);
        said(&Migrator::new(&set, Options::default()), database).await
    }

    /// What is said of it on an empty database, where that is not what is written.
    async fn surprise(&self, target: Target, database: Database) -> Option<String> {
        let said = self.said(target, database).await;
        (said != self.said).then(|| format!("{}: {said:#?}", self.name))
    }
}

fn set(files: &[(&str, &str)], target: Target) -> MigrationSet {
    let reading = read::read_texts(files, target);
    assert!(!reading.has_errors(), "{files:?}: {:?}", reading.findings);
    reading.set
}

/// What is said of the newest migration, in lines.
async fn said(migrator: &Migrator<'_>, database: Database) -> Vec<String> {
    let verification = match migrator.verify_on(database).await {
        Ok(verification) => verification,
        Err(error) => return vec![error.to_string()],
    };
    let disagreement: Vec<&String> =
        verification.migrations.iter().flat_map(|it| &it.disagreement).collect();
    assert!(disagreement.is_empty(), "{disagreement:?}");
    let last = verification.migrations.last().unwrap();
    match &last.verdict {
        Verdict::Restored { notes } => {
            let notes = notes.iter().cloned().chain(last.rows.remarks());
            notes.map(|note| format!("note: {note}")).collect()
        }
        Verdict::Trusted => vec!["trusted".to_owned()],
        Verdict::Irreversible { reason } => vec![reason.clone()],
        Verdict::Blocker(blocker) => match blocker {
            Blocker::NotRestored(lines)
            | Blocker::SecondUpDiffers(lines)
            | Blocker::SecondRunDiffers(lines) => lines.clone(),
            Blocker::DownFailed(failure) => vec![format!("the down fails: {}", failure.error)],
            Blocker::SecondUpFailed(failure) => {
                vec![format!("the second up fails: {}", failure.error)]
            }
            Blocker::FailsOnRows(failure) | Blocker::SecondRunFails(failure) => {
                vec![format!("{}: {}", blocker.words(), failure.error)]
            }
            Blocker::RowsLost(_) => blocker.differences(),
        },
    }
}

/// A set whose second migration has a down that does nothing.
fn doubtful(target: Target) -> MigrationSet {
    let files = [
        ("1_a.up.sql", "CREATE TABLE a (id INTEGER)"),
        ("1_a.down.sql", "DROP TABLE a"),
        ("2_b.up.sql", "CREATE TABLE b (id INTEGER)"),
        ("2_b.down.sql", "DROP TABLE a; CREATE TABLE a (id INTEGER)"),
        ("3_c.up.sql", "CREATE TABLE c (id INTEGER)"),
        ("3_c.down.sql", "DROP TABLE c"),
    ];
    set(&files, target)
}

/// What is trusted is not rolled back, and everything behind it is verified.
async fn trust_is_kept(target: Target, database: Database) {
    let set = doubtful(target);
    let trusted = BTreeSet::from([Version::parse("2").unwrap()]);
    let migrator = Migrator::new(&set, Options { trusted, ..Options::default() });
    let verification = migrator.verify_on(database).await.unwrap();
    let verdicts: Vec<&Verdict> = verification.migrations.iter().map(|it| &it.verdict).collect();
    assert!(
        matches!(
            verdicts[..],
            [Verdict::Restored { .. }, Verdict::Trusted, Verdict::Restored { .. }]
        ),
        "{verdicts:?}"
    );
    for (before, behind) in verification.migrations.iter().zip(&verification.migrations[1..]) {
        assert_eq!(before.after, behind.before);
        assert_ne!(behind.before, behind.after);
    }
}

/// Two migrations, of which the second goes back as `down` says.
fn two(down: &str, target: Target) -> MigrationSet {
    let files = [
        ("1_a.up.sql", "CREATE TABLE a (id INTEGER)"),
        ("1_a.down.sql", "DROP TABLE a"),
        ("2_b.up.sql", "CREATE TABLE b (id INTEGER); CREATE TABLE c (id INTEGER)"),
        ("2_b.down.sql", down),
    ];
    set(&files, target)
}

/// In place, a down that does not restore leaves the database as it was, and so does one that fails;
/// one that restores is applied.
async fn in_place(target: Target, database: Database) {
    let options = Options { verify_in_place: true, ..Options::default() };
    for (down, words) in [
        ("DROP TABLE b", "the down does not restore the schema"),
        ("DROP TABLE d", "the down fails"),
    ] {
        let wrong = two(down, target);
        let migrator = Migrator::new(&wrong, options.clone());
        let Err(Error::Blocked(verified)) = migrator.apply(database.clone()).await else {
            panic!("{down} was not noticed")
        };
        assert_eq!((verified.version.as_str(), verified.verdict.words()), ("2", words));
        let status = migrator.status(database.clone()).await.unwrap();
        assert_eq!((status.current(), status.pending()), (None, 2));
    }
    let right = two("DROP TABLE b; DROP TABLE c", target);
    let migrator = Migrator::new(&right, options);
    let report = migrator.apply(database.clone()).await.unwrap();
    assert_eq!((report.steps.len(), report.pending), (2, 0));
    let verification = report.verification.unwrap();
    assert!(
        verification.migrations.iter().all(|it| matches!(it.verdict, Verdict::Restored { .. }))
    );
    migrator.rollback(database, Rollback::All).await.unwrap();
}

/// A script that runs again goes up, back to the text before it, up, and once more over what it made.
async fn scripts_in_place(target: Target, database: Database) {
    let options = Options { verify_in_place: true, ..Options::default() };
    let with = |text: &str| {
        let table = ("1_a.up.sql", "CREATE TABLE a (id INTEGER)");
        set(&[table, ("1_a.down.sql", "DROP TABLE a"), ("R__v.sql", text)], target)
    };
    let create = |columns: &str| format!("CREATE VIEW v AS SELECT {columns} FROM a");
    let wrong = with(&create("id"));
    let migrator = Migrator::new(&wrong, options.clone());
    let Err(Error::Blocked(verified)) = migrator.apply(database.clone()).await else {
        panic!("it was not run a second time")
    };
    assert!(matches!(verified.verdict, Verdict::Blocker(Blocker::SecondRunFails(_))));
    let status = migrator.status(database.clone()).await.unwrap();
    assert_eq!((status.current(), status.pending()), (None, 2));
    for columns in ["id", "id, id AS it"] {
        let right = with(&format!("DROP VIEW IF EXISTS v;\n{}", create(columns)));
        let migrator = Migrator::new(&right, options.clone());
        let report = migrator.apply(database.clone()).await.unwrap();
        let proven = report.verification.unwrap().migrations;
        assert_eq!((report.steps.len(), report.pending), (proven.len(), 0));
        let last = proven.last().unwrap();
        assert_eq!(last.version.named(&last.title), "R__v");
        assert!(matches!(last.verdict, Verdict::Restored { .. }));
    }
    Migrator::new(&wrong, options).rollback(database, Rollback::All).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_verifies_in_place() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}?mode=rwc", directory.path().join("app.db").display());
    in_place(Target::oldest(Dialect::Sqlite), (&url).into()).await;
    scripts_in_place(Target::oldest(Dialect::Sqlite), (&url).into()).await;
}

/// A database with something in it is refused and stays as it is.
async fn is_refused(target: Target, database: Database, occupant: &str) {
    let set = doubtful(target);
    let error = Migrator::new(&set, Options::default()).verify_on(database).await.unwrap_err();
    assert!(matches!(&error, Error::Occupied { occupant: it } if it == occupant), "{error}");
}
