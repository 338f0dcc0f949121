//! `new` with statements: the down that follows from the up, and what is known of it.

use migrate_tests::Crate;

use crate::{USERS, assert_said, redacted, said};

/// What `new` wrote.
fn written(it: &Crate, title: &str) -> String {
    let files = it.files("migrations").into_iter().filter(|file| file.contains(title));
    files.map(|file| it.read(&format!("migrations/{file}"))).collect::<Vec<_>>().join("=====\n")
}

/// What Cargo.toml says is enough to begin.
#[test]
fn the_first_migration_makes_its_directory() {
    let it = Crate::with(&[]);
    let arguments =
        ["new", "create users", "--sql", "CREATE TABLE users (id INTEGER PRIMARY KEY);"];
    assert!(it.run(&arguments).status.success());
    assert_eq!(it.files("migrations").len(), 3, "two scripts and migrate.lock");
    assert!(!it.run(&["new", "a", "--dir", "migratoins"]).status.success());
    assert!(!it.path().join("migratoins").exists(), "a slip makes nothing");
}

#[test]
fn the_down_follows_from_the_up() {
    let it = Crate::with(&USERS);
    let up = "ALTER TABLE users ADD COLUMN role TEXT; CREATE INDEX roles ON users (role);";
    assert_said!(it, "new_sql", it.run(&["new", "add role to users", "--sql", up]));
    redacted(&it).bind(|| insta::assert_snapshot!("new_sql_scripts", written(&it, "role")));
    assert_eq!(it.run(&["check"]).status.code(), Some(0));
    assert_eq!(it.run(&["verify"]).status.code(), Some(0));
}

#[test]
fn the_up_may_be_in_a_file() {
    let it = Crate::with(&USERS);
    it.write("up.sql", "DROP TABLE users;\n");
    let arguments = ["new", "create settings", "--from", "up.sql"];
    assert_said!(it, "new_from", it.run(&arguments));
    let down = written(&it, "create_settings");
    assert!(down.contains("CREATE TABLE users (\n    id INTEGER PRIMARY KEY"), "{down}");
    let it = Crate::with(&USERS);
    it.write("up.sql", "INSERT INTO users VALUES (1, 'a');\n");
    let json = [&arguments[..], &["--format", "json"]].concat();
    assert_said!(it, "new_from_json", it.run(&json));
    let it = Crate::with(&USERS);
    assert_said!(it, "new_from_nothing", it.run(&arguments));
    assert_eq!(it.files("migrations").len(), 2, "nothing was added");
}

#[test]
fn who_says_that_there_is_no_way_back_gets_no_down() {
    let it = Crate::with(&USERS);
    let up = "-- migrate: irreversible(reason = \"old\")\nDELETE FROM users;";
    assert_said!(it, "new_irreversible", it.run(&["new", "add role to users", "--sql", up]));
    assert_eq!(it.files("migrations").len(), 4, "one script and the lock file");
}

#[test]
fn what_leads_to_a_schema_is_written() {
    let it = Crate::with(&USERS);
    let wanted = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, role TEXT);\n\
                  CREATE TABLE logins (who INTEGER REFERENCES users (id));\n";
    it.write("schema.sql", wanted);
    let arguments = ["new", "add role to users", "--from-schema", "schema.sql"];
    let markdown = [&arguments[..], &["--format", "markdown"]].concat();
    assert_said!(it, "new_schema", it.run(&markdown));
    redacted(&it).bind(|| insta::assert_snapshot!("new_schema_scripts", written(&it, "role")));
    assert_eq!(it.run(&["verify"]).status.code(), Some(0));
    assert_said!(it, "new_schema_again", it.run(&arguments));
    assert_eq!(it.files("migrations").len(), 5, "nothing was added");
}

#[cfg(unix)]
#[test]
fn an_editor_may_write_the_up() {
    let it = Crate::with(&USERS);
    let mut command = it.command(&["new", "add role to users", "--edit"]);
    assert_said!(it, "new_no_editor", command.env_remove("EDITOR").output().unwrap());
    it.write("edit.sh", "case $1 in *.up.sql) echo 'CREATE TABLE roles (a INT);' > $1;; esac\n");
    let mut command = it.command(&["new", "add role to users", "--edit"]);
    command.env_remove("VISUAL").env("EDITOR", "sh edit.sh");
    assert_said!(it, "new_edit", command.output().unwrap());
    assert!(written(&it, "role").contains("DROP TABLE roles;"));
    let mut command = it.command(&["new", "given up", "--edit"]);
    let output = command.env_remove("VISUAL").env("EDITOR", "false").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("help: nothing was added"), "{}", said(&output));
    assert_eq!(written(&it, "given_up"), "", "the up is taken back");
}

#[test]
fn a_project_may_count() {
    let it = Crate::with(&[]);
    it.write("migrations/README.md", "");
    let up = "CREATE TABLE a (b INT);";
    let arguments = ["new", "a", "--sequential", "--sql", up];
    assert!(it.run(&arguments).status.success());
    assert!(it.files("migrations").contains(&"0001_a.up.sql".to_owned()));
    let it = Crate::with(&USERS);
    assert_said!(it, "new_not_sequential", it.run(&arguments));
}
