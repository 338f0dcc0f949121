//! The commands: one file each, its arguments and what it does. They compute, and [`Ui`] speaks.

mod check;
mod down;
mod explain;
mod init;
mod new;
mod prove;
mod redo;
mod session;
mod shadow;
mod status;
mod trial;
mod up;
mod verify;

use clap::Subcommand;

pub(crate) use check::Fixes;
pub(crate) use init::Prepared;
pub(crate) use new::Added;
pub(crate) use shadow::{Inventory, Server};

use crate::cli::{Cli, Common, Format};
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    New(new::New),
    Check(check::Check),
    Explain(explain::Explain),
    Status(status::Status),
    Up(up::Up),
    Down(down::Down),
    Redo(redo::Redo),
    Verify(verify::Verify),
    Shadow(shadow::Shadow),
}

/// Runs the command that was asked for.
pub(crate) fn run(cli: Cli, ui: &Ui) -> Result<Exit, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| CliError::File {
        doing: "starting",
        path: "the runtime".to_owned(),
        error,
    })?;
    runtime.block_on(dispatch(cli.command, &cli.common, ui))
}

async fn dispatch(command: Command, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
    let format = common.output.format;
    let has_findings = match &command {
        Command::Check(_) => true,
        Command::Verify(verify) => verify.only_looks(),
        _ => false,
    };
    if matches!(format, Format::Github | Format::Sarif) && !has_findings {
        return Err(CliError::Format);
    }
    match command {
        Command::Init(init) => init.run(common, ui),
        Command::New(new) => new.run(common, ui),
        Command::Check(check) => check.run(common, ui).await,
        Command::Explain(explain) => explain.run(common, ui),
        Command::Status(status) => status.run(common, ui).await,
        Command::Up(up) => up.run(common, ui).await,
        Command::Down(down) => down.run(common, ui).await,
        Command::Redo(redo) => redo.run(common, ui).await,
        Command::Verify(verify) => verify.run(common, ui).await,
        Command::Shadow(shadow) => shadow.run(ui),
    }
}
