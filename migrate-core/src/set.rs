//! A set of migrations: one type for a directory on disk and for a `static` in a binary.

mod code;
pub mod directive;
pub mod kin;
pub mod layout;
pub mod lock_file;
pub mod name;
pub mod read;
pub mod receipt;
pub mod repeatable;
pub mod rules;
mod script;
pub mod seed_file;
mod structure;

use std::borrow::Cow;

use kin::{Kin, Named};
use repeatable::Repeatable;

use crate::checksum::Checksum;
use crate::code::is_code;
use crate::dialect::Target;
use crate::version::Version;

/// The migrations of one directory, in the order of their versions.
#[derive(Clone, Debug)]
pub struct MigrationSet {
    /// What they are written for.
    pub target: Target,
    /// The directory as shown to people, relative to the crate's manifest.
    pub directory: Cow<'static, str>,
    /// The migrations, oldest first.
    pub migrations: Cow<'static, [Migration]>,
    /// The scripts that run again when their text changes, in the order of their names.
    pub repeatables: Cow<'static, [Repeatable]>,
    /// The checksum of a history to which exactly these were applied in this order.
    pub chain: Checksum,
}

impl MigrationSet {
    /// A set without migrations.
    #[must_use]
    pub const fn empty(target: Target) -> Self {
        Self {
            target,
            directory: Cow::Borrowed(""),
            migrations: Cow::Borrowed(&[]),
            repeatables: Cow::Borrowed(&[]),
            chain: Checksum::nothing(),
        }
    }

    /// A set of these migrations, which are in the order of their versions.
    #[must_use]
    pub fn new(target: Target, directory: String, migrations: Vec<Migration>) -> Self {
        let chain = migrations.iter().fold(Checksum::nothing(), |before, migration| {
            Checksum::chained(&before, &migration.version, &migration.up.checksum)
        });
        let (directory, migrations) = (Cow::Owned(directory), Cow::Owned(migrations));
        Self { target, directory, migrations, repeatables: Cow::Borrowed(&[]), chain }
    }

    /// The same set with repeatable scripts.
    #[must_use]
    pub fn repeating(self, mut repeatables: Vec<Repeatable>) -> Self {
        repeatables.sort_by(|one, other| one.name.cmp(&other.name));
        Self { repeatables: Cow::Owned(repeatables), ..self }
    }

    /// The repeatable script of that name.
    #[must_use]
    pub fn repeatable(&self, name: &str) -> Option<&Repeatable> {
        self.repeatables.iter().find(|it| it.name == name)
    }

    /// Where `version` stands in the set.
    #[must_use]
    pub fn position(&self, version: &Version) -> Option<usize> {
        self.migrations.binary_search_by(|migration| migration.version.cmp(version)).ok()
    }

    /// The migration of that version.
    #[must_use]
    pub fn get(&self, version: &Version) -> Option<&Migration> {
        self.position(version).map(|at| &self.migrations[at])
    }

    /// The path of a script as shown to people.
    #[must_use]
    pub fn path(&self, script: &Script) -> String {
        shown_path(&self.directory, &script.file)
    }
}

/// `directory/file`, or `file` alone where the directory has no name.
#[must_use]
pub fn shown_path(directory: &str, file: &str) -> String {
    if directory.is_empty() {
        return file.to_owned();
    }
    let mut path = String::with_capacity(directory.len() + 1 + file.len());
    path.push_str(directory);
    path.push('/');
    path.push_str(file);
    path
}

/// One version: what takes the schema there, and what takes it back.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its version.
    pub version: Version,
    /// Its title, `[a-z0-9_]+`.
    pub title: Cow<'static, str>,
    /// The way there.
    pub up: Script,
    /// The way back.
    pub down: Down,
    /// What it has to do with others.
    pub kin: Kin,
}

impl Migration {
    /// `20260101120000_create_users`.
    #[must_use]
    pub fn name(&self) -> String {
        self.version.named(&self.title)
    }

    /// What others call it by.
    #[must_use]
    pub fn named(&self) -> Named {
        Named { version: self.version.clone(), title: self.title.clone() }
    }
}

/// The way back from a migration.
#[derive(Clone, Debug)]
pub enum Down {
    /// A script.
    Script(Script),
    /// There is none, and the up says why.
    Irreversible {
        /// The author's reason.
        reason: Cow<'static, str>,
    },
}

impl Down {
    /// The script, where there is one.
    #[must_use]
    pub const fn script(&self) -> Option<&Script> {
        match self {
            Self::Script(script) => Some(script),
            Self::Irreversible { .. } => None,
        }
    }

    /// The script, where a history can keep it for whoever does not know it: not one in Rust, which only
    /// a program runs that has it.
    #[must_use]
    pub fn kept(&self) -> Option<&Script> {
        self.script().filter(|script| !script.is_code())
    }
}

/// The text of one file.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file, relative to the directory of the set, parts separated by `/`.
    pub file: Cow<'static, str>,
    /// Its [normalised](crate::text::normalized) text; of a script in Rust, that with a
    /// [mark](crate::code::MARK) behind it.
    pub sql: Cow<'static, str>,
    /// Its checksum.
    pub checksum: Checksum,
    /// Whether it runs in a transaction; not when it says `-- migrate: no-transaction`.
    pub transaction: bool,
}

impl Script {
    /// Whether it is written in Rust.
    #[must_use]
    pub fn is_code(&self) -> bool {
        is_code(&self.sql)
    }

    /// Its text as people read it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        crate::code::text(&self.sql)
    }
}
