//! Processes that boot together, and processes that are killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use migrate_tests::cargo_migrate;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use tempfile::TempDir;

const MIGRATIONS: usize = 200;
const EACH: &[&str] = &["--transaction", "each"];

/// In memory where there is such a place: a process that is killed loses nothing that it has written,
/// synchronised or not, and thousands of commits take as long as the disk is busy with others.
fn directory() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let made =
        if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() };
    made.unwrap()
}

struct Site {
    directory: TempDir,
}

impl Site {
    /// A crate with so many migrations; each adds a table, an index and a row.
    fn new(migrations: usize) -> Self {
        let site = Self { directory: directory() };
        let manifest = "[package]\nname = \"site\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                        [package.metadata.migrate]\ndialect = \"sqlite\"\n\n[workspace]\n";
        fs::write(site.path("Cargo.toml"), manifest).unwrap();
        for directory in ["src", "migrations"] {
            fs::create_dir(site.path(directory)).unwrap();
        }
        fs::write(site.path("src/lib.rs"), "").unwrap();
        for number in 1..=migrations {
            let name = format!("migrations/{number:04}_add_t{number}");
            let up = format!(
                "CREATE TABLE t{number} (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
                 CREATE INDEX t{number}_name_idx ON t{number} (name);\n\
                 INSERT INTO t{number} (name) VALUES ('row');\n"
            );
            fs::write(site.path(&format!("{name}.up.sql")), up).unwrap();
            fs::write(site.path(&format!("{name}.down.sql")), format!("DROP TABLE t{number};\n"))
                .unwrap();
        }
        site
    }

    fn path(&self, file: &str) -> PathBuf {
        self.directory.path().join(file)
    }

    fn up(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_migrate());
        command
            .arg("up")
            .args(arguments)
            .args(["--database-url", &format!("sqlite:{}?mode=rwc", self.path("app.db").display())])
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn forget(&self) {
        for end in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(self.path(&format!("app.db{end}")));
        }
    }

    /// What is applied by the history, and which tables there are with their rows.
    async fn state(&self) -> (Vec<usize>, BTreeSet<usize>) {
        if !self.path("app.db").exists() {
            return (Vec::new(), BTreeSet::new());
        }
        let url = format!("sqlite:{}", self.path("app.db").display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let integrity =
            numbers(&mut connection, "SELECT integrity_check = 'ok' FROM pragma_integrity_check")
                .await;
        assert_eq!(integrity, [1]);
        let history = "SELECT count(*) FROM sqlite_schema WHERE name = '_migrate_history'";
        let applied = if numbers(&mut connection, history).await == [1] {
            numbers(
                &mut connection,
                "SELECT CAST(version AS INTEGER) FROM _migrate_history ORDER BY sequence",
            )
            .await
        } else {
            Vec::new()
        };
        let tables = "SELECT CAST(substr(name, 2) AS INTEGER) FROM sqlite_schema \
                      WHERE type = 'table' AND name LIKE 't%'";
        let tables = numbers(&mut connection, tables).await.into_iter().collect();
        (applied, tables)
    }
}

async fn numbers(connection: &mut SqliteConnection, sql: &'static str) -> Vec<usize> {
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await.unwrap();
    let number = |row: &sqlx::sqlite::SqliteRow| usize::try_from(row.get::<i64, _>(0)).unwrap();
    rows.iter().map(number).collect()
}

fn succeeded(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn sixteen_processes_apply_each_migration_once() {
    for arguments in [&[] as &[&str], EACH] {
        let site = Site::new(40);
        let children: Vec<Child> = (0..16).map(|_| site.up(arguments).spawn().unwrap()).collect();
        children.into_iter().for_each(succeeded);
        let (applied, tables) = site.state().await;
        assert_eq!(applied, (1..=40).collect::<Vec<_>>());
        assert_eq!(tables.len(), 40);
    }
}

/// Whatever the moment, what is applied is a prefix, and the next run finishes.
#[tokio::test]
async fn a_killed_process_leaves_a_prefix() {
    let site = Site::new(MIGRATIONS);
    let mut seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    let mut partial = 0;
    for kill in 0..50 {
        site.forget();
        // Half of them in one transaction, as a fresh database has it.
        let arguments: &[&str] = if kill % 2 == 0 { EACH } else { &[] };
        let mut child = site.up(arguments).spawn().unwrap();
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // So far it has come, and a little further: a clock would tell how busy the machine is instead.
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        lines.by_ref().take((seed >> 16) as usize % MIGRATIONS).for_each(drop);
        sleep(Duration::from_micros(u64::from(seed >> 8) % 5_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let (applied, tables) = site.state().await;
        assert_eq!(applied, (1..=applied.len()).collect::<Vec<_>>(), "a prefix, in order");
        assert_eq!(tables, applied.iter().copied().collect(), "what is recorded is what is there");
        partial += usize::from(!applied.is_empty() && applied.len() < MIGRATIONS);
        succeeded(site.up(arguments).spawn().unwrap());
        let (applied, tables) = site.state().await;
        assert_eq!((applied.len(), tables.len()), (MIGRATIONS, MIGRATIONS));
    }
    assert!(partial >= 5, "only {partial} of 50 kills hit the middle of the work");
}
