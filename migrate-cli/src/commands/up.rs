//! `cargo migrate up`

use clap::ValueEnum;
use migrate_core::version::Version;
use migrate_runtime::plan::{Goal, Upto};
use migrate_runtime::{Error, TransactionScope};

use super::aim::Aim;
use super::session::{self, Session};
use crate::cli::{Common, ShadowArgs};
use crate::error::CliError;
use crate::exit::Exit;
use crate::ui::Ui;

/// Apply what is pending
///
/// Each migration is applied once, whoever else is applying it at the same time, and nothing is
/// left half applied.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Up {
    /// Stop after this migration: the beginning of its version or title, or `+N` for so many
    #[arg(conflicts_with_all = ["to", "steps"], allow_negative_numbers = true)]
    target: Option<Aim>,
    /// Stop after this version
    #[arg(long, value_name = "VERSION", value_parser = session::version, conflicts_with = "steps")]
    to: Option<Version>,
    /// Apply so many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    steps: Option<u32>,
    /// First prove on a throwaway database that every migration can be undone
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    shadow: ShadowArgs,
    /// Roll each one back and apply it again before it is recorded, all in one transaction
    #[arg(long, conflicts_with_all = ["verify", "transaction"])]
    verify_in_place: bool,
    /// Also apply migrations that are older than the newest applied one
    #[arg(long)]
    out_of_order: bool,
    /// What is committed together
    #[arg(long, value_enum, default_value_t, value_name = "SCOPE")]
    transaction: Scope,
    /// Print what would run and its SQL, and write nothing
    #[arg(long, conflicts_with = "verify")]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate up
  cargo migrate up +1
  cargo migrate up create_users
  cargo migrate up --dry-run";

/// What is committed together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// Everything on a database without history, each migration on any other
    #[default]
    Auto,
    /// Each migration
    Each,
    /// Everything that is pending
    Everything,
}

impl From<Scope> for TransactionScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Auto => Self::Auto,
            Scope::Each => Self::EachMigration,
            Scope::Everything => Self::Everything,
        }
    }
}

impl Up {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let begin = if self.verify { Session::begin_proving } else { Session::begin };
        let session = begin(common, ui)?
            .out_of_order(self.out_of_order)
            .transaction(self.transaction.into())
            .in_place(self.verify_in_place);
        let upto = match (&self.target, self.to, self.steps) {
            (Some(aim), ..) => aim.upto(&session.known_here())?,
            (None, Some(version), _) => Upto::Version(version),
            (None, None, Some(steps)) => Upto::Steps(steps as usize),
            (None, None, None) => Upto::Newest,
        };
        if self.dry_run {
            return session.dry_run(&Goal::Apply(upto)).await;
        }
        let proven = if self.verify {
            // A database that cannot be reached is said before minutes are spent on proving.
            session.plan(&Goal::Apply(upto.clone())).await?;
            match session.verify(&self.shadow, common).await {
                Ok(proven) => Some(proven),
                Err(CliError::Run(error)) => return session.end(Err(error), None).await,
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        if let Some(proven) = &proven {
            session.write(proven)?;
            if let Some(exit) = session.blocked(proven).await {
                return Ok(exit);
            }
        }
        match session.migrator().apply_to(session.url(), upto).await {
            Err(Error::Blocked(verified)) => Ok(session.rolled_back(&verified).await),
            result => session.end(result, proven.as_ref()).await,
        }
    }
}
