//! The commands: one file each, its arguments and what it does. They compute, and [`Ui`] speaks.

mod adopt;
mod aim;
mod check;
mod completions;
mod current;
mod doctor;
mod down;
mod drift;
mod explain;
mod goto;
mod graph;
mod heads;
mod history;
mod init;
mod merge;
mod new;
mod pending;
mod prove;
mod rebase;
mod redo;
mod repair;
mod schema;
mod script;
mod session;
mod shadow;
mod show;
mod squash;
mod stamp;
mod status;
mod test;
mod trial;
mod up;
mod verify;

use clap::Subcommand;

pub(crate) use adopt::Exported;
pub(crate) use check::Fixes;
pub(crate) use doctor::{Examined, State};
pub(crate) use drift::Makers;
pub(crate) use graph::Drawn;
pub(crate) use init::Prepared;
pub(crate) use merge::Merged;
pub(crate) use new::{Added, Judged};
pub(crate) use pending::Awaited;
pub(crate) use rebase::Rebased;
pub(crate) use repair::{Action, RepairError, Repairs};
pub(crate) use schema::Dumped;
pub(crate) use shadow::{Inventory, Server};
pub(crate) use show::Shown;
pub(crate) use squash::Squeezed;
pub(crate) use test::Tested;

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
    Test(test::Test),
    Drift(drift::Drift),
    Stamp(stamp::Stamp),
    Unstamp(stamp::Unstamp),
    Repair(repair::Repair),
    Doctor(doctor::Doctor),
    Schema(schema::Schema),
    Script(script::Script),
    Graph(graph::Graph),
    Merge(merge::Merge),
    Rebase(rebase::Rebase),
    Squash(squash::Squash),
    Adopt(adopt::Adopt),
    Shadow(shadow::Shadow),
    Completions(completions::Completions),
    Man(completions::Man),
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
    if graph::is_form(format) && !matches!(command, Command::Graph(_)) {
        return Err(CliError::PictureFormat);
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
        Command::Test(test) => test.run(common, ui).await,
        Command::Drift(drift) => drift.run(common, ui).await,
        Command::Repair(repair) => repair.run(common, ui).await,
        Command::Doctor(doctor) => doctor.run(common, ui).await,
        Command::Schema(schema) => schema.run(common, ui).await,
        Command::Script(script) => script.run(common, ui),
        Command::Graph(graph) => graph.run(common, ui),
        Command::Merge(merge) => merge.run(common, ui),
        Command::Squash(squash) => squash.run(common, ui).await,
        Command::Rebase(rebase) => rebase.run(common, ui).await,
        Command::Adopt(adopt) => adopt.run(common, ui).await,
        Command::Completions(completions) => Ok(completions.run(ui)),
        Command::Man(man) => man.run(ui),
        Command::Stamp(stamp) => stamp.run(common, ui).await,
        Command::Unstamp(unstamp) => unstamp.run(common, ui).await,
        Command::Shadow(shadow) => shadow.run(ui),
    }
}
