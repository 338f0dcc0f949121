//! Migrations in Rust beside those in SQL: in one set, one order and one history, on every engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use migrate_core::checksum::Checksum;
use migrate_core::finding::render::Style;
use migrate_core::set::MigrationSet;
use migrate_core::version::Version;
use migrate_runtime::plan::PlanError;
use migrate_runtime::report::Standing;
use migrate_runtime::verify::Verdict;
use migrate_runtime::{
    Aftermath, Error, Failure, Migrations, Migrator, Options, TransactionScope, embed_migrations,
};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use tempfile::TempDir;

static POSTS: Migrations = embed_migrations!("code/posts", dialect = "sqlite");
static POSTS_ON_POSTGRES: Migrations = embed_migrations!("code/posts", dialect = "postgres");
static POSTS_ON_MARIADB: Migrations = embed_migrations!("code/posts", dialect = "mariadb");

static OUTSIDE: Migrations = embed_migrations!("code/outside", dialect = "sqlite");
static OUTSIDE_ON_POSTGRES: Migrations = embed_migrations!("code/outside", dialect = "postgres");
static OUTSIDE_ON_MARIADB: Migrations = embed_migrations!("code/outside", dialect = "mariadb");

/// Beside a script that runs again when its text changes.
static BESIDE: Migrations = embed_migrations!("code/beside", dialect = "sqlite");
static BESIDE_ON_POSTGRES: Migrations = embed_migrations!("code/beside", dialect = "postgres");
static BESIDE_ON_MARIADB: Migrations = embed_migrations!("code/beside", dialect = "mariadb");

/// What sqlx has of its own.
static TOOLS: Migrations = embed_migrations!("code/tools", dialect = "sqlite");
/// What never ends.
static LATE: Migrations = embed_migrations!("code/late", dialect = "sqlite");
/// What says that it leaves the schema alone.
static LIES: Migrations = embed_migrations!("code/lies", dialect = "sqlite");
static LIES_ON_POSTGRES: Migrations = embed_migrations!("code/lies", dialect = "postgres");
/// What hides from the migrator that a statement failed.
static SWALLOWS: Migrations = embed_migrations!("code/swallows", dialect = "postgres");
static LIES_ON_MARIADB: Migrations = embed_migrations!("code/lies", dialect = "mariadb");

/// A database, and another way to it.
struct Site<'s> {
    url: String,
    spare: String,
    run: Box<dyn Fn(&str) -> String + 's>,
    _directory: Option<TempDir>,
}

impl Site<'_> {
    fn of_sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("app.db");
        let url = format!("sqlite:{}?mode=rwc", path.display());
        let run = move |sql: &str| {
            let connection = rusqlite::Connection::open(&path).unwrap();
            if !sql.starts_with("SELECT") {
                connection.execute_batch(sql).unwrap();
                return String::new();
            }
            let text = |row: &rusqlite::Row<'_>| row.get::<_, Option<String>>(0);
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], text).unwrap().map(Result::unwrap);
            rows.map(|cell| cell.unwrap_or_default() + "\n").collect()
        };
        let spare = "sqlite::memory:".to_owned();
        Self { url, spare, run: Box::new(run), _directory: Some(directory) }
    }

    fn of_postgres(server: &Postgres) -> Site<'_> {
        server.run("postgres", "CREATE DATABASE app").unwrap();
        server.run("postgres", "CREATE DATABASE spare").unwrap();
        let run = Box::new(|sql: &str| server.run("app", sql).unwrap());
        Site { url: server.url("app"), spare: server.url("spare"), run, _directory: None }
    }

    fn of_mariadb(server: &Mariadb) -> Site<'_> {
        server.run("", "CREATE DATABASE app; CREATE DATABASE spare").unwrap();
        let run = Box::new(|sql: &str| server.run("app", sql).unwrap());
        Site { url: server.url("app"), spare: server.url("spare"), run, _directory: None }
    }

    fn run(&self, sql: &str) -> String {
        (self.run)(sql)
    }

    fn slugs(&self) -> Vec<String> {
        let rows = self.run("SELECT coalesce(slug, '-') FROM posts ORDER BY id");
        let rows = rows.split(['\n', '\u{1e}']).map(|line| line.trim().to_owned());
        rows.filter(|line| !line.is_empty()).collect()
    }
}

fn failure(outcome: Result<migrate_runtime::Report, Error>) -> Box<Failure> {
    match outcome {
        Err(Error::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

/// A function that is another one than the one that was applied is told, and a comment is not.
async fn edited(migrations: &'static Migrations, url: &str) {
    let standing = async |from: &str, to: &str| {
        let mut all = migrations.set().migrations.to_vec();
        let up = &mut all[2].up;
        assert!(up.sql.contains(from));
        up.sql = up.sql.replace(from, to).into();
        up.checksum = Checksum::of(&up.sql);
        let set = MigrationSet::new(migrations.set().target, "edited".to_owned(), all);
        let status = Migrator::new(&set, Options::default()).status(url).await.unwrap();
        status.migrations[2].standing
    };
    assert_eq!(standing("let slug =", "/* made */ let slug =").await, Standing::CommentsEdited);
    assert_eq!(standing("ORDER BY id", "ORDER BY  id").await, Standing::Edited, "in a text");
    assert_eq!(standing("let slug =", "let slug = &").await, Standing::Edited);
}

/// Up, down, and whatever can go wrong on the way, of what runs in a transaction.
async fn posts(migrations: &'static Migrations, site: &Site<'_>) {
    let url = &site.url;
    migrations.apply_to(url, 2).await.unwrap();
    site.run("INSERT INTO posts (id, title) VALUES (1, 'Mind the O''Gap'), (2, '!')");

    let failed = failure(migrations.apply(url).await);
    assert!(
        failed.to_string().contains("code/posts/3_backfill_slugs.rs:13:1: no slug"),
        "{failed}"
    );
    assert_eq!(site.slugs(), ["-", "-"], "nothing of it stays");
    site.run("UPDATE posts SET title = 'panic' WHERE id = 2");
    let failed = failure(migrations.apply(url).await);
    assert!(failed.to_string().contains("it panicked: "), "{failed}");
    assert_eq!(site.slugs(), ["-", "-"], "nothing of it stays");

    site.run("UPDATE posts SET title = 'Two' WHERE id = 2");
    let report = migrations.apply(url).await.unwrap();
    assert_eq!(report.steps.len(), 1);
    assert_eq!(site.slugs(), ["mind-the-o-gap", "two"]);
    assert_eq!(migrations.apply(url).await.unwrap().steps.len(), 0);

    edited(migrations, url).await;

    // Who does not have it refuses, and says what to do.
    let stranger = Migrator::new(migrations.set(), Options::default());
    let error = stranger.rollback(url, 1).await.unwrap_err();
    assert!(matches!(error, Error::Elsewhere { .. }), "{error}");
    assert!(error.render(Style::Plain).contains("MIGRATIONS.rollback"), "{error:?}");
    let set = MigrationSet::new(
        migrations.set().target,
        "older".to_owned(),
        migrations.set().migrations[..2].to_vec(),
    );
    let older = Migrator::new(&set, Options::default());
    match older.rollback(url, 1).await {
        Err(Error::Plan(PlanError::Irreversible { reason, .. })) => {
            assert!(reason.contains("written in Rust"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(site.slugs(), ["mind-the-o-gap", "two"]);

    assert_eq!(migrations.redo(url).await.unwrap().steps.len(), 2);
    migrations.rollback(url, 1).await.unwrap();
    assert_eq!(site.slugs(), ["-", "-"]);
    let status = migrations.status(url).await.unwrap();
    let standing: Vec<Standing> = status.migrations.iter().map(|it| it.standing).collect();
    assert_eq!(standing, [Standing::Applied, Standing::Applied, Standing::Pending]);

    let options = Options { transaction: TransactionScope::Everything, ..Options::default() };
    migrations.with(options).rollback(url, 2).await.unwrap();
    migrations.apply(url).await.unwrap();
    let verified = migrations.verify_on(&site.spare).await.unwrap();
    let restored = |verdict: &Verdict| matches!(verdict, Verdict::Restored { .. });
    let last = &verified.migrations[2].verdict;
    assert!(verified.migrations.iter().all(|it| restored(&it.verdict)), "{last:?}");
    assert_eq!((verified.migrations.len(), &verified.migrations[2].disagreement), (3, &Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn code_runs_among_scripts_on_sqlite() {
    posts(&POSTS, &Site::of_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_runs_among_scripts_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    posts(&POSTS_ON_POSTGRES, &Site::of_postgres(&server)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_runs_among_scripts_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    posts(&POSTS_ON_MARIADB, &Site::of_mariadb(&server)).await;
}

/// What runs outside a transaction and failed is told about, until somebody says what became of it, unless
/// it may run once more.
async fn outside(migrations: &'static Migrations, site: &Site<'_>) {
    let url = &site.url;
    site.run("CREATE TABLE trap (id INTEGER)");
    site.run("INSERT INTO trap VALUES (1)");
    let failed = failure(migrations.apply(url).await);
    let Aftermath::Halfway { not, .. } = &failed.aftermath else { panic!("{failed:?}") };
    assert!(failed.to_string().contains("it fell into a trap"), "{failed}");

    let again = failure(migrations.apply(url).await);
    assert!(matches!(again.aftermath, Aftermath::Undecided { .. }), "{again:?}");
    assert!(again.to_string().contains("nobody can tell"), "{again}");
    let undone =
        failure(migrations.rollback(url, migrate_runtime::plan::Rollback::Interrupted).await);
    assert!(matches!(undone.aftermath, Aftermath::Undecided { .. }), "{undone:?}");

    site.run("DROP TABLE portions");
    site.run(not);
    site.run("UPDATE trap SET id = 2");
    let failed = failure(migrations.apply(url).await);
    assert!(failed.to_string().contains("it fell into a trap"), "{failed}");
    site.run("DROP TABLE portions");
    let Aftermath::Halfway { not, .. } = &failed.aftermath else { panic!("{failed:?}") };
    site.run(not);
    site.run("DELETE FROM trap");
    migrations.apply_to(url, Version::parse("1").unwrap()).await.unwrap();

    site.run("INSERT INTO trap VALUES (2)");
    failure(migrations.apply(url).await);
    failure(migrations.apply(url).await);
    site.run("DELETE FROM trap");
    migrations.apply(url).await.unwrap();
    assert_eq!(migrations.status(url).await.unwrap().pending(), 0);
    migrations.rollback(url, 2).await.unwrap();
    assert_eq!(migrations.status(url).await.unwrap().pending(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn code_outside_a_transaction_is_never_half_known_on_sqlite() {
    outside(&OUTSIDE, &Site::of_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_outside_a_transaction_is_never_half_known_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    outside(&OUTSIDE_ON_POSTGRES, &Site::of_postgres(&server)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_outside_a_transaction_is_never_half_known_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    outside(&OUTSIDE_ON_MARIADB, &Site::of_mariadb(&server)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_of_sqlx_is_there() {
    let site = Site::of_sqlite();
    site.run("CREATE TABLE settings (other)");
    let failed = failure(TOOLS.apply_to(&site.url, 1).await);
    assert!(failed.to_string().contains("already exists"), "{failed}");
    assert_eq!(failed.error.code(), Some("1"), "what the database says is told as that");
    site.run("DROP TABLE settings");
    TOOLS.apply_to(&site.url, 1).await.unwrap();
    assert_eq!(site.run("SELECT value FROM settings"), "dark\n");
    let verified = TOOLS.verify().await.unwrap();
    assert!(matches!(verified.migrations[0].verdict, Verdict::Restored { .. }), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_has_the_time_that_its_file_says() {
    let site = Site::of_sqlite();
    let failed = failure(LATE.apply(&site.url).await);
    assert!(failed.to_string().contains("longer than its `timeout`"), "{failed}");
    assert_eq!(site.run("SELECT name FROM sqlite_schema"), "", "nothing of it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_rows_only_is_held_to_it() {
    let site = Site::of_sqlite();
    let failed = failure(LIES.apply(&site.url).await);
    assert!(failed.to_string().contains("and yet table `lies` is new"), "{failed}");
    assert_eq!(failed.aftermath, Aftermath::Untouched);
    assert_eq!(site.run("SELECT name FROM sqlite_schema"), "", "nothing of it stays");

    let Some(server) = Postgres::start() else { return };
    let site = Site::of_postgres(&server);
    let failed = failure(LIES_ON_POSTGRES.apply(&site.url).await);
    assert!(failed.to_string().contains("and yet table `lies` is new"), "{failed}");
    assert_eq!(site.run("SELECT count(*) FROM pg_tables WHERE tablename = 'lies'").trim(), "0");

    let Some(server) = Mariadb::start() else { return };
    let site = Site::of_mariadb(&server);
    let failed = failure(LIES_ON_MARIADB.apply(&site.url).await);
    assert!(failed.to_string().contains("and yet table `lies` is new"), "{failed}");
    assert!(matches!(failed.aftermath, Aftermath::Halfway { .. }), "{failed:?}");
    let again = failure(LIES_ON_MARIADB.apply(&site.url).await);
    assert!(matches!(again.aftermath, Aftermath::Undecided { .. }), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_code_does_not_tell_is_told() {
    let Some(server) = Postgres::start() else { return };
    let site = Site::of_postgres(&server);
    let failed = failure(SWALLOWS.apply(&site.url).await);
    assert!(failed.to_string().contains("it went on behind an error"), "{failed}");
    assert_eq!(failed.aftermath, Aftermath::Untouched);
}

/// A script that runs again comes behind what is written in Rust, sees what that did, and goes back before it.
async fn beside(migrations: &'static Migrations, site: &Site<'_>) {
    let url = &site.url;
    let names = |report: &migrate_runtime::Report| -> Vec<String> {
        let step = |it: &migrate_runtime::report::StepReport| it.version.named(&it.title);
        report.steps.iter().map(step).collect()
    };
    let report = migrations.apply(url).await.unwrap();
    assert_eq!(names(&report), ["1_create_notes", "2_mark_notes", "R__marked"]);
    assert_eq!(site.run("SELECT body FROM marked").trim(), "one");
    assert_eq!(migrations.apply(url).await.unwrap().steps.len(), 0);

    // The text alone is new, and what is written in Rust does not run again for it.
    let set = migrations.set();
    let mut scripts = set.repeatables.to_vec();
    let sql = scripts[0].script.sql.replace("id, body", "body, id");
    scripts[0].script.checksum = Checksum::of(&sql);
    scripts[0].script.sql = sql.into();
    let edited = MigrationSet { repeatables: scripts.into(), ..set.clone() };
    let report = Migrator::new(&edited, Options::default()).apply(url).await.unwrap();
    assert_eq!(names(&report), ["R__marked"]);

    assert_eq!(names(&migrations.rollback(url, 1).await.unwrap()), ["R__marked"]);
    assert_eq!(site.run("SELECT body FROM marked").trim(), "one");
    let report = migrations.rollback(url, 2).await.unwrap();
    assert_eq!(names(&report), ["R__marked", "2_mark_notes"]);
    assert_eq!(site.run("SELECT CAST(count(*) AS CHAR(9)) FROM notes").trim(), "0");
    migrations.apply(url).await.unwrap();
    let verified = migrations.verify_on(&site.spare).await.unwrap().migrations;
    assert_eq!(verified.len(), 3);
    let restored = |verdict: &Verdict| matches!(verdict, Verdict::Restored { .. });
    assert!(verified.iter().all(|it| restored(&it.verdict)), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn code_stands_beside_scripts_that_run_again() {
    beside(&BESIDE, &Site::of_sqlite()).await;
    if let Some(server) = Postgres::start() {
        beside(&BESIDE_ON_POSTGRES, &Site::of_postgres(&server)).await;
    }
    if let Some(server) = Mariadb::start() {
        beside(&BESIDE_ON_MARIADB, &Site::of_mariadb(&server)).await;
    }
}
