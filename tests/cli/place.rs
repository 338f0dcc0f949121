//! Which crate, which directory, which database.

use migrate_tests::{BARE_MANIFEST, Crate};

use crate::{USERS, assert_said, two_migrations};

/// A workspace of three: `api` and `jobs` have migrations when told so, `web` has none.
fn workspace(with_migrations: &[&str]) -> Crate {
    let it = Crate::nothing();
    it.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"api\", \"jobs\", \"web\"]\n",
    );
    for member in ["api", "jobs", "web"] {
        let mut manifest =
            format!("[package]\nname = \"{member}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        if with_migrations.contains(&member) {
            manifest += "[package.metadata.migrate]\ndialect = \"sqlite\"\n";
            for (name, text) in USERS {
                it.write(&format!("{member}/migrations/{name}.sql"), text);
            }
        }
        it.write(&format!("{member}/Cargo.toml"), &manifest);
        it.write(&format!("{member}/src/lib.rs"), "");
    }
    it
}

#[test]
fn the_only_member_with_migrations_is_meant() {
    let it = workspace(&["jobs"]);
    assert_said!(it, "workspace_one", it.run(&["check"]));
}

#[test]
fn of_several_members_one_has_to_be_named() {
    let it = workspace(&["api", "jobs"]);
    assert_said!(it, "workspace_several", it.run(&["check"]));
    assert_said!(it, "workspace_named", it.run(&["check", "-p", "api"]));
    assert_said!(it, "workspace_misspelled", it.run(&["check", "-p", "jbos"]));
    assert_said!(it, "workspace_unknown", it.run(&["check", "-p", "frontend"]));
    assert_said!(it, "workspace_unconfigured", it.run(&["check", "-p", "web"]));
    let manifest = ["check", "--manifest-path", "jobs/Cargo.toml"];
    assert_said!(it, "workspace_manifest", it.run(&manifest));
}

#[test]
fn without_any_migrations_the_members_are_listed() {
    let it = workspace(&[]);
    assert_said!(it, "workspace_none", it.run(&["init"]));
    assert!(it.run(&["init", "-p", "web"]).status.success());
    assert_eq!(it.run(&["check"]).status.code(), Some(0));
}

#[test]
fn the_member_the_user_stands_in_is_meant() {
    let it = workspace(&["api", "jobs"]);
    let mut command = it.command(&["check"]);
    let output = command.current_dir(it.path().join("jobs/src")).output().unwrap();
    assert_said!(it, "workspace_inside", output);
}

/// Two that begin with the same migration would be taken for one by whoever looks at the history alone.
#[test]
fn two_members_have_no_history_together() {
    let it = workspace(&["api", "jobs"]);
    assert!(it.run_on_database(&["up", "-p", "api"]).status.success());
    for command in ["up", "status", "doctor"] {
        let output = it.run_on_database(&[command, "-p", "jobs"]);
        assert_said!(it, format!("workspace_shared_{command}"), output);
    }
    let named = ["up", "-p", "jobs", "--namespace", "jobs"];
    let twice = crate::said(&it.run_on_database(&named));
    assert!(twice.contains("table users already exists"), "its own are run: {twice}");
    assert!(it.run_on_database(&["status", "-p", "api", "--check"]).status.success());
    // One directory of two crates is one set.
    let manifest = it.read("jobs/Cargo.toml") + "dir = \"../api/migrations\"\n";
    it.write("jobs/Cargo.toml", &manifest);
    assert!(it.run_on_database(&["status", "-p", "jobs", "--check"]).status.success());
}

#[test]
fn outside_of_any_crate() {
    let it = Crate::nothing();
    assert_said!(it, "no_crate", it.run(&["status"]));
    let manifest = ["status", "--manifest-path", "app/Cargo.toml"];
    assert_said!(it, "no_manifest", it.run(&manifest));
}

#[test]
fn a_manifest_that_cargo_does_not_understand() {
    let it = Crate::bare();
    it.write("Cargo.toml", "[package]\nname = \"app\"\nversion = \n");
    assert_said!(it, "manifest_broken", it.run(&["check"]));
}

#[test]
fn metadata_without_a_meaning() {
    let it = Crate::bare();
    let metadata = |text| format!("{BARE_MANIFEST}[package.metadata.migrate]\n{text}\n");
    assert_said!(it, "metadata_none", it.run(&["check"]));
    it.write("Cargo.toml", &metadata("dialetc = \"sqlite\""));
    assert_said!(it, "metadata_key", it.run(&["check"]));
    it.write("Cargo.toml", &metadata("dialect = \"oracle\""));
    assert_said!(it, "metadata_dialect", it.run(&["check"]));
}

#[test]
fn a_directory_is_relative_to_where_the_user_stands() {
    let it = Crate::with(&USERS);
    let mut command = it.command(&["check", "--dir", "../migrations"]);
    let output = command.current_dir(it.path().join("src")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_url_is_read_from_the_nearest_env_file_that_has_one() {
    let it = two_migrations();
    it.write(".env", "# of the developers\nOTHER=1\nDATABASE_URL=\"sqlite:app.db?mode=rwc\"\n");
    let mut command = it.command(&["up", "-q"]);
    let output = command.current_dir(it.path().join("src")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(it.path().join("src/app.db").exists());
    let mut command = it.command(&["status"]);
    let output = command.env("DATABASE_URL", "sqlite:src/app.db").output().unwrap();
    assert_said!(it, "url_of_the_environment", output);
}

#[test]
fn an_env_file_that_is_none_keeps_its_secrets() {
    let it = two_migrations();
    it.write(".env", "DATABASE_URL=postgres://me:my secret@host/db\n");
    let output = it.run(&["status"]);
    assert_said!(it, "env_file_broken", output);
    assert!(!crate::said(&output).contains("secret"));
}
