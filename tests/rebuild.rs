//! What makes cargo rebuild a crate that embeds migrations, seen with cargo itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "rebuild/code.rs"]
mod code;
#[path = "rebuild/readme.rs"]
mod readme;
#[path = "rebuild/receipts.rs"]
mod receipts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migrate_tests::cargo_migrate;
use tempfile::TempDir;

/// A crate that prints what it embeds, and what a run says of it.
struct Service {
    directory: TempDir,
}

const MAIN: &str = r#"
use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!();

#[tokio::main]
async fn main() {
    for migration in MIGRATIONS.set().migrations.iter() {
        println!("{}: {}", migration.name(), migration.up.sql.trim());
    }
    for it in MIGRATIONS.set().repeatables.iter() {
        println!("{}: {}", it.file_stem(), it.script.sql.trim());
    }
    let report = MIGRATIONS.apply("sqlite::memory:").await.unwrap();
    for note in &report.notes {
        println!("note: {note}");
    }
}
"#;

const BUILD_SCRIPT: &str = "fn main() {\n    migrate_runtime::build::watch(\"migrations\");\n}\n";

impl Service {
    /// A crate named `name`, which must differ between tests: they share a target directory.
    fn new(name: &str) -> Self {
        let service = Self { directory: tempfile::tempdir().unwrap() };
        let runtime = workspace().join("migrate-runtime");
        let runtime = runtime.display();
        service.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n\
                 [package.metadata.migrate]\ndialect = \"sqlite\"\n\n\
                 [dependencies]\n\
                 migrate-runtime = {{ path = \"{runtime}\", features = [\"sqlite\"] }}\n\
                 tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
                 [build-dependencies]\nmigrate-runtime = {{ path = \"{runtime}\" }}\n\n\
                 [profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n"
            ),
        );
        fs::copy(workspace().join("Cargo.lock"), service.path("Cargo.lock")).unwrap();
        service.write("src/main.rs", MAIN);
        service.pair("1_create_users", "users", "id");
        service
    }

    fn path(&self, file: &str) -> PathBuf {
        self.directory.path().join(file)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A migration that creates a table, and drops it again.
    fn pair(&self, name: &str, table: &str, columns: &str) {
        let up = format!("CREATE TABLE {table} ({columns});");
        self.write(&format!("migrations/{name}.up.sql"), &up);
        self.write(&format!("migrations/{name}.down.sql"), &format!("DROP TABLE {table};"));
    }

    fn remove(&self, name: &str) {
        for end in ["up.sql", "down.sql"] {
            fs::remove_file(self.path(&format!("migrations/{name}.{end}"))).unwrap();
        }
    }

    fn cargo(&self, command: &str) -> Output {
        Command::new(env!("CARGO"))
            .args([command, "--offline", "--quiet"])
            .current_dir(self.directory.path())
            .env("CARGO_TARGET_DIR", target())
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap()
    }

    /// What the service prints, built anew where cargo sees a reason.
    fn run(&self) -> String {
        let output = self.cargo("run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    /// What rustc prints.
    fn check(&self) -> String {
        String::from_utf8_lossy(&self.cargo("check").stderr).into_owned()
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The directory the tests themselves were built in, whose dependencies are there already.
fn target() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    exe.ancestors().find(|path| path.ends_with("debug")).unwrap().parent().unwrap().to_owned()
}

#[test]
fn a_changed_a_renamed_and_a_removed_file_rebuild() {
    let service = Service::new("rebuild-edited");
    assert_eq!(service.run(), "1_create_users: CREATE TABLE users (id);\n");

    service.pair("1_create_users", "users", "id, name");
    assert_eq!(service.run(), "1_create_users: CREATE TABLE users (id, name);\n");

    service.remove("1_create_users");
    service.pair("1_create_people", "people", "id");
    assert_eq!(service.run(), "1_create_people: CREATE TABLE people (id);\n");

    service.pair("2_b", "b", "id");
    service.pair("1_create_people", "people", "id, name");
    assert!(service.run().ends_with("2_b: CREATE TABLE b (id);\n"));
    service.remove("2_b");
    assert_eq!(service.run(), "1_create_people: CREATE TABLE people (id, name);\n");
}

#[test]
fn a_repeatable_script_is_embedded_and_followed() {
    let service = Service::new("rebuild-repeatable");
    let view = |columns: &str| {
        format!("DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT {columns} FROM users;")
    };
    service.write("migrations/R__v.sql", &view("id"));
    let said = |columns: &str| {
        format!("1_create_users: CREATE TABLE users (id);\nR__v: {}\n", view(columns))
    };
    assert_eq!(service.run(), said("id"));
    service.write("migrations/R__v.sql", &view("id, id AS it"));
    assert_eq!(service.run(), said("id, id AS it"));
    service.write("migrations/R__v.sql", "CREATE VIEW v AS SELECT id FROM users;");
    let errors = service.check();
    assert!(errors.contains("run a second time, the script fails"), "{errors}");
    service.write("migrations/R__v.sql", &view("id"));
    service.run();
    // The lock file is there for that: cargo watches no directory.
    for name in ["first", "second"] {
        let output = Command::new(cargo_migrate())
            .args(["new", "--repeatable", name])
            .current_dir(service.directory.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = service.check();
        assert!(printed.contains(&format!("R__{name}.sql")), "{printed}");
        service.write(&format!("migrations/R__{name}.sql"), "SELECT 1;");
        assert!(service.run().contains(&format!("R__{name}: SELECT 1;")));
    }
}

#[test]
fn files_of_another_tool_are_embedded_and_followed() {
    let service = Service::new("rebuild-layout");
    let manifest = fs::read_to_string(service.path("Cargo.toml")).unwrap();
    let dialect = "dialect = \"sqlite\"\n";
    service
        .write("Cargo.toml", &manifest.replace(dialect, &format!("{dialect}layout = \"goose\"\n")));
    service.remove("1_create_users");
    let file = |columns: &str| {
        let up = format!("-- +goose Up\nCREATE TABLE users ({columns});\n");
        let down = "-- +goose Down\nDROP TABLE users;\n";
        service.write("migrations/00001_create_users.sql", &(up + down));
    };
    file("id");
    assert_eq!(service.run(), "00001_create_users: CREATE TABLE users (id);\n");
    file("id, name");
    assert_eq!(service.run(), "00001_create_users: CREATE TABLE users (id, name);\n");
}

#[test]
fn a_migration_that_the_command_adds_rebuilds() {
    let service = Service::new("rebuild-added");
    assert_eq!(service.run(), "1_create_users: CREATE TABLE users (id);\n");
    // There was no lock file that the build could watch before the first one, and there is before
    // the second.
    for title in ["add posts", "add comments"] {
        let output = Command::new(cargo_migrate())
            .args(["new", title])
            .current_dir(service.directory.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = service.check();
        let file = format!("{}.up.sql", title.replace(' ', "_"));
        assert!(printed.contains("the up holds no statement"), "{printed}");
        assert!(printed.contains(&file), "{printed}");
        for entry in fs::read_dir(service.path("migrations")).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().contains(&title.replace(' ', "_")) {
                fs::write(path, "SELECT 1;").unwrap();
            }
        }
        assert!(service.run().contains(&title.replace(' ', "_")));
    }
}

#[test]
fn a_file_added_by_hand_rebuilds_with_the_build_script_and_is_told_without() {
    let service = Service::new("rebuild-by-hand");
    assert_eq!(service.run(), "1_create_users: CREATE TABLE users (id);\n");
    service.pair("2_create_posts", "posts", "id");
    let stale = service.run();
    assert!(
        stale.starts_with("1_create_users: CREATE TABLE users (id);\nnote: this build"),
        "{stale}"
    );
    assert!(stale.contains("added 2_create_posts;"), "{stale}");

    service.write("build.rs", BUILD_SCRIPT);
    assert!(service.run().ends_with("2_create_posts: CREATE TABLE posts (id);\n"));
    service.pair("3_create_tags", "tags", "id");
    assert!(service.run().ends_with("3_create_tags: CREATE TABLE tags (id);\n"));
}

#[test]
fn warnings_and_the_resolved_path_reach_the_user() {
    let service = Service::new("rebuild-warned");
    service.pair("2_b", "b", "id");
    service.pair("4_d", "d", "id");
    let printed = service.check();
    assert!(printed.contains("warning: use of deprecated constant"), "{printed}");
    assert!(printed.contains("version 4 follows 2"), "{printed}");
    assert!(printed.contains("migrations/4_d.up.sql"), "{printed}");
    assert!(!printed.contains("error"), "{printed}");

    fs::rename(service.path("migrations"), service.path("migration")).unwrap();
    let printed = service.check();
    let resolved = service.path("migrations").display().to_string();
    assert!(printed.contains("the directory of the migrations does not exist"), "{printed}");
    assert!(printed.contains(&format!("looked in {resolved}")), "{printed}");
}

#[test]
fn a_changed_dialect_in_the_manifest_rebuilds() {
    let service = Service::new("rebuild-manifest");
    service.run();
    let manifest = fs::read_to_string(service.path("Cargo.toml")).unwrap();
    service.write("Cargo.toml", &manifest.replace("\"sqlite\"\n", "\"sqlight\"\n"));
    let printed = service.check();
    assert!(printed.contains("unknown dialect `sqlight`"), "{printed}");
}

#[test]
fn a_changed_level_of_a_rule_rebuilds() {
    let service = Service::new("rebuild-rules");
    service.pair("2_b", "b", "id");
    service.pair("4_d", "d", "id");
    let manifest = fs::read_to_string(service.path("Cargo.toml")).unwrap();
    let level = |level: &str| {
        let rules = format!("[package.metadata.migrate.rules]\nversion-gap = \"{level}\"\n");
        service.write("Cargo.toml", &format!("{manifest}\n{rules}"));
        service.check()
    };
    let gap = "version 4 follows 2";
    let warned = level("warn");
    assert!(warned.contains("warning: ") && warned.contains(gap), "{warned}");
    let denied = level("deny");
    assert!(denied.contains("error: ") && denied.contains(gap), "{denied}");
    let silent = level("off");
    assert!(!silent.contains(gap), "{silent}");
    let misspelled = level("never");
    assert!(misspelled.contains("the levels are `deny`"), "{misspelled}");
}

#[test]
fn what_was_said_before_is_said_of_the_same_scripts_only() {
    let kept = || -> Vec<PathBuf> {
        let files = fs::read_dir(target().join("debug/deps")).into_iter().flatten();
        let paths = files.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.to_string_lossy().contains("migrations-rebuild-kept-")).collect()
    };
    // Of an earlier run, by another build of the macro.
    kept().iter().for_each(|file| fs::remove_file(file).unwrap());
    let service = Service::new("rebuild-kept");
    let left = "table `users` is left behind";
    let again = || {
        service.write("src/main.rs", MAIN);
        service.check()
    };
    service.write("migrations/1_create_users.down.sql", "SELECT 1;");
    service.write("migrations/notes.txt", "not a migration");
    let printed = again();
    assert!(printed.contains("notes.txt") && !printed.contains(left), "{printed}");
    fs::remove_file(service.path("migrations/notes.txt")).unwrap();
    let judged = again();
    assert!(judged.contains(left), "{judged}");
    assert_eq!(again(), judged, "the same scripts");

    let kept = kept();
    let [kept] = kept.as_slice() else { panic!("one file for one set: {kept:?}") };
    let text = fs::read_to_string(kept).unwrap();
    fs::write(kept, &text[..text.len() / 2]).unwrap();
    assert_eq!(again(), judged, "half of what was kept");
    fs::write(kept, text.replace(left, "all is well")).unwrap();
    assert_eq!(again(), judged, "something else than what was kept");

    service.pair("1_create_users", "users", "id");
    assert_eq!(again(), "");
    fs::remove_file(kept).unwrap();
    assert_eq!(again(), "");
}
