//! sqlx: pairs, and single files without a down.

use crate::Project;
use crate::engine::Engine;
use crate::tools::{self, SQLX};

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n";

pub(crate) fn project() -> Project {
    Project::with(
        "sqlx",
        "_sqlx_migrations",
        &[
            ("20260101120000_Create-users.sql", USERS),
            (
                "20260102120000_index emails.up.sql",
                "-- no-transaction\nCREATE INDEX i ON users (email);\n",
            ),
            ("20260102120000_index emails.down.sql", "DROP INDEX i;\n"),
        ],
    )
}

#[test]
fn a_project_of_sqlx_goes_on() {
    let it = project();
    it.apply();
    let at = it.value("SELECT min(installed_on) FROM _sqlx_migrations");
    it.adopt(2, Some(&format!("{}.000Z", at.replace(' ', "T"))));
    it.says_layout("sqlx");
    let files = it.go_on();
    assert!(files.iter().any(|file| file.ends_with("_add_role.up.sql")), "{files:?}");
    assert!(files.iter().any(|file| file.ends_with("_add_role.down.sql")), "{files:?}");
    let shown = it.done(&["show", "index_emails", "--format", "json"]);
    assert!(shown.contains("\"transaction\": false"), "as sqlx ran it: {shown}");
}

#[test]
fn what_sqlx_would_refuse_is_refused() {
    let it = project();
    it.apply().done(&["init", "--dialect", "sqlite"]);
    it.it.write("migrations/20260101120000_Create-users.sql", &USERS.replace("email", "mail"));
    it.refuses("20260101120000 was changed after it was applied");
}

#[test]
fn a_project_of_its_command_goes_on() {
    let engine = Engine::sqlite();
    let (it, url) = tools::goes_on(&engine, &SQLX);
    tools::goes_back_to_sqlx(&it, &url);
    tools::fails(&engine, &SQLX, false);
}

/// What sqlx has to say of a database and of files that were written for it.
fn sqlx(it: &Project, verb: &[&str]) -> String {
    let url = format!("sqlite:{}", it.file());
    let of = ["--source", "back", "--database-url", &url];
    tools::typed(&it.it, "sqlx", &[&["migrate"], verb, &of].concat())
}

#[test]
fn sqlx_goes_on_where_this_one_stopped() {
    let it = project();
    it.apply().adopt(2, None);
    it.done(&["new", "add role", "--sql", "ALTER TABLE users ADD COLUMN role TEXT;"]);
    it.done(&["up"]);
    let export = ["adopt", "--export", "sqlx", "--into", "back"];
    let planned = it.done(&[&export[..], &["--dry-run"]].concat());
    assert!(planned.contains("would create back/20260101120000_create_users.up.sql"), "{planned}");
    let said = it.done(&export);
    assert!(
        said.ends_with(
            "3 migrations in the history of sqlx, as in this one, which stays as it is.\n"
        ),
        "{said}"
    );
    let rows = "SELECT group_concat(version || description || success || execution_time) FROM _sqlx_migrations";
    let before = it.value(rows);
    sqlx(&it, &["run"]);
    assert_eq!(it.value(rows), before, "nothing runs again");
    it.it.write("back/30000101000000_more.up.sql", "ALTER TABLE users ADD COLUMN more TEXT;\n");
    it.it.write("back/30000101000000_more.down.sql", "ALTER TABLE users DROP COLUMN more;\n");
    sqlx(&it, &["run"]);
    sqlx(&it, &["revert", "--target-version", "0"]);
    let columns = "SELECT group_concat(name) FROM pragma_table_info('users')";
    assert_eq!(it.value(columns), "id,email", "and the way back is that of the files");
    let again = it.run(&export);
    assert!(!again.status.success(), "no file is written over: {}", crate::said(&again));
}
