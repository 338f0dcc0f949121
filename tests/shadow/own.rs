//! Servers of our own.

use std::fs;

use migrate_runtime::shadow::{Provider, Shadow};

use super::{Trial, names, said};

/// The engines whose servers are tried, with a version that nobody has.
const TARGETS: [(&str, &str, &str); 2] =
    [("postgres 14", "PostgreSQL", "postgres"), ("mariadb 10.6", "MariaDB", "mariadb")];

#[test]
fn migrations_are_verified_on_each_engine() {
    for (target, engine, name) in TARGETS {
        let Some(trial) = Trial::of(target) else { continue };
        let output = trial.run(&["verify"]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(&format!("2 migrations verified on {name} ")), "{said}");
        assert!(said.contains(&format!("note: verifying on {engine} ")), "{said}");
        assert_eq!(trial.left(), [""; 0]);
        // Its data were kept, and are used.
        let kept = trial.cache.path().join("templates");
        assert_eq!(names(&kept).len(), 1);
        assert!(trial.run(&["verify", "--all"]).status.success());
        assert_eq!(names(&kept.join(&names(&kept)[0])).len(), 1);
    }
}

#[test]
fn a_rollback_that_does_not_restore_is_found_on_each_engine() {
    for (target, ..) in TARGETS {
        let Some(trial) = Trial::of(target) else { continue };
        trial.write("20260103120000_index", ["CREATE INDEX i ON users (email);", "SELECT 1;"]);
        let output = trial.run(&["verify"]);
        assert_eq!(output.status.code(), Some(5), "{}", said(&output));
        assert_eq!(trial.left(), [""; 0]);
    }
}

#[test]
fn up_verifies_first_and_applies_nothing_where_that_fails() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let start = Shadow::start(&Provider::Auto, "postgres 15".parse().unwrap(), None);
    let mut application = runtime.block_on(start).unwrap();
    let url = runtime.block_on(application.another()).unwrap();
    let up = ["up", "--verify", "--format", "markdown", "--database-url", &url];
    let output = trial.run(&up);
    let report = said(&output);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.contains("**Rollback:** Reversible (verified on postgres "), "{report}");
    // What a block of code does is for the engine to say.
    let some = "DO $$ BEGIN EXECUTE format('CREATE TABLE %I (id int)', 'notes'); END $$;";
    trial.write("20260103120000_notes", [some, "DO $$ BEGIN PERFORM 1; END $$;"]);
    let output = trial.run(&up);
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    let status = trial.run(&["status", "--check", "--database-url", &url]);
    assert_eq!(status.status.code(), Some(1), "{}", said(&status));
    drop(application);
    assert_eq!(trial.left(), [""; 0]);
}

#[test]
fn the_version_is_compared_with_the_target() {
    let Some(trial) = Trial::of("postgres 24") else { return };
    let output = trial.run(&["verify"]);
    let said = said(&output);
    assert!(said.contains("; the target in Cargo.toml is postgres 24"), "{said}");
}

#[test]
fn several_at_once_do_not_meet() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let mut running: Vec<_> = (0..3)
        .map(|_| {
            let mut command = trial.command(&["verify", "--quiet"]);
            command.stdout(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for it in &mut running {
        assert!(it.wait().unwrap().success());
    }
    assert_eq!(trial.left(), [""; 0]);
    let kept = trial.cache.path().join("templates");
    let kept = names(&kept.join(&names(&kept)[0]));
    assert!(kept.len() == 1 && kept[0].starts_with("PostgreSQL-"), "{kept:?}");
}

#[tokio::test]
async fn a_server_gives_several_databases() {
    for (target, ..) in TARGETS {
        if Trial::of(target).is_none() {
            continue;
        }
        let target = target.parse().unwrap();
        let mut shadow = Shadow::start(&Provider::Auto, target, None).await.unwrap();
        let first = shadow.url().to_owned();
        let (second, third) = (shadow.another().await.unwrap(), shadow.another().await.unwrap());
        assert!(first != second && second != third);
    }
}

#[tokio::test]
async fn sqlite_is_in_memory() {
    let target = "sqlite".parse().unwrap();
    let shadow = Shadow::start(&Provider::Auto, target, None).await.unwrap();
    assert_eq!(shadow.url(), "sqlite::memory:");
    let url = Provider::Url("postgres://postgres@localhost/postgres".to_owned());
    assert!(Shadow::start(&url, target, None).await.is_err());
}

#[test]
fn what_is_kept_and_does_not_fit_is_made_anew() {
    let Some(trial) = Trial::of("mariadb 10.11") else { return };
    assert!(trial.run(&["verify"]).status.success());
    let kept = trial.cache.path().join("templates");
    let user = kept.join(&names(&kept)[0]);
    let data = user.join(&names(&user)[0]);
    // Nothing can be copied of a directory that is none.
    fs::remove_dir_all(&data).unwrap();
    fs::write(&data, "").unwrap();
    let output = trial.run(&["verify", "--all"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn where_there_is_no_server_the_static_check_is_said_and_the_ways_to_one() {
    let trial = Trial::for_nobody("postgres 17");
    trial.write("20260101120000_create_users", super::USERS);
    let empty = trial.files.path().display().to_string();
    let output = trial.command(&["verify"]).env("CARGO_MIGRATE_PG_BIN", &empty).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("1 migration checked"), "{text}");
    assert!(text.contains("`CARGO_MIGRATE_PG_BIN` names"), "{text}");
}

#[test]
fn mariadb_is_no_mysql() {
    let Some(directory) = migrate_runtime::shadow::found()
        .into_iter()
        .find(|it| it.release.engine == "MariaDB")
        .map(|it| it.directory)
    else {
        assert!(std::env::var_os("CI").is_none(), "MariaDB is not installed");
        println!("skipped: MariaDB is not installed");
        return;
    };
    let trial = Trial::for_nobody("mysql 8.0");
    trial.write("20260101120000_create_users", super::USERS);
    let mut command = trial.command(&["verify"]);
    let output = command.env("CARGO_MIGRATE_MYSQL_BIN", directory).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("no MySQL is found here"), "{text}");
    assert!(text.contains("another engine proves nothing"), "{text}");
    for remedy in ["`mysql-server` of most systems", "SHADOW_DATABASE_URL", "`--shadow docker`"] {
        assert!(text.contains(remedy), "{text}");
    }
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let trial = Trial::for_nobody("postgres 17");
    trial.write("20260101120000_create_users", super::USERS);
    let programs = tempfile::tempdir().unwrap();
    let path = programs.path();
    let version = "case $1 in --version) echo 'postgres (PostgreSQL) 17.1';;";
    for (name, otherwise) in [
        ("initdb", "*) exit 0;;"),
        ("postgres", "*) echo 'the moon is in the wrong phase' >&2; exit 1;;"),
    ] {
        let file = path.join(name);
        fs::write(&file, format!("#!/bin/sh\n{version}\n{otherwise}\nesac\n")).unwrap();
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let output = trial.command(&["verify"]).env("CARGO_MIGRATE_PG_BIN", path).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("PostgreSQL 17.1"), "{text}");
    assert!(text.contains("the moon is in the wrong phase"), "{text}");
    assert_eq!(trial.left(), [""; 0]);
}
