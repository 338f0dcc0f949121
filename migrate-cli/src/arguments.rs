//! The arguments, and what is said where they mean nothing.

use std::ffi::{OsStr, OsString};

use clap::error::ContextKind;
use clap::{CommandFactory as _, Parser as _};

use crate::cli::Cli;

/// Reads them, or says what is wrong with them and ends.
pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Cli {
    let arguments = spelled_out(arguments.collect());
    Cli::try_parse_from(&arguments).unwrap_or_else(|error| explained(error, &arguments).exit())
}

/// `cargo migrate up` starts `cargo-migrate migrate up`; and `help up` is `up --help`.
fn spelled_out(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "migrate") {
        arguments.remove(1);
    }
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// The same error without what it says of options that nobody wrote.
fn explained(error: clap::Error, arguments: &[OsString]) -> clap::Error {
    // It may be what was asked for: the help, or the version.
    if !error.use_stderr() {
        return error;
    }
    // What the environment says would stand in the usage as if it was required. No variable has no name.
    let command = Cli::command().mut_arg("database_url", |it| it.env(""));
    let mut error = command.try_get_matches_from(arguments).err().unwrap_or(error);
    // "To pass it as a value, use `--`" helps with a command that is run, and nowhere else.
    if arguments.get(1).map(OsString::as_os_str) != Some(OsStr::new("test")) {
        error.remove(ContextKind::Suggested);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_help_is_the_option() {
        let spelled = |typed: &str| spelled_out(typed.split(' ').map(OsString::from).collect());
        for typed in ["cargo-migrate help up", "cargo-migrate migrate help up"] {
            assert_eq!(spelled(typed), ["cargo-migrate", "up", "--help"]);
        }
        assert_eq!(spelled("cargo-migrate help"), ["cargo-migrate", "--help"]);
        assert_eq!(spelled("cargo-migrate new help"), ["cargo-migrate", "new", "help"]);
    }
}
