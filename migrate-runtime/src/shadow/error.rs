//! Why there is no throwaway database.

use std::io;

use migrate_core::dialect::Target;

use crate::driver::DriverError;

/// Why there is no throwaway database.
#[derive(Debug, thiserror::Error)]
pub enum ShadowError {
    /// What names the provider is none.
    #[error("`{0}` is no place for a throwaway database")]
    Provider(String),
    /// No server of that engine is installed here.
    #[error("no {engine} is found here to start a throwaway server from{}", instead(.others))]
    NotFound {
        /// The engine.
        engine: &'static str,
        /// What the migrations are written for.
        target: Target,
        /// How to get one.
        install: String,
        /// Servers that are found, and are of another engine.
        others: Vec<String>,
    },
    /// A directory that the user named holds no server.
    #[error("`{variable}` names `{path}`, and there is no {engine} in it")]
    NotThere {
        /// The variable.
        variable: &'static str,
        /// What it says.
        path: String,
        /// The engine.
        engine: &'static str,
    },
    /// The process is root's, and there is nobody to run a server as.
    #[error(
        "a server does not run as root, and there is neither a user `{user}` nor `nobody` here"
    )]
    NoUser {
        /// The user that is usual for the engine.
        user: &'static str,
    },
    /// There is no place for the server's files.
    #[error("there is no place for a throwaway server's files: {tried}")]
    NoRoom {
        /// What was tried, and why it is no place.
        tried: String,
    },
    /// Something of the system failed.
    #[error("{doing} failed: {error}")]
    Io {
        /// What was tried.
        doing: String,
        /// Why it failed.
        error: io::Error,
    },
    /// There is no command `docker`.
    #[error("no command `docker` is found here")]
    NoDocker,
    /// A program of the server failed, or one that was to give us a server.
    #[error("{doing} failed{}", what_was_said(.said))]
    Program {
        /// What was tried, with which program.
        doing: String,
        /// The end of what it said.
        said: String,
        /// What to do about it.
        remedy: String,
    },
    /// The server does not answer.
    #[error("the throwaway {words} does not answer: {error}{}", what_was_said(.said))]
    Silent {
        /// Which server.
        words: String,
        /// What the last attempt to connect said.
        error: Box<DriverError>,
        /// The end of what the server said.
        said: String,
        /// What to do about it.
        remedy: String,
    },
    /// The server that was named cannot be used.
    #[error("the server for throwaway databases{}: {error}", at(.server))]
    Server {
        /// Where it is, without the password.
        server: String,
        /// What the driver says.
        error: DriverError,
    },
    /// The user may not create databases there.
    #[error("the user may not create databases on the server{}: {error}", at(.server))]
    Forbidden {
        /// Where it is, without the password.
        server: String,
        /// What the server says.
        error: DriverError,
    },
    /// Somebody uses the database that was named.
    #[error("the database `{database}`{} has tables: {}", at(.server), .relations.join(", "))]
    Used {
        /// Where it is, without the password.
        server: String,
        /// The database.
        database: String,
        /// Some of its relations.
        relations: Vec<String>,
    },
    /// The server that was named is of another engine.
    #[error("the server{} is {found}, and the migrations are written for {wanted}", at(.server))]
    OtherEngine {
        /// Where it is, without the password.
        server: String,
        /// What it is.
        found: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// A server was named for migrations that need none.
    #[error("throwaway databases of SQLite are in memory, and no server is used")]
    InMemory,
    /// This system is not one on which servers are started.
    #[cfg(not(unix))]
    #[error("no throwaway {engine} is started on this system")]
    System {
        /// The engine.
        engine: &'static str,
    },
    /// The database that was named is the application's own.
    #[error("the database for throwaway databases is the application's own, which is not touched")]
    Application,
}

/// Where else a database may come from, where a server that was started here gives none.
pub(super) const INSTEAD_OF_OURS: &str =
    "name another server with `--shadow URL`, or try `--shadow docker`";
/// And where a container gives none.
pub(super) const INSTEAD_OF_DOCKER: &str = "name another server with `--shadow URL`, or have one started that is installed: `--shadow auto`";

fn instead(others: &[String]) -> String {
    if others.is_empty() {
        return String::new();
    }
    format!(" ({} is, and another engine proves nothing)", others.join(", "))
}

fn at(server: &str) -> String {
    if server.is_empty() { String::new() } else { format!(" at {server}") }
}

fn what_was_said(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!("; it said:\n{said}") }
}

impl ShadowError {
    pub(super) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |error| Self::Io { doing, error }
    }

    /// Whether there is nothing to verify on, rather than something that does not work.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::NotThere { .. } | Self::NoDocker)
    }

    /// Whether a server was asked for and did not give a database.
    #[must_use]
    pub const fn is_unreachable(&self) -> bool {
        matches!(self, Self::Server { .. } | Self::Silent { .. })
    }

    /// What to do about it.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Provider(_) => vec![
                "write `auto`, `docker`, or the URL of a server that lets you create databases, as in \
                 `postgres://user@host/postgres`"
                    .to_owned(),
            ],
            Self::NotFound { target, install, .. } => remedies(*target, install),
            Self::NotThere { variable, .. } => vec![format!(
                "name the directory with the server's programs, or unset `{variable}` to have them \
                 looked for"
            )],
            Self::NoUser { user } => vec![format!(
                "create a user `{user}`, run the command as another user than root, or name a server \
                 with `--shadow URL`"
            )],
            Self::NoRoom { .. } => {
                let what = "a directory with a short path, which the user that the server runs as may";
                vec![format!("name {what} write to, by CARGO_MIGRATE_TMPDIR")]
            }
            Self::NoDocker => vec![
                "install Docker, or something else that is called so, as the package `podman-docker` is"
                    .to_owned(),
                format!("or {INSTEAD_OF_DOCKER}"),
            ],
            Self::Program { remedy, .. } | Self::Silent { remedy, .. } => vec![remedy.clone()],
            Self::Server { error, .. } => {
                let mut hints = error.hints();
                hints.push(
                    "name a server that answers, or leave `--shadow` and SHADOW_DATABASE_URL out: a \
                     throwaway one is started from what is installed"
                        .to_owned(),
                );
                hints
            }
            Self::Forbidden { .. } => vec![
                "let that user create databases (PostgreSQL: `ALTER ROLE … CREATEDB`), or name \
                 another server"
                    .to_owned(),
            ],
            Self::Used { .. } => vec![
                "name an empty database of that server, as `postgres` mostly is: a new one is created \
                 beside it, and dropped in the end"
                    .to_owned(),
            ],
            Self::Application => vec![
                "name another database of the server, as in `postgres://user@host/postgres`: a new \
                 one is created beside it, and dropped in the end"
                    .to_owned(),
            ],
            Self::InMemory => vec!["leave `--shadow` out, and unset SHADOW_DATABASE_URL".to_owned()],
            Self::OtherEngine { wanted, .. } => vec![format!("name a server that is {wanted}")],
            #[cfg(not(unix))]
            Self::System { .. } => vec!["name a server with `--shadow URL`".to_owned()],
            Self::Io { error, .. } if is_of_the_place(error) => vec![format!(
                "name a directory that may be written to, by {}",
                super::cache::VARIABLE
            )],
            Self::Io { .. } => Vec::new(),
        }
    }
}

/// Whether a file would be written elsewhere.
fn is_of_the_place(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | StorageFull)
}

/// The ways to a throwaway database.
fn remedies(target: Target, install: &str) -> Vec<String> {
    let engine = target.engine();
    vec![
        install.to_owned(),
        format!(
            "or name a server that lets you create databases: `--shadow {engine}://user@host/`, or \
             SHADOW_DATABASE_URL"
        ),
        "or have Docker run one: `--shadow docker`".to_owned(),
    ]
}
