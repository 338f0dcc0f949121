//! `doctor`: what is wrong with a set-up, and how to mend it.

use std::process::Command;

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use serde_json::Value;

use crate::{assert_said, said, two_migrations};

/// What is said of each thing: `wrong history`.
fn found(it: &Crate, arguments: &[&str]) -> Vec<String> {
    let output = it.run(&[&["doctor", "--format", "json"][..], arguments].concat());
    let found: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let one =
        |it: &Value| format!("{} {}", it["state"].as_str().unwrap(), it["about"].as_str().unwrap());
    found.as_array().unwrap().iter().map(one).collect()
}

fn git(it: &Crate, arguments: &[&str]) {
    let done = Command::new("git").args(arguments).current_dir(it.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

const URL: [&str; 2] = ["--database-url", "sqlite:app.db?mode=rwc"];

#[test]
fn what_is_wrong_is_said_with_what_mends_it() {
    let it = two_migrations();
    git(&it, &["init", "--quiet"]);
    it.write(".gitignore", "*.lock\n").write(".env", "OTHER=1\n");
    assert_said!(it, "doctor_new", it.run_on_database(&["doctor"]));
    assert!(it.run_on_database(&["up", "--verify"]).status.success());
    it.write(".gitignore", ".env\n");
    let manifest =
        it.read("Cargo.toml").replace("dialect = \"sqlite\"", "target = \"sqlite 3.40\"");
    it.write("Cargo.toml", &manifest);
    assert_said!(it, "doctor_well", it.run_on_database(&["doctor"]));
    let path = "migrations/20260101120000_create_users.up.sql";
    it.write(path, &it.read(path).replace("TEXT", "VARCHAR"));
    assert!(found(&it, &URL).contains(&"wrong history".to_owned()));
    it.write("migrations/oops.sql", "");
    assert!(found(&it, &URL).contains(&"wrong migrations".to_owned()));
    assert!(found(&it, &[]).contains(&"note database".to_owned()), "none is named");
    let elsewhere = ["--database-url", "postgres://localhost/app"];
    assert!(found(&it, &elsewhere).contains(&"wrong database".to_owned()));
    assert_said!(it, "doctor_elsewhere", it.run(&[&["doctor"][..], &elsewhere].concat()));
    let nowhere = Crate::nothing();
    assert_said!(nowhere, "doctor_no_crate", nowhere.run(&["doctor"]));
}

#[test]
fn where_throwaway_databases_come_from_is_tried() {
    let it = two_migrations();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", "\"postgres\""));
    let doctor = |shadow: &str| it.command(&["doctor", "--shadow", shadow]);
    let dead = said(&doctor("postgres://me@127.0.0.1:1/postgres").output().unwrap());
    assert!(
        dead.contains("wrong  shadow       the server for throwaway databases at 127.0.0.1:1"),
        "{dead}"
    );
    assert!(dead.contains("help: name a server that answers"), "{dead}");
    it.write("bin/docker", "#!/bin/sh\necho 'it sleeps' >&2; exit 1\n");
    let docker = it.path().join("bin/docker");
    std::fs::set_permissions(docker, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", it.path().join("bin").display(), std::env::var("PATH").unwrap());
    let asleep = said(&doctor("docker").env("PATH", path).output().unwrap());
    assert!(asleep.contains("wrong  shadow       Docker does not run: it sleeps"), "{asleep}");
    let Some(server) = Postgres::start() else { return };
    let well = said(&doctor(&server.url("postgres")).output().unwrap());
    assert!(
        well.contains("fine   shadow       throwaway databases are made on PostgreSQL "),
        "{well}"
    );
    let left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'migrate_%'";
    assert_eq!(server.run("postgres", left).unwrap().trim(), "0");
}

#[test]
fn a_server_of_another_version_and_a_user_without_rights_are_told() {
    let Some(server) = Postgres::start() else { return };
    let it = two_migrations();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", "\"postgres\""));
    server
        .run("postgres", "CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        .unwrap();
    let url = server.url("postgres");
    let found_at = |url: &str| found(&it, &["--database-url", url]);
    assert!(found_at(&url).contains(&"fine rights".to_owned()));
    assert!(found_at(&url.replace("postgres@", "reader@")).contains(&"wrong rights".to_owned()));
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"postgres\"", "\"postgres 99\""));
    let output = it.run(&["doctor", "--database-url", &url]);
    assert!(!output.status.success(), "{}", said(&output));
}

#[test]
fn a_database_of_mariadb_is_well() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE app").unwrap();
    let it = two_migrations();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", "\"mariadb\""));
    let found = found(&it, &["--database-url", &server.url("app")]);
    assert!(found.contains(&"fine database".to_owned()), "{found:?}");
}
