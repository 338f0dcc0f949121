//! `cargo migrate`: the migrations of a crate, from the command line.
//!
//! In reading order: what can be asked ([`arguments`], [`cli`], [`commands`]), where ([`project`]), what comes out
//! of it ([`outcome`], [`proven`], [`error`], [`exit`]), and how it is said ([`ui`], the only place that prints).

mod arguments;
mod cli;
mod commands;
mod error;
mod exit;
mod npm;
mod outcome;
mod project;
mod proven;
mod ui;

use std::process::ExitCode;

use crate::ui::Ui;

// Nothing here handles Ctrl-C: the process ends, its connection with it, and the database rolls the
// open transaction back. Neither the progress bar nor the question changes a terminal's settings.
fn main() -> ExitCode {
    let cli = arguments::read(std::env::args_os());
    let ui = Ui::new(&cli.common.output);
    let exit = commands::run(cli, &ui).unwrap_or_else(|error| {
        ui.error(&error);
        error.exit()
    });
    exit.into()
}
