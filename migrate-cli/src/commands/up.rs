//! `cargo migrate up`

use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Upto};

use super::session::{self, Session};
use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Apply what is pending
///
/// Each migration is applied once, whoever else is applying it at the same time, and nothing is
/// left half applied.
#[derive(Debug, clap::Args)]
pub(crate) struct Up {
    /// Stop after this version
    #[arg(long, value_name = "VERSION", value_parser = session::version, conflicts_with = "steps")]
    to: Option<Version>,
    /// Apply so many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    steps: Option<u32>,
    /// First prove on a throwaway database that every migration can be undone
    #[arg(long)]
    verify: bool,
    /// Also apply migrations that are older than the newest applied one
    #[arg(long)]
    out_of_order: bool,
}

impl Up {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let session = Session::begin(common, ui)?.out_of_order(self.out_of_order);
        let upto = match (self.to, self.steps) {
            (Some(version), _) => Upto::Version(version),
            (None, Some(steps)) => Upto::Steps(steps as usize),
            (None, None) => Upto::Newest,
        };
        let verification = if self.verify {
            // A database that cannot be reached is said before minutes are spent on proving.
            session.plan(&Goal::Apply(upto.clone())).await?;
            match session.verify().await {
                Ok(verification) => Some(verification),
                Err(error) => return session.end(Err(error), None).await,
            }
        } else {
            None
        };
        if let Some(verification) = &verification
            && let Some(exit) = session.blocked(verification).await
        {
            return Ok(exit);
        }
        let result = session.migrator().apply_to(session.url(), upto).await;
        session.end(result, verification.as_ref()).await
    }
}
