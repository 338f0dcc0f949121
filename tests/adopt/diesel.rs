//! diesel: directories, some with a `metadata.toml`.

use crate::Project;
use crate::engine::Engine;
use crate::tools::{self, DIESEL};

pub(crate) fn project() -> Project {
    Project::with(
        "diesel",
        "__diesel_schema_migrations",
        &[
            (
                "2026-01-01-120000_create_users/up.sql",
                "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n",
            ),
            ("2026-01-01-120000_create_users/down.sql", "DROP TABLE users;\n"),
            ("2026-01-02-120000-00ff_index_emails/up.sql", "CREATE INDEX i ON users (email);\n"),
            ("2026-01-02-120000-00ff_index_emails/down.sql", "DROP INDEX i;\n"),
            ("2026-01-02-120000-00ff_index_emails/metadata.toml", "# nothing\n"),
        ],
    )
}

#[test]
fn a_project_of_diesel_goes_on() {
    let it = project();
    it.apply();
    let at = it.value("SELECT min(run_on) FROM __diesel_schema_migrations");
    it.adopt(2, Some(&format!("{}.000Z", at.replace(' ', "T"))));
    it.says_layout("diesel");
    let shown = it.done(&["show", "index_emails", "--format", "json"]);
    assert!(!shown.contains("\"transaction\": true"), "a file without the key says so: {shown}");
    let files = it.go_on();
    assert!(files.iter().any(|file| file.ends_with("_add_role/up.sql")), "{files:?}");
    assert!(files[0].starts_with("20") && files[0].chars().nth(4) == Some('-'), "{files:?}");
    it.done(&["down", "base", "--yes"]);
    assert_eq!(
        it.value("SELECT CAST(count(*) AS TEXT) FROM sqlite_schema WHERE name = 'users'"),
        "0"
    );
}

#[test]
fn a_project_of_its_command_goes_on() {
    let engine = Engine::sqlite();
    tools::goes_on(&engine, &DIESEL);
    tools::fails(&engine, &DIESEL, false);
}

#[test]
fn what_diesel_applied_and_nobody_has_any_more_is_refused() {
    let it = Project::with(
        "diesel",
        "__diesel_schema_migrations",
        &[
            ("2026-01-01-120000_a/up.sql", "CREATE TABLE a (b INT);\n"),
            ("2026-01-01-120000_a/down.sql", "DROP TABLE a;\n"),
        ],
    );
    it.apply().done(&["init", "--dialect", "sqlite"]);
    let connection = it.connection();
    let insert = "INSERT INTO __diesel_schema_migrations (version) VALUES";
    connection.execute_batch(&format!("{insert} ('00000000000000')")).unwrap();
    it.done(&["adopt", "--from", "diesel", "--dry-run"]);
    connection.execute_batch(&format!("{insert} ('20270101120000')")).unwrap();
    it.refuses("migration 20270101120000 is applied and is not in the directory");
}
