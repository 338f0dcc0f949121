//! Why a command ends early, as data; [`crate::ui`] says it.

mod advice;
mod branch;
mod code;

use std::io;
use std::path::PathBuf;

use migrate_core::check::Checked;
use migrate_core::config::ConfigError;
use migrate_core::version::Version;

pub(crate) use branch::BranchError;

use crate::exit::Exit;
use crate::project::evidence::Clue;

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// Neither here nor above is a Cargo.toml.
    #[error("there is no Cargo.toml in {} or above it", .from.display())]
    NoManifest {
        /// Where the search began.
        from: PathBuf,
    },
    /// What `--manifest-path` names is no file.
    #[error("the manifest `{}` does not exist", .path.display())]
    MissingManifest {
        /// As the user wrote it.
        path: PathBuf,
    },
    /// Cargo does not understand the project.
    #[error("cargo cannot read the project: {0}")]
    Cargo(String),
    /// The workspace has no package of that name.
    #[error("the workspace has no package `{name}`")]
    NoSuchPackage {
        /// The name.
        name: String,
        /// The one that was probably meant.
        meant: Option<String>,
        /// All there are.
        members: Vec<String>,
    },
    /// The workspace has several packages, and it is not clear which one is meant.
    #[error("this is a workspace, and it is not clear which of its packages is meant")]
    WhichPackage {
        /// Those that come into question.
        members: Vec<String>,
        /// Whether they have migrations; otherwise they are all the members there are.
        configured: bool,
    },
    /// The metadata of the package has no meaning.
    #[error("{error} ({})", .manifest.display())]
    Config {
        /// The Cargo.toml.
        manifest: PathBuf,
        /// What is wrong.
        error: ConfigError,
    },
    /// The package does not say its dialect.
    #[error("package `{package}` does not say for which database its migrations are written")]
    NoDialect {
        /// The package.
        package: String,
    },
    /// Another dialect is asked for than the one in Cargo.toml.
    #[error("`{asked}` is asked for, and Cargo.toml says {written}")]
    OtherDialect {
        /// What is asked for.
        asked: String,
        /// What is written.
        written: String,
    },
    /// It is not clear for which database the migrations are.
    #[error("it is not clear for which database the migrations of `{package}` are written{}", against(.clues))]
    WhichDialect {
        /// The package.
        package: String,
        /// What speaks for one.
        clues: Vec<Clue>,
    },
    /// Cargo.toml cannot be changed as it is.
    #[error("the metadata cannot be added to {}: {reason}", .manifest.display())]
    Manifest {
        /// The Cargo.toml.
        manifest: PathBuf,
        /// Why.
        reason: String,
    },
    /// There is no directory of migrations.
    #[error("the directory `{shown}` does not exist")]
    NoDirectory {
        /// As shown to people.
        shown: String,
    },
    /// Nothing names a database.
    #[error("no database is named")]
    NoUrl,
    /// The database would be gone with the process.
    #[error("a database in memory is gone when the command ends")]
    InMemory,
    /// A `.env` file is not one.
    #[error("{} cannot be read: {reason}", .path.display())]
    Environment {
        /// The file.
        path: PathBuf,
        /// Why, without the text of the file.
        reason: String,
    },
    /// The words for a title have no letters.
    #[error("`{words}` makes no title: nothing is left of it in `a-z`, `0-9` and `_`")]
    EmptyTitle {
        /// The words.
        words: String,
    },
    /// The layout has no scripts without a version.
    #[error("the layout `{layout}` has no repeatable scripts")]
    NoRepeatables {
        /// What it is called.
        layout: &'static str,
    },
    /// The versions are times, before all of which a number would come.
    #[error(
        "the versions of this directory are times, as {newest} is, and a number comes before them"
    )]
    NotSequential {
        /// The newest one.
        newest: String,
    },
    /// No editor is named.
    #[error("neither VISUAL nor EDITOR names an editor")]
    NoEditor,
    /// The editor did not end well.
    #[error("the editor `{command}` failed: {reason}")]
    Editor {
        /// What was run.
        command: String,
        /// Why.
        reason: String,
        /// Whether the files are there that it was to edit.
        kept: bool,
    },
    /// No migration is called so.
    #[error("there is no migration `{written}`")]
    NoSuchMigration {
        /// What is written.
        written: String,
        /// The title that was probably meant.
        meant: Option<String>,
        /// The newest there are.
        known: Vec<String>,
    },
    /// Several migrations begin so.
    #[error("`{written}` is the beginning of several migrations")]
    WhichMigration {
        /// What is written.
        written: String,
        /// Those that begin so.
        candidates: Vec<String>,
    },
    /// The command does not lead there.
    #[error("`{aim}` leads {way}, and this command does not")]
    WrongWay {
        /// What is written.
        aim: String,
        /// Where it leads.
        way: &'static str,
    },
    /// That version is not applied.
    #[error("migration {version} is not applied")]
    NotApplied {
        /// The version.
        version: Version,
    },
    /// The database is not what the history would say.
    #[error("the database is not what these migrations make, so nothing is recorded")]
    Drifted,
    /// The second of two migrations is the older one.
    #[error("the range ends before it begins")]
    Backwards,
    /// A migration on the way back has no down.
    #[error("{name} cannot be rolled back: {reason}")]
    Irreversible {
        /// Its name.
        name: String,
        /// The author's reason.
        reason: String,
    },
    /// A file or directory could not be written or read.
    #[error("{doing} {path} failed: {error}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file as shown to people.
        path: String,
        /// Why it failed.
        error: io::Error,
    },
    /// Migrations are to be rolled back, nobody can be asked, and `--yes` is missing.
    #[error("rolling back can lose data, and nobody confirmed it")]
    Unconfirmed,
    /// The history is to be shortened, nobody can be asked, and `--yes` is missing.
    #[error("the history is to be changed, and nobody confirmed it")]
    UnconfirmedRecord,
    /// The user was asked and said no.
    #[error("nothing was changed, as you chose")]
    Declined,
    /// The directory has errors, so its migrations are not run.
    #[error("the migrations have errors, so none of them is run")]
    Findings(Box<Checked>),
    /// The lock file is there and says nothing that can be kept.
    #[error("{path} cannot be read, so it is not written over")]
    LockFile {
        /// As shown to people.
        path: String,
    },
    /// A form of output that only one command has.
    #[error(
        "`github` and `sarif` are forms of findings, and only `check` and `verify --check` have them"
    )]
    Format,
    /// A form of output that only `graph` has.
    #[error("`mermaid`, `dot` and `svg` are forms of pictures, and only `graph` has them")]
    PictureFormat,
    /// No rule has that name.
    #[error("there is no rule `{name}`")]
    NoSuchRule {
        /// What is written.
        name: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// A file is not as it was read.
    #[error("{path} was changed by somebody else meanwhile, so it is left as it is")]
    Changed {
        /// The file as shown to people.
        path: String,
    },
    /// There is no throwaway database.
    #[error(transparent)]
    Shadow(#[from] migrate_runtime::shadow::ShadowError),
    /// The programs of a server could not be fetched.
    #[error(transparent)]
    Npm(#[from] crate::npm::NpmError),
    /// Two branches are not brought together.
    #[error(transparent)]
    Branch(#[from] BranchError),
    /// Another branch could not be read.
    #[error(transparent)]
    Git(#[from] crate::project::git::GitError),
    /// Something is not repaired.
    #[error(transparent)]
    Repair(#[from] crate::commands::RepairError),
    /// A test has no database.
    #[error(transparent)]
    Test(migrate_runtime::testing::TestError),
    /// The run time refused or failed.
    #[error(transparent)]
    Run(#[from] migrate_runtime::Error),
}

impl CliError {
    /// The same, where the file that an editor did not end well with was taken away again.
    pub(crate) fn taken_back(mut self) -> Self {
        if let Self::Editor { kept, .. } = &mut self {
            *kept = false;
        }
        self
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Findings(_) | Self::Drifted => Exit::Findings,
            Self::Run(error) => code::of(error),
            Self::Shadow(error) if error.is_unreachable() => Exit::Unreachable,
            Self::Npm(error) if error.is_unreachable() => Exit::Unreachable,
            _ => Exit::Usage,
        }
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// `: DATABASE_URL speaks for postgres, the scripts for sqlite`
fn against(clues: &[Clue]) -> String {
    let parts: Vec<String> = clues
        .iter()
        .map(|clue| {
            let verb = if clue.from.ends_with('s') { "speak" } else { "speaks" };
            format!(" {} {verb} for {}", clue.from, clue.dialect)
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!(":{}", parts.join(",")) }
}
