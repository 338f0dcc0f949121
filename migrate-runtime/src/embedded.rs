//! What `embed_migrations!()` expands to.

use std::borrow::Cow;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::{Dialect, EngineVersion, Target};
use migrate_core::set::kin::Kin;
use migrate_core::set::{Down, MigrationSet, Script};
use once_cell::sync::OnceCell;

use crate::code::Code;
use crate::driver::Database;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::options::Options;
use crate::plan::{Rollback, Upto};
use crate::report::{Report, Status};
use crate::stale::Stale;
use crate::verify::Verification;

pub use migrate_core::set::Migration;
#[doc(hidden)]
pub use migrate_core::set::kin::{Named, Replaced};
pub use migrate_core::set::repeatable::Repeatable;
#[doc(hidden)]
pub use migrate_core::version::Version;

/// The migrations of a crate, as a constant.
///
/// The methods without options are those of [`Migrator`] with [`Options::default`].
#[derive(Debug)]
pub struct Migrations {
    set: MigrationSet,
    origin: Origin,
    code: Code,
    stale: OnceCell<Option<Stale>>,
}

/// Which crate embeds the set, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The crate's name.
    pub name: &'static str,
    /// The crate's version.
    pub version: &'static str,
    /// How the directory is laid out, as `layout` in the metadata names it.
    pub layout: &'static str,
    /// The directory on the machine it was built on; only in debug builds.
    pub directory: Option<&'static str>,
}

impl Migrations {
    /// The set itself.
    #[must_use]
    pub const fn set(&self) -> &MigrationSet {
        &self.set
    }

    /// The same migrations with other options.
    #[must_use]
    pub fn with(&self, options: Options) -> Migrator<'_> {
        let stale = self
            .stale
            .get_or_init(|| Stale::find(&self.set, self.origin.layout, self.origin.directory));
        Migrator::new(&self.set, Options { code: self.code, ..options })
            .by(self.origin.name, self.origin.version)
            .stale(stale.as_ref())
    }

    /// The same migrations with functions for those that are written in Rust.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Applies everything pending, once, whoever else is booting.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half applied.
    pub async fn apply(&self, database: impl Into<Database>) -> Result<Report, Error> {
        self.with(Options::default()).apply(database).await
    }

    /// Applies what is pending up to a version, or a number of migrations.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half applied.
    pub async fn apply_to(
        &self,
        database: impl Into<Database>,
        goal: impl Into<Upto>,
    ) -> Result<Report, Error> {
        self.with(Options::default()).apply_to(database, goal).await
    }

    /// Rolls back, newest first.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing is left half rolled back.
    pub async fn rollback(
        &self,
        database: impl Into<Database>,
        goal: impl Into<Rollback>,
    ) -> Result<Report, Error> {
        self.with(Options::default()).rollback(database, goal).await
    }

    /// Rolls the newest migration back and applies it again.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn redo(&self, database: impl Into<Database>) -> Result<Report, Error> {
        self.with(Options::default()).redo(database, 1).await
    }

    /// Runs every migration up, down and up on a throwaway database and compares the schemas.
    ///
    /// # Errors
    ///
    /// When an up fails, or the throwaway database cannot be had.
    pub async fn verify(&self) -> Result<Verification, Error> {
        self.with(Options::default()).verify().await
    }

    /// The same on an empty database that is given for it, of any engine: see [`Migrator::verify_on`].
    ///
    /// # Errors
    ///
    /// When an up fails, or the database cannot be reached, or has something in it.
    pub async fn verify_on(&self, database: impl Into<Database>) -> Result<Verification, Error> {
        self.with(Options::default()).verify_on(database).await
    }

    /// What is applied and what is pending. Never writes.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn status(&self, database: impl Into<Database>) -> Result<Status, Error> {
        self.with(Options::default()).status(database).await
    }
}

/// The set behind a compile error.
#[expect(clippy::declare_interior_mutable_const, reason = "it is the initial value of a static")]
pub const EMPTY: Migrations = Migrations {
    set: MigrationSet::empty(Target::oldest(Dialect::Sqlite)),
    origin: Origin { name: "", version: "", layout: "", directory: None },
    code: Code::of(&[]),
    stale: OnceCell::new(),
};

/// The constructor the macro calls.
#[doc(hidden)]
#[must_use]
pub const fn migrations(
    target: Target,
    directory: &'static str,
    migrations: &'static [Migration],
    chain: &'static str,
    origin: Origin,
) -> Migrations {
    repeating(target, directory, migrations, &[], chain, origin)
}

/// The same with scripts that run again when their text changes.
#[doc(hidden)]
#[must_use]
pub const fn repeating(
    target: Target,
    directory: &'static str,
    migrations: &'static [Migration],
    repeatables: &'static [Repeatable],
    chain: &'static str,
    origin: Origin,
) -> Migrations {
    let set = MigrationSet {
        target,
        directory: Cow::Borrowed(directory),
        migrations: Cow::Borrowed(migrations),
        repeatables: Cow::Borrowed(repeatables),
        chain: Checksum::recorded(Cow::Borrowed(chain)),
    };
    Migrations { set, origin, code: Code::of(&[]), stale: OnceCell::new() }
}

/// A target by the name of its engine, which the macro has checked.
#[doc(hidden)]
#[must_use]
pub const fn target(engine: &str, major: u16, minor: u16) -> Target {
    let version = EngineVersion { major, minor };
    match engine.as_bytes() {
        b"postgres" => Target::new(Dialect::Postgres, version),
        b"mysql" => Target::new(Dialect::Mysql, version),
        b"mariadb" => Target::mariadb(version),
        _ => Target::new(Dialect::Sqlite, version),
    }
}

/// One migration.
#[doc(hidden)]
#[must_use]
pub const fn migration(
    version: &'static str,
    title: &'static str,
    up: Script,
    down: Down,
) -> Migration {
    Migration {
        version: Version::checked(version),
        title: Cow::Borrowed(title),
        up,
        down,
        kin: Kin::NONE,
    }
}

/// One that has to do with others.
#[doc(hidden)]
#[must_use]
pub const fn related(
    version: &'static str,
    title: &'static str,
    up: Script,
    down: Down,
    replaces: &'static [Replaced],
    beside: &'static [Version],
) -> Migration {
    Migration {
        version: Version::checked(version),
        title: Cow::Borrowed(title),
        up,
        down,
        kin: Kin { replaces: Cow::Borrowed(replaces), beside: Cow::Borrowed(beside) },
    }
}

/// One script that runs again when its text changes.
#[doc(hidden)]
#[must_use]
pub const fn repeatable(name: &'static str, script: Script) -> Repeatable {
    Repeatable { name: Cow::Borrowed(name), script }
}

/// Migrations that another stands for.
#[doc(hidden)]
#[must_use]
pub const fn replaced(all: &'static [Named]) -> Replaced {
    Cow::Borrowed(all)
}

/// One of them.
#[doc(hidden)]
#[must_use]
pub const fn named(version: &'static str, title: &'static str) -> Named {
    Named { version: Version::checked(version), title: Cow::Borrowed(title) }
}

/// A version.
#[doc(hidden)]
#[must_use]
pub const fn version(digits: &'static str) -> Version {
    Version::checked(digits)
}

/// A migration that has a down.
#[doc(hidden)]
#[must_use]
pub const fn reversible(down: Script) -> Down {
    Down::Script(down)
}

/// A migration that has none.
#[doc(hidden)]
#[must_use]
pub const fn irreversible(reason: &'static str) -> Down {
    Down::Irreversible { reason: Cow::Borrowed(reason) }
}

/// One script.
#[doc(hidden)]
#[must_use]
pub const fn script(
    file: &'static str,
    sql: &'static str,
    checksum: &'static str,
    transaction: bool,
) -> Script {
    Script {
        file: Cow::Borrowed(file),
        sql: Cow::Borrowed(sql),
        checksum: Checksum::recorded(Cow::Borrowed(checksum)),
        transaction,
    }
}
