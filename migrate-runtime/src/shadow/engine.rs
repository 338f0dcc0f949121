//! What servers have in common, and one file for each engine below.

mod mysql;
mod postgres;

use std::path::{Path, PathBuf};

use migrate_core::dialect::{Dialect, Target};

use super::release::Release;

/// A server's programs.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    /// The server.
    pub(super) server: PathBuf,
    /// Which one it is.
    pub(super) release: Release,
}

impl Programs {
    /// Where they are.
    pub(super) fn directory(&self) -> &Path {
        self.server.parent().unwrap_or(Path::new("/"))
    }
}

/// How a server of an engine is had.
pub(super) trait Engine: Sync {
    /// The user it usually runs as.
    fn user(&self) -> &'static str;
    /// The variable that names the directory of its programs.
    fn variable(&self) -> &'static str;
    /// What its server is called, the best name first.
    fn servers(&self) -> &'static [&'static str];
    /// Directories where its programs usually are, with `*` for a part of a name.
    fn places(&self) -> &'static [&'static str];
    /// A program that knows where the others are, and how it is asked.
    fn guide(&self) -> Option<(&'static str, &'static str)>;
    /// A file beside the server without which its data cannot be initialised.
    fn initializer(&self) -> Option<&'static str>;
    /// Which release it is that says this of itself.
    fn release(&self, said: &str) -> Option<Release>;
    /// The engine that is wanted.
    fn wanted(&self, target: Target) -> &'static str;
    /// How its programs are had.
    fn install(&self, target: Target) -> String;

    /// What fills the directory `data`, as words of the shell.
    fn initialize(&self, programs: &Programs, data: &str, scratch: &str) -> Vec<String>;
    /// What serves it, with its socket and all else in `directory`.
    fn serve(&self, programs: &Programs, data: &str, directory: &str) -> Vec<String>;
    /// The signal that ends it at once.
    fn signal(&self) -> &'static str;
    /// The URL of a database of that server.
    fn url(&self, directory: &Path, database: &str) -> String;
    /// A database that is there and empty.
    fn ready(&self) -> Option<&'static str>;

    /// How Docker runs it.
    fn container(&self, target: Target) -> Container;
}

/// How Docker runs an engine.
pub(super) struct Container {
    /// The image with its tag.
    pub(super) image: String,
    /// The port it listens on inside.
    pub(super) port: u16,
    /// Options of `docker create`.
    pub(super) options: Vec<String>,
    /// Arguments of the server.
    pub(super) arguments: Vec<String>,
    /// The beginning of its URL: scheme and user.
    pub(super) user: &'static str,
}

/// The servers of a dialect; none where a database is a file.
pub(super) fn of(dialect: Dialect) -> Option<&'static dyn Engine> {
    match dialect {
        Dialect::Postgres => Some(&postgres::Postgres),
        Dialect::Mysql => Some(&mysql::Mysql),
        Dialect::Sqlite => None,
    }
}

fn words(program: &Path, arguments: &[&str]) -> Vec<String> {
    let program = program.display().to_string();
    std::iter::once(program).chain(arguments.iter().map(|it| (*it).to_owned())).collect()
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|it| (*it).to_owned()).collect()
}
