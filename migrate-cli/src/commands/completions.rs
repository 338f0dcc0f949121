//! `cargo migrate completions` and `man`

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::shown;
use crate::ui::Ui;

/// The name of the binary, which is what a shell and `man` know it by.
const NAME: &str = "cargo-migrate";

/// Print what a shell needs to complete the arguments of `cargo-migrate`
///
/// It completes what stands behind `cargo migrate` in bash, fish and zsh, where in zsh the completion of cargo
/// itself is installed; and everywhere the binary's own name, which takes the same arguments.
#[derive(Debug, clap::Args)]
#[command(after_long_help = COMPLETIONS)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const COMPLETIONS: &str = "\
Examples:
  cargo migrate completions zsh > ~/.zfunc/_cargo-migrate
  echo 'source <(cargo migrate completions bash)' >> ~/.bashrc
  cargo migrate completions fish > ~/.config/fish/conf.d/cargo-migrate.fish";

/// Write the manual pages: one for the command, and one for each of its commands
///
/// `cargo help migrate` shows the first one when it is installed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MAN)]
pub(crate) struct Man {
    /// The directory to write them to, which is created; the first page goes to standard output if it
    /// is not written
    directory: Option<PathBuf>,
}

const MAN: &str = "\
Examples:
  cargo migrate man | man -l -
  cargo migrate man ~/.local/share/man/man1";

/// What completes `cargo migrate`, which is two words.
const BEHIND_CARGO: [(Shell, &str); 2] = [
    (Shell::Bash, include_str!("completions/cargo.bash")),
    (Shell::Fish, include_str!("completions/cargo.fish")),
];

impl Completions {
    pub(super) fn run(&self, ui: &Ui) -> Exit {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), NAME, &mut text);
        let name = self.shell.to_possible_value();
        let shell = name.as_ref().map_or("sh", |it| it.get_name());
        let mut text = mended(self.shell, &String::from_utf8_lossy(&text));
        text.extend(BEHIND_CARGO.iter().filter(|(it, _)| *it == self.shell).map(|(_, more)| *more));
        ui.generated(shell, &text);
        Exit::Done
    }
}

/// What clap_complete 4.6 writes, without what does not work of it.
fn mended(shell: Shell, text: &str) -> String {
    match shell {
        // A name with a hyphen is spelled in two ways, so that what stands behind a command is looked for
        // where it is not.
        Shell::Bash => text.replace("cargo__subcmd__migrate", "cargo__migrate"),
        // An option in front of the command whose value is being typed is none that lacks one; and arguments
        // without a name have their values in no line.
        Shell::Fish => {
            text.replace(
                "-- $cmd 2>/dev/null\n    or return\n",
                "-- $cmd 2>/dev/null\n    or return 0\n",
            ) + &arguments()
        }
        _ => text.to_owned(),
    }
}

/// The values of arguments without a name, for fish.
fn arguments() -> String {
    let mut lines = String::new();
    for command in Cli::command().get_subcommands() {
        for argument in command.get_positionals() {
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(|it| it.get_name()).collect();
            if !values.is_empty() {
                // Writing to a `String` does not fail.
                let _ = writeln!(
                    lines,
                    "complete -c {NAME} -n \"__fish_cargo_migrate_using_subcommand {}\" -f -a \"{}\"",
                    command.get_name(),
                    values.join(" ")
                );
            }
        }
    }
    lines
}

impl Man {
    pub(super) fn run(&self, ui: &Ui) -> Result<Exit, CliError> {
        let command = Cli::command().name(NAME);
        let Some(directory) = &self.directory else {
            let mut text = Vec::new();
            let page = clap_mangen::Man::new(command);
            page.render(&mut text).map_err(|error| failed("writing", "the page", error))?;
            ui.generated("roff", &String::from_utf8_lossy(&text));
            return Ok(Exit::Done);
        };
        let path = shown(directory);
        fs::create_dir_all(directory).map_err(|error| failed("creating", &path, error))?;
        let written = clap_mangen::generate_to(command.disable_help_subcommand(true), directory);
        written.map_err(|error| failed("writing to", &path, error))?;
        ui.pages(&path);
        Ok(Exit::Done)
    }
}

fn failed(doing: &'static str, path: &str, error: std::io::Error) -> CliError {
    CliError::File { doing, path: path.to_owned(), error }
}
