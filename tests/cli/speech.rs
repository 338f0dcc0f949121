//! Colour, log, help.

use crate::{assert_said, two_migrations};

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let it = two_migrations();
    let colourful = |arguments: &[&str], no_color: bool| {
        let mut command = it.command(&[&["check", "--dir", "none"], arguments].concat());
        if no_color {
            command.env("NO_COLOR", "1");
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!colourful(&[], false));
    assert!(!colourful(&[], true));
    assert!(!colourful(&["--color", "never"], false));
    assert!(colourful(&["--color", "always"], false));
    assert!(colourful(&["--color", "always"], true), "who asks for it gets it");
}

#[test]
fn quiet_leaves_the_result_alone() {
    let it = two_migrations();
    assert_said!(it, "quiet", it.run_on_database(&["-q", "up"]));
}

#[test]
fn verbose_shows_the_log() {
    let it = two_migrations();
    let output = it.run_on_database(&["-v", "up", "--steps", "1"]);
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(log.contains("migration started"), "{log}");
    assert!(!log.contains("sqlite:"), "no URL belongs into a log: {log}");
}

const COMMANDS: [&str; 29] = [
    "init",
    "new",
    "check",
    "explain",
    "status",
    "current",
    "pending",
    "history",
    "show",
    "heads",
    "up",
    "down",
    "redo",
    "goto",
    "verify",
    "drift",
    "repair",
    "doctor",
    "test",
    "stamp",
    "unstamp",
    "script",
    "graph",
    "merge",
    "rebase",
    "squash",
    "adopt",
    "completions",
    "man",
];

#[test]
fn the_help_says_everything() {
    let it = two_migrations();
    assert_said!(it, "help", it.run(&["--help"]));
    for command in COMMANDS {
        let output = it.run(&[command, "--help"]);
        let said = crate::said(&output);
        crate::redacted(&it).bind(|| insta::assert_snapshot!(format!("help_{command}"), said));
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let it = two_migrations();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = it.run(&["completions", shell]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(COMMANDS.iter().all(|command| text.contains(command)), "{shell}");
    }
    assert!(it.run(&["man", "pages"]).status.success());
    for command in COMMANDS {
        let page = it.read(&format!("pages/cargo-migrate-{command}.1"));
        assert!(page.contains(".SH OPTIONS"), "{command}: {page}");
    }
    assert!(it.run(&["man"]).stdout.starts_with(b".ie"), "{}", crate::said(&it.run(&["man"])));
}

#[test]
fn the_binary_can_be_called_by_its_own_name() {
    let it = two_migrations();
    let output = std::process::Command::new(migrate_tests::cargo_migrate())
        .arg("check")
        .current_dir(it.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
}
