//! `cargo migrate` as its users meet it: what it prints where, its exit code, and the files it
//! leaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "cli/adopt.rs"]
mod adopt;
#[path = "cli/adoption.rs"]
mod adoption;
#[path = "cli/branches.rs"]
mod branches;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/code.rs"]
mod code;
#[path = "cli/completions.rs"]
mod completions;
#[path = "cli/database.rs"]
mod database;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/doctor.rs"]
mod doctor;
#[path = "cli/drift.rs"]
mod drift;
#[path = "cli/exit.rs"]
mod exit;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/goto.rs"]
mod goto;
#[path = "cli/leased.rs"]
mod leased;
#[path = "cli/listing.rs"]
mod listing;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/page.rs"]
mod page;
#[path = "cli/pictures.rs"]
mod pictures;
#[path = "cli/place.rs"]
mod place;
#[path = "cli/receipts.rs"]
mod receipts;
#[path = "cli/renumbered.rs"]
mod renumbered;
#[path = "cli/repair.rs"]
mod repair;
#[path = "cli/repeatable.rs"]
mod repeatable;
#[cfg(unix)]
#[path = "cli/rights.rs"]
mod rights;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/script.rs"]
mod script;
#[path = "cli/speech.rs"]
mod speech;
#[path = "cli/squash.rs"]
mod squash;
#[cfg(target_os = "linux")]
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "cli/test.rs"]
mod test;
#[path = "cli/verify.rs"]
mod verify;

use std::process::Output;

use insta::Settings;
use migrate_tests::Crate;

/// A table and its removal.
const USERS: [(&str, &str); 2] = [
    (
        "20260101120000_create_users.up",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n",
    ),
    ("20260101120000_create_users.down", "DROP TABLE users;\n"),
];

/// An index and its removal.
const INDEX: [(&str, &str); 2] = [
    ("20260102120000_index_emails.up", "CREATE INDEX users_email ON users (email);\n"),
    ("20260102120000_index_emails.down", "DROP INDEX users_email;\n"),
];

/// A crate with both.
fn two_migrations() -> Crate {
    Crate::with(&[USERS, INDEX].concat())
}

/// All that a run says, one stream after the other.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let code = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    format!("{stdout}\n--- stderr\n{stderr}\n--- exit {code}")
}

/// Takes out of snapshots what differs from run to run and from machine to machine.
fn redacted(at: &Crate) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.add_filter(&regex_escaped(&at.path().display().to_string()), "[crate]");
    settings.add_filter(r"\b[0-9]+ ms", "[time]");
    settings.add_filter(r"after [0-9.]+ s\b", "after [time]");
    settings.add_filter(r#"_ms": [0-9.]+"#, r#"_ms": "[time]""#);
    settings.add_filter(r"sqlite 3\.[0-9]+\.[0-9]+", "sqlite [version]");
    settings.add_filter(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9:.]{8,12}Z?", "[when]");
    // The fixtures are of 2026-01; what the tool makes itself bears the time it was made.
    settings.add_filter(r"\b20[0-9]{12}_(create_settings|add_role_to_users)", "[now]_$1");
    settings.add_filter(
        "\"version\": \"20[0-9]{12}\",\n  \"title\": \"(create_settings|add_role_to_users)\"",
        "\"version\": \"[now]\",\n  \"title\": \"$1\"",
    );
    settings.add_filter(r#""(host|process)": "[^"]*""#, r#""$1": "[it]""#);
    settings.add_filter(r"on( +)[^\n]+, process [0-9]+", "on$1[it]");
    settings.add_filter(r"(\| app 0.1.0 \|) [^|\n]+ \|", "$1 [it] |");
    // Where the sources are that the command was built from.
    settings.add_filter(r#"path = "[^"]*/migrate-runtime""#, r#"path = "[clone]/migrate-runtime""#);
    settings.add_filter(r"--path \S*/migrate-runtime", "--path [clone]/migrate-runtime");
    settings.add_filter(r"sha256:[0-9a-f]{64}", "[checksum]");
    settings
}

fn regex_escaped(text: &str) -> String {
    text.chars()
        .map(|it| if it.is_alphanumeric() { it.to_string() } else { format!("\\{it}") })
        .collect()
}

/// Compares what a run says with the snapshot of that name.
macro_rules! assert_said {
    ($crate_:expr, $name:expr, $output:expr) => {{
        let said = crate::said(&$output);
        crate::redacted(&$crate_).bind(|| insta::assert_snapshot!($name, said));
    }};
}
pub(crate) use assert_said;
