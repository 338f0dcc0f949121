//! `cargo migrate test -- COMMAND`

use std::ffi::OsString;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use migrate_runtime::shadow::{Provider, Shadow};
use migrate_runtime::testing::TestDatabase;
use migrate_runtime::{Error, Migrator, Options, Wanted};
use tokio::process::{Child, Command};

use super::prove::{self, Proving};
use super::trial;
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::lock_file::{self, Written};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Run a command, as the tests of the project, against a fresh database that has every migration
///
/// What is new is verified first, as by `cargo migrate verify`: a rollback that does not work is a BLOCKER
/// (exit code 5), and the command is not run. Then everything is applied to a throwaway database, and the
/// command runs with DATABASE_URL set to that. The exit code is the command's. The database is removed in
/// the end, also when the command fails, and after Ctrl-C. What the command prints is left alone, but for
/// other formats than text, where it goes to standard error.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Test {
    /// Run the command without verifying what is new
    #[arg(long)]
    no_verify: bool,
    #[command(flatten)]
    shadow: ShadowArgs,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate test -- cargo test
  cargo migrate test --shadow docker -- cargo nextest run --workspace
  cargo migrate test --no-verify -- sh -c 'psql \"$DATABASE_URL\" -c \"\\d\"'";

/// How a command ended.
pub(crate) struct Tested {
    /// The command, as it was written.
    pub(crate) command: String,
    /// How many migrations the database had.
    pub(crate) migrations: usize,
    /// Where it was.
    pub(crate) on: String,
    /// Its exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// How long it ran.
    pub(crate) took: Duration,
}

/// The database that the command gets. Dropping it removes it.
enum Fresh {
    File(TestDatabase),
    Server(Box<Shadow>),
}

impl Fresh {
    fn url(&self) -> &str {
        match self {
            Self::File(database) => database.url(),
            Self::Server(shadow) => shadow.url(),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::File(_) => "SQLite".to_owned(),
            Self::Server(shadow) => shadow.words().to_owned(),
        }
    }
}

impl Test {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?.unverified();
        let reading = project.checked()?.reading;
        if let Some(code) = reading.set.migrations.iter().find(|it| it.up.is_code()) {
            let (path, wanted) = (reading.path(&code.up), Wanted::Tests);
            return Err(Error::Elsewhere { path, wanted }.into());
        }
        let options = common.database.options(ui.silence());
        if !self.no_verify {
            let proving = Proving {
                project: &project,
                reading: &reading,
                options: options.clone(),
                all: false,
                jobs: None,
                shadow: &self.shadow,
                common,
                ui,
            };
            let proven = proving.run().await?;
            if prove::write(&reading, &proven)? != Written::Unchanged {
                ui.lock_file_rewritten(&shown(&lock_file::path(&reading)));
            }
            if proven.blocker().is_some() {
                ui.verification(&proven, &reading.set);
                return Ok(Exit::Blocker);
            }
        }
        let migrator = Migrator::new(&reading.set, Options { observer: None, ..options })
            .by(&project.package.name, &project.package.version);
        let fresh = self.fresh(&project, &migrator, common, ui).await?;
        let written: Vec<_> = self.command.iter().map(|it| it.to_string_lossy()).collect();
        let since = Instant::now();
        let status = self.execute(&fresh, ui).await.map_err(|error| CliError::File {
            doing: "running",
            path: format!("`{}`", written.join(" ")),
            error,
        })?;
        let tested = Tested {
            command: written.join(" "),
            migrations: reading.set.migrations.len(),
            on: fresh.words(),
            code: status.code(),
            took: since.elapsed(),
        };
        ui.tested(&tested);
        Ok(Exit::Command(code(status)))
    }

    async fn fresh(
        &self,
        project: &Project,
        migrator: &Migrator<'_>,
        common: &Common,
        ui: &Ui,
    ) -> Result<Fresh, CliError> {
        if Provider::is_needless(project.target) {
            return Ok(Fresh::File(TestDatabase::of(migrator).await?));
        }
        let shadow = trial::shadow("testing", &self.shadow, project, common, ui).await?;
        migrator.apply(shadow.url()).await?;
        Ok(Fresh::Server(Box::new(shadow)))
    }

    /// Runs the command to its end. Ctrl-C reaches it by itself, and so is waited out here; what else
    /// asks this process to end is passed on to it.
    async fn execute(&self, fresh: &Fresh, ui: &Ui) -> std::io::Result<ExitStatus> {
        let [program, arguments @ ..] = &self.command[..] else {
            return Err(std::io::ErrorKind::InvalidInput.into());
        };
        let mut command = Command::new(program);
        command.args(arguments).env("DATABASE_URL", fresh.url()).kill_on_drop(true);
        if !ui.is_text() {
            command.stdout(Stdio::from(std::io::stderr()));
        }
        wait(command.spawn()?).await
    }
}

#[cfg(unix)]
async fn wait(mut child: Child) -> std::io::Result<ExitStatus> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut ended = signal(SignalKind::terminate())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    loop {
        tokio::select! {
            status = child.wait() => return status,
            _ = interrupted.recv() => {}
            _ = ended.recv() => child.start_kill()?,
            _ = hung_up.recv() => child.start_kill()?,
        }
    }
}

#[cfg(not(unix))]
async fn wait(mut child: Child) -> std::io::Result<ExitStatus> {
    loop {
        tokio::select! {
            status = child.wait() => return status,
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

/// What a shell says of a command that ended so.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status).map(|it| it + 128);
    #[cfg(not(unix))]
    let signal = None;
    let code = status.code().or(signal).unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}
