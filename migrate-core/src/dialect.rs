//! Which SQL a migration is written in, and for which server.

use std::fmt;
use std::str::FromStr;

use self::session::Transactional;
use crate::impact::Impact;
use crate::replay::Step;
use crate::text::nearest;

pub mod catalog;
pub mod engine;
pub mod meter;
#[cfg(feature = "mysql")]
pub mod mysql;
mod parts;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod remedy;
pub(crate) mod rows;
pub mod session;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod types;

pub(crate) use parts::Parts;

/// A family of SQL engines that read the same text the same way.
///
/// MariaDB is a [`Dialect::Mysql`] target with its own line of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Postgres, Self::Mysql, Self::Sqlite];
    /// For what only PostgreSQL has.
    pub const ONLY_POSTGRES: &'static [Self] = &[Self::Postgres];
    /// For what only MySQL and MariaDB have.
    pub const ONLY_MYSQL: &'static [Self] = &[Self::Mysql];
    /// For what only SQLite has.
    pub const ONLY_SQLITE: &'static [Self] = &[Self::Sqlite];
    /// For what SQLite does not have.
    pub const SERVERS: &'static [Self] = &[Self::Postgres, Self::Mysql];
    /// For what servers of MySQL's line and SQLite have in common.
    pub const EMBEDDED_AND_MYSQL: &'static [Self] = &[Self::Mysql, Self::Sqlite];
    /// For what MySQL does by itself: an index behind every foreign key, of the same type.
    pub const WITHOUT_IMPLIED_INDEXES: &'static [Self] = &[Self::Postgres, Self::Sqlite];

    /// The name used in metadata, macro arguments and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
            Self::Sqlite => "sqlite",
        }
    }
}

/// How a statement of a script gets on with the transaction that the script runs in. What PostgreSQL
/// refuses in one has rules of its own, which know the statement rather than its first words.
pub(crate) fn transactional(
    dialect: Dialect,
    sql: &str,
    statement: &crate::sql::split::Statement,
) -> Transactional {
    (Parts::of(dialect).transactional)(sql, statement)
}

/// How long a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameLimit {
    /// How much of it the engine keeps.
    pub most: usize,
    /// What that counts.
    pub unit: &'static str,
}

impl NameLimit {
    /// How long a name is.
    #[must_use]
    pub fn measure(self, name: &str) -> usize {
        if self.unit == "bytes" { name.len() } else { name.chars().count() }
    }

    /// The part of a name that is kept.
    #[must_use]
    pub fn kept(self, name: &str) -> &str {
        let fits = |(at, letter): &(usize, char)| {
            self.measure(&name[..at + letter.len_utf8()]) <= self.most
        };
        let end = name.char_indices().take_while(fits).last();
        end.map_or("", |(at, letter)| &name[..at + letter.len_utf8()])
    }
}

impl Dialect {
    /// Why the engine may refuse a step for what no model knows: the rows there are.
    #[must_use]
    pub fn refuses(self, step: &crate::replay::Step<'_>) -> Option<String> {
        (Parts::of(self).refuses)(step)
    }

    /// Whether the engine keeps rights, comments and the like with parts that the model has no such
    /// fields for, and lets them go with the part.
    #[must_use]
    pub const fn keeps_more_than_the_model(self) -> bool {
        matches!(self, Self::Postgres)
    }

    /// Whether the engine refuses to compare or store values of types that do not go together, where
    /// others convert them.
    #[must_use]
    pub const fn is_strict_about_types(self) -> bool {
        matches!(self, Self::Postgres)
    }

    /// Whether tables and columns that name no character set have that of what they are in.
    #[must_use]
    pub const fn inherits_charsets(self) -> bool {
        matches!(self, Self::Mysql)
    }

    /// Whether the engine keeps definitions as it understands them and writes them anew when it is
    /// asked; SQLite keeps the text it was given.
    #[must_use]
    pub const fn respells(self) -> bool {
        !matches!(self, Self::Sqlite)
    }

    /// Whether an `UPDATE` reads all values of a row before it writes one of them, where others write
    /// them in the order of the text.
    #[must_use]
    pub const fn reads_before_it_writes(self) -> bool {
        !matches!(self, Self::Mysql)
    }

    /// Whether each change of the schema commits by itself, so that no script is one transaction.
    #[must_use]
    pub const fn commits_each_change(self) -> bool {
        matches!(self, Self::Mysql)
    }

    /// Whether a default of a column, in the spelling of the model, is certainly the one that the engine
    /// shows, so that another one is another value.
    pub(crate) fn shows(self, default: &str, data_type: &str) -> bool {
        (Parts::of(self).shows)(default, data_type)
    }

    /// How long a name may be, where there is a limit.
    #[must_use]
    pub const fn longest_name(self) -> Option<NameLimit> {
        match self {
            Self::Postgres => Some(NameLimit { most: 63, unit: "bytes" }),
            Self::Mysql => Some(NameLimit { most: 64, unit: "characters" }),
            Self::Sqlite => None,
        }
    }
}

/// What a step costs on that server.
pub(crate) fn impact_of(target: Target, step: &Step<'_>) -> Impact {
    (Parts::of(target.dialect).impact)(step, target)
}

/// How the dialect writes a change as SQL.
pub(crate) const fn writer(dialect: Dialect) -> crate::render::Write {
    Parts::of(dialect).write
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A server version, as far as it decides what SQL does: `3.45`, `15.18`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EngineVersion {
    /// The first number.
    pub major: u16,
    /// The second number, zero when it was not written.
    pub minor: u16,
}

impl fmt::Display for EngineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The server a migration is written for: whether a statement rewrites a table depends on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The family.
    pub dialect: Dialect,
    /// The oldest version that must be served, in the line of versions that the engine has.
    pub version: EngineVersion,
    /// Whether the engine is MariaDB. It reads nearly what MySQL reads and does nearly the same, but
    /// has versions of its own: MariaDB 10.6 is younger than MySQL 8.0.
    pub is_mariadb: bool,
}

impl Target {
    /// The oldest version of `dialect` that this framework supports.
    ///
    /// SQLite 3.35 (March 2021) is the first with `ALTER TABLE … DROP COLUMN` and `RETURNING`.
    #[must_use]
    pub const fn oldest(dialect: Dialect) -> Self {
        let (major, minor) = match dialect {
            Dialect::Postgres => (14, 0),
            Dialect::Mysql => (8, 0),
            Dialect::Sqlite => (3, 35),
        };
        Self::new(dialect, EngineVersion { major, minor })
    }

    /// The oldest MariaDB that this framework supports.
    #[must_use]
    pub const fn oldest_mariadb() -> Self {
        Self::mariadb(EngineVersion { major: 10, minor: 6 })
    }

    /// That version of the engine the dialect is named after.
    #[must_use]
    pub const fn new(dialect: Dialect, version: EngineVersion) -> Self {
        Self { dialect, version, is_mariadb: false }
    }

    /// That version of MariaDB.
    #[must_use]
    pub const fn mariadb(version: EngineVersion) -> Self {
        Self { dialect: Dialect::Mysql, version, is_mariadb: true }
    }

    /// Whether `ADD COLUMN … NOT NULL` without a default gives existing rows a value of the engine's
    /// own choice, rather than failing.
    #[must_use]
    pub const fn fills_missing_values(self) -> bool {
        matches!(self.dialect, Dialect::Mysql)
    }

    /// Whether an `INSERT` that names no columns must give a value for each: PostgreSQL fills the rest.
    #[must_use]
    pub const fn wants_all_values(self) -> bool {
        !matches!(self.dialect, Dialect::Postgres)
    }

    /// Whether the engine will not have that version for years: a slip, or the version of another one.
    const fn is_made_up(self) -> bool {
        let most = match self.dialect {
            Dialect::Postgres => 24,
            Dialect::Mysql if self.is_mariadb => 16,
            Dialect::Mysql => 12,
            Dialect::Sqlite => 3,
        };
        self.version.major > most
    }

    /// The name of the engine, which is the dialect's but for MariaDB.
    #[must_use]
    pub const fn engine(self) -> &'static str {
        if self.is_mariadb { "mariadb" } else { self.dialect.name() }
    }

    /// Whether the server is `major.minor` or younger.
    #[must_use]
    pub const fn is_at_least(self, major: u16, minor: u16) -> bool {
        self.version.major > major || self.version.major == major && self.version.minor >= minor
    }
}

impl fmt::Display for Target {
    /// As people write it: a version of PostgreSQL is one number, and what follows it counts corrections.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.dialect, self.version) {
            (Dialect::Postgres, EngineVersion { major, minor: 0 }) => {
                write!(f, "{} {major}", self.engine())
            }
            (_, version) => write!(f, "{} {version}", self.engine()),
        }
    }
}

/// A dialect or target that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// No dialect has that name.
    #[error(
        "unknown dialect `{0}`: there are `postgres`, `mysql`, `mariadb` and `sqlite`{meant}",
        meant = did_you_mean(.0)
    )]
    Unknown(String),
    /// The version is older than all that are supported.
    #[error("{target} is not supported: the oldest version that is, is {oldest}")]
    TooOld {
        /// What was written.
        target: Target,
        /// The oldest version of that engine.
        oldest: EngineVersion,
    },
    /// No such version was made yet.
    #[error("there is no {0} yet: write the version of the oldest server that is to be served")]
    TooNew(Target),
    /// This build knows nothing of the dialect.
    #[error(
        "{0} is not compiled in: add `\"{0}\"` to the features of `migrate-runtime` in Cargo.toml"
    )]
    Absent(Dialect),
    /// The text after the dialect is not a version.
    #[error("`{0}` is not a version: write the dialect and a version, as in `sqlite 3.45`")]
    Version(String),
}

/// The names of dialects and engines in metadata.
const NAMES: [&str; 4] = ["postgres", "mysql", "mariadb", "sqlite"];

fn did_you_mean(name: &str) -> String {
    let meant = nearest(name, NAMES);
    meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

impl FromStr for Dialect {
    type Err = TargetError;

    fn from_str(name: &str) -> Result<Self, TargetError> {
        match name {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" | "postgresql" => Ok(Self::Postgres),
            "mysql" | "mariadb" => Ok(Self::Mysql),
            _ => Err(TargetError::Unknown(name.to_owned())),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (name, version) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let dialect: Dialect = name.parse()?;
        if Parts::built(dialect).is_none() {
            return Err(TargetError::Absent(dialect));
        }
        let oldest = if name == "mariadb" { Self::oldest_mariadb() } else { Self::oldest(dialect) };
        if version.is_empty() {
            return Ok(oldest);
        }
        let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
        let minor = minor.split_once('.').map_or(minor, |(minor, _)| minor);
        match (major.parse(), minor.parse()) {
            (Ok(major), Ok(minor)) => {
                let target = Self { version: EngineVersion { major, minor }, ..oldest };
                if target.version < oldest.version {
                    return Err(TargetError::TooOld { target, oldest: oldest.version });
                }
                if target.is_made_up() { Err(TargetError::TooNew(target)) } else { Ok(target) }
            }
            _ => Err(TargetError::Version(version.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_dialect_and_a_version() {
        let target: Target = "sqlite 3.45.1".parse().unwrap();
        assert_eq!(target.to_string(), "sqlite 3.45");
        assert_eq!("sqlite".parse(), Ok(Target::oldest(Dialect::Sqlite)));
        assert_eq!("sqlite three".parse::<Target>(), Err(TargetError::Version("three".to_owned())));
        let error = |text: &str| text.parse::<Target>().unwrap_err().to_string();
        assert!(error("postgres 8").ends_with("the oldest version that is, is 14.0"));
        assert!(error("postgres 99").starts_with("there is no postgres 99 yet"));
        assert!(error("sqlite 4").starts_with("there is no sqlite 4.0 yet"));
        assert!(error("postgers 15").ends_with("did you mean `postgres`?"));
        assert_eq!("oracle".parse::<Target>(), Err(TargetError::Unknown("oracle".to_owned())));
    }

    #[test]
    fn mariadb_is_mysql_with_versions_of_its_own() {
        let target = |text: &str| text.parse::<Target>().unwrap();
        assert_eq!(target("postgresql"), Target::oldest(Dialect::Postgres));
        assert_eq!(target("mysql").to_string(), "mysql 8.0");
        assert_eq!(target("mariadb").to_string(), "mariadb 10.6");
        let mariadb = target("mariadb 10.11.8");
        assert_eq!((mariadb.dialect, mariadb.is_mariadb), (Dialect::Mysql, true));
        assert!(mariadb.is_at_least(10, 11) && !mariadb.is_at_least(11, 0));
    }
}
