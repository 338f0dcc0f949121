//! What to do about an error.

use std::io;

use migrate_core::config;

use super::{CliError, listed};

const DIALECTS: &str = "say it with `--dialect postgres`, `--dialect mysql`, `--dialect mariadb` or \
                        `--dialect sqlite`, with the version of the server where it is known: \
                        `--dialect \"postgres 15\"`";

impl CliError {
    /// What to do about it.
    pub(crate) fn hints(&self) -> Vec<String> {
        match self {
            Self::Run(error) => error.hints(),
            Self::Shadow(error) => error.hints(),
            Self::Npm(error) => error.hints(),
            Self::Git(error) => vec![error.hint()],
            Self::Branch(error) => error.hints(),
            Self::Test(error) => error.hints(),
            Self::Repair(error) => vec![error.hint().to_owned()],
            Self::NoDialect { package } => {
                let write = config::NO_DIALECT;
                let write = write.split_once(": ").map_or(write, |(_, write)| write);
                vec![write.to_owned(), format!("`cargo migrate init -p {package}` does that")]
            }
            _ => match self.meant().or_else(|| self.hint().map(str::to_owned)) {
                Some(hint) => vec![hint],
                None => Vec::new(),
            },
        }
    }

    /// What was probably meant, and what there is.
    fn meant(&self) -> Option<String> {
        match self {
            Self::NoSuchPackage { meant: Some(meant), .. }
            | Self::NoSuchMigration { meant: Some(meant), .. } => {
                Some(format!("did you mean `{meant}`?"))
            }
            Self::NoSuchRule { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::NoSuchPackage { members, .. } => Some(match &members[..] {
                [only] => format!("its only package is `{only}`"),
                _ => format!("its packages are {}", listed(members)),
            }),
            Self::WhichPackage { members, configured } => {
                let has = if *configured { " with migrations" } else { "" };
                Some(format!("name one with `-p`; the packages{has} are {}", listed(members)))
            }
            Self::NoSuchMigration { known, .. } if !known.is_empty() => {
                let verb = if known.len() == 1 { "is" } else { "are" };
                Some(format!("the newest {verb} {}", listed(known)))
            }
            Self::WhichMigration { candidates, .. } => {
                Some(format!("they are {}", listed(candidates)))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoManifest { .. } => {
                "change to the directory of a crate (`cargo init` makes one), or name its manifest with \
                 `--manifest-path`"
            }
            Self::NoSuchRule { .. } => "`cargo migrate explain` lists them all",
            Self::LockFile { .. } => {
                "`cargo migrate check` shows what is wrong with it; `cargo migrate merge` resolves a \
                 merge"
            }
            Self::Format | Self::PictureFormat => "write `--format json` or `--format markdown`",
            Self::File { error, .. } => return of_a_file(error),
            Self::Changed { .. } => "run `cargo migrate check --fix` again",
            Self::NoDirectory { .. } => {
                "leave `--dir` out where Cargo.toml names the directory, or create this one; it is \
                 relative to where you are"
            }
            Self::NoRepeatables { .. } => "write a migration that defines it anew",
            Self::EmptyTitle { .. } => {
                "say in a few words what the migration does, as in `cargo migrate new \"add role \
                 to users\"`"
            }
            Self::NoSuchMigration { .. } => "there is none at all: `cargo migrate new` adds one",
            Self::WrongWay { .. } => "`cargo migrate goto` goes both ways",
            Self::NotApplied { .. } => "`cargo migrate status` shows what is",
            Self::Drifted => {
                "mend what is different, leave it out with `--ignore`, or record it all the same with \
                 `--force`"
            }
            Self::MissingManifest { .. } => {
                "name a Cargo.toml, or the directory that it is in, relative to where you are"
            }
            Self::Cargo(_) => "mend that until `cargo metadata --no-deps` succeeds here",
            Self::Irreversible { .. } => "begin behind it (`A..B`)",
            Self::Editor { kept: false, .. } => {
                "nothing was added: run the same command again, or without `--edit`"
            }
            Self::Editor { .. } => {
                "what is written so far is there: go on with it, and `cargo migrate check` says whether it \
                 is whole"
            }
            Self::Backwards => "`A..B` begins with the older one; `--down` turns the script around",
            Self::NotSequential { .. } => "leave `--sequential` out",
            Self::NoEditor => "set EDITOR, as in `EDITOR=vim`, or leave `--edit` out",
            Self::Unconfirmed | Self::UnconfirmedRecord => "pass `--yes` where nobody can be asked",
            _ => return self.hint_about_the_database(),
        })
    }

    fn hint_about_the_database(&self) -> Option<&'static str> {
        Some(match self {
            Self::OtherDialect { .. } => {
                "change it under [package.metadata.migrate] in Cargo.toml, or leave `--dialect` out"
            }
            Self::WhichDialect { .. } => DIALECTS,
            Self::Manifest { .. } => {
                "write `dialect = \"sqlite\"` under [package.metadata.migrate] yourself"
            }
            Self::Environment { .. } => {
                "mend the file, or pass `--database-url`, which goes before it"
            }
            Self::InMemory => {
                "name a file, as in `sqlite:app.db?mode=rwc`; `cargo migrate verify` needs no database"
            }
            Self::NoUrl => {
                "pass `--database-url \"sqlite:app.db?mode=rwc\"`, or set DATABASE_URL in the environment or in \
                 a `.env` file beside Cargo.toml or above it"
            }
            _ => return None,
        })
    }
}

/// What to do about a file that could not be read or written.
fn of_a_file(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "give yourself the right to that, for the directory as well (`ls -ld` shows whose it is), or run \
             the command as somebody who has it"
        }
        io::ErrorKind::NotFound => "see whether it is spelled right, and run the command again",
        io::ErrorKind::AlreadyExists => "look at what is there already, and run the command again",
        io::ErrorKind::StorageFull => "make room on the disk and run the command again",
        io::ErrorKind::ReadOnlyFilesystem => "run the command where the files may be written",
        _ => return None,
    })
}
