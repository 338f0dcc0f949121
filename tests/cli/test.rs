//! `test -- COMMAND`: a fresh database for a command, and what becomes of both.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::{assert_said, said, two_migrations};

#[test]
fn the_command_has_a_database_with_every_migration() {
    let it = two_migrations();
    let run = |script: &str| it.run(&["test", "--", "sh", "-c", script]);
    assert_said!(it, "test_succeeds", run("echo it ran"));
    assert!(it.read("migrations/migrate.lock").contains("sha256:"), "what is new was verified");
    assert_said!(it, "test_fails", run("exit 7"));
    assert_said!(it, "test_killed", run("kill -9 $$"));
    let script =
        "cargo-migrate-is-not-asked; test -n \"$DATABASE_URL\" && echo \"$DATABASE_URL\" >seen";
    assert!(run(script).status.success());
    let seen = it.read("seen");
    let path = seen.trim().strip_prefix("sqlite://").unwrap().split('?').next().unwrap();
    assert!(!std::path::Path::new(path).exists(), "{path} is left");
    let json = ["test", "--no-verify", "--format", "json", "--", "sh", "-c", "echo aside"];
    assert_said!(it, "test_json", it.run(&json));
    assert_said!(it, "test_no_program", it.run(&["test", "--", "no-such-program"]));
    let status = [
        "test",
        "--",
        "sh",
        "-c",
        "\"$0\" status --check",
        migrate_tests::cargo_migrate().to_str().unwrap(),
    ];
    let output = it.run(&status);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn what_cannot_be_undone_is_a_blocker_and_nothing_is_run() {
    let it = Crate::with(&[
        ("1_a.up", "CREATE TABLE a (b INTEGER);\nCREATE TABLE c (d INTEGER);\n"),
        ("1_a.down", "DROP TABLE a;\n"),
    ])
    .unjudged();
    let manifest = it.read("Cargo.toml").replace("since = \"30000101000000\"\n", "");
    it.write(
        "Cargo.toml",
        &format!("{manifest}\n[package.metadata.migrate.rules]\ndown-differs = \"off\"\n"),
    );
    let output = it.run(&["test", "--", "touch", "ran"]);
    assert!(!output.status.success(), "{}", said(&output));
    assert!(!it.path().join("ran").exists());
}

/// Ctrl-C reaches everybody in the foreground. The command ends by it, and its database is gone.
fn interrupted(engine: &str, shadow: &str, databases: &dyn Fn() -> String) {
    let it = Crate::with(&[
        ("1_a.up", "CREATE TABLE a (b INTEGER);\n"),
        ("1_a.down", "DROP TABLE a;\n"),
    ]);
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("\"sqlite\"", &format!("\"{engine}\"")));
    let before = databases();
    for signal in ["-INT", "-TERM"] {
        let script = "trap 'exit 3' INT; echo begun; while :; do sleep 0.05; done";
        // Whoever runs this with SIGINT ignored (`nohup`, a job in the background of a script) leaves a shell
        // no way to trap it.
        let of_shell = ["--", "env", "--default-signal=INT", "sh", "-c", script];
        let mut command = it.command(&["test", "--no-verify", "--shadow", shadow]);
        command.args(of_shell);
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let begun = lines.next();
        let mut errors = String::new();
        if begun.as_deref() != Some("begun") {
            child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
            panic!("{errors}");
        }
        assert_ne!(databases(), before);
        // To the whole group, as a terminal does, and to the command's parent alone, as others do.
        let whom =
            if signal == "-INT" { format!("-{}", child.id()) } else { child.id().to_string() };
        assert!(Command::new("kill").args([signal, "--", &whom]).status().unwrap().success());
        let code = child.wait().unwrap().code();
        assert_eq!(code, Some(if signal == "-INT" { 3 } else { 128 + 9 }));
        assert_eq!(databases(), before);
    }
}

#[test]
fn nothing_is_left_on_a_server_of_postgres() {
    let Some(server) = Postgres::start() else { return };
    let databases =
        || server.run("postgres", "SELECT datname FROM pg_database ORDER BY 1").unwrap();
    interrupted("postgres", &server.url("postgres"), &databases);
}

#[test]
fn nothing_is_left_on_a_server_of_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    server.run("", "CREATE DATABASE beside").unwrap();
    interrupted("mariadb", &server.url("beside"), &|| server.run("", "SHOW DATABASES").unwrap());
}
