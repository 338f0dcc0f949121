//! The commands: one file each, its arguments and what it does. They compute, and [`Ui`] speaks.

mod adopt;
mod aim;
mod check;
mod completions;
mod current;
mod down;
mod drift;
mod explain;
mod goto;
mod heads;
mod history;
mod init;
mod new;
mod pending;
mod prove;
mod redo;
mod schema;
mod script;
mod session;
mod shadow;
mod show;
mod stamp;
mod status;
mod trial;
mod up;
mod verify;

use clap::Subcommand;

pub(crate) use adopt::Exported;
pub(crate) use check::Fixes;
pub(crate) use init::Prepared;
pub(crate) use new::{Added, Judged};
pub(crate) use schema::Dumped;
pub(crate) use shadow::{Inventory, Server};
pub(crate) use show::Shown;

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
    Current(current::Current),
    Pending(pending::Pending),
    History(history::History),
    Show(show::Show),
    Heads(heads::Heads),
    Up(up::Up),
    Down(down::Down),
    Redo(redo::Redo),
    Goto(goto::Goto),
    Verify(verify::Verify),
    Drift(drift::Drift),
    Schema(schema::Schema),
    Script(script::Script),
    Adopt(adopt::Adopt),
    Completions(completions::Completions),
    Man(completions::Man),
    Stamp(stamp::Stamp),
    Unstamp(stamp::Unstamp),
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
        Command::Current(current) => current.run(common, ui).await,
        Command::Pending(pending) => pending.run(common, ui).await,
        Command::History(history) => history.run(common, ui).await,
        Command::Show(show) => show.run(common, ui),
        Command::Heads(heads) => heads.run(common, ui),
        Command::Up(up) => up.run(common, ui).await,
        Command::Down(down) => down.run(common, ui).await,
        Command::Redo(redo) => redo.run(common, ui).await,
        Command::Goto(goto) => goto.run(common, ui).await,
        Command::Verify(verify) => verify.run(common, ui).await,
        Command::Drift(drift) => drift.run(common, ui).await,
        Command::Schema(schema) => schema.run(common, ui).await,
        Command::Script(script) => script.run(common, ui),
        Command::Adopt(adopt) => adopt.run(common, ui).await,
        Command::Completions(completions) => Ok(completions.run(ui)),
        Command::Man(man) => man.run(ui),
        Command::Stamp(stamp) => stamp.run(common, ui).await,
        Command::Unstamp(unstamp) => unstamp.run(common, ui).await,
        Command::Shadow(shadow) => shadow.run(ui),
    }
}
