//! Colour, log, help.

use migrate_tests::Crate;

use crate::branches::{BASE, TAGS, VOTES, branches};
use crate::{assert_said, redacted, said, two_migrations};

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

/// Every command there is, with those that it has below it: `schema dump`.
pub(crate) fn commands(it: &Crate) -> Vec<String> {
    assert!(it.run(&["man", "pages"]).status.success());
    let pages = it.files("pages").into_iter();
    let names = pages.filter_map(|page| Some(page.strip_prefix("cargo-migrate-")?.to_owned()));
    names.map(|name| name.trim_end_matches(".1").replace('-', " ")).collect()
}

#[test]
fn the_help_says_everything() {
    let it = two_migrations();
    assert_said!(it, "help", it.run(&["--help"]));
    for command in commands(&it) {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let said = said(&it.run(&words));
        assert!(said.contains("\nExamples:\n  cargo migrate "), "{command} has no example: {said}");
        assert!(said.contains("--format <FORMAT>"), "{command}");
        let name = format!("help_{}", command.replace(' ', "_"));
        redacted(&it).bind(|| insta::assert_snapshot!(name, said));
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let it = two_migrations();
    let commands = commands(&it);
    assert!(commands.len() > 30, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = it.run(&["completions", shell]);
        let text = String::from_utf8(output.stdout).unwrap();
        let words = commands.iter().flat_map(|command| command.split(' '));
        words.for_each(|word| assert!(text.contains(word), "{shell}: {word}"));
    }
    for command in commands {
        let page = it.read(&format!("pages/cargo-migrate-{}.1", command.replace(' ', "-")));
        assert!(page.contains(".SH OPTIONS") && page.contains("Examples:"), "{command}: {page}");
    }
    assert!(it.run(&["man"]).stdout.starts_with(b".ie"), "{}", said(&it.run(&["man"])));
}

/// What is typed for each command in a repository with two branches, in an order in which each can do its
/// work. Of those that are left out, `adopt` and `shadow install` are told by their own tests.
const TYPED: [&str; 33] = [
    "init",
    "check",
    "explain drop-column",
    "up",
    "status",
    "current",
    "pending",
    "history",
    "show tags",
    "heads",
    "redo --yes",
    "goto users --yes",
    "up +1",
    "down --yes",
    "verify",
    "test --no-verify -- true",
    "drift",
    "repair",
    "doctor",
    "schema dump",
    "script",
    "graph",
    "stamp tags --force",
    "unstamp tags --force --yes",
    "completions bash",
    "man",
    "shadow list",
    "merge main",
    "rebase main --dry-run",
    "squash users..tags both --dry-run",
    "repair --log",
    "explain",
    "new roles",
];

#[test]
fn every_command_answers_in_json() {
    let it = branches(&BASE, &TAGS, &VOTES);
    let json = ["--format", "json", "--database-url", "sqlite:app.db?mode=rwc"];
    for typed in TYPED {
        let words: Vec<&str> = typed.split(' ').collect();
        let [command, rest @ ..] = &*words else { continue };
        let output = it.run(&[&[*command], &json[..], rest].concat());
        let answer: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
        assert!(answer.is_ok() && output.status.success(), "{typed}: {}", said(&output));
    }
    let without = ["adopt", "shadow install", "schema", "shadow"];
    let untold = commands(&it).into_iter().filter(|command| {
        let is_it = |typed: &&str| **typed == *command || typed.starts_with(&format!("{command} "));
        !without.contains(&&**command) && !TYPED.iter().any(is_it)
    });
    assert_eq!(untold.collect::<Vec<_>>(), Vec::<String>::new());
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
