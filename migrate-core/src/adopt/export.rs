//! The way back to sqlx: its files, and its history as ours is.

use super::checksum::sha384;
use crate::dialect::session::{COMMIT, Session};
use crate::set::{Migration, MigrationSet, Script};
use crate::version::Version;

/// What sqlx looks for at the beginning of a script that runs outside a transaction.
const OUTSIDE: &str = "-- no-transaction";

/// A file of sqlx's layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A migration that is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its version.
    pub version: Version,
    /// When, in UTC.
    pub applied_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// Why there is no way back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It has parts, or is larger than the largest number of sqlx.
    #[error("version {version} is no number that sqlx can have")]
    Version {
        /// The version.
        version: Version,
    },
    /// There is no file for it.
    #[error("migration {version} is applied and is not in the directory")]
    Missing {
        /// The version.
        version: Version,
    },
    /// It is no SQL.
    #[error("migration {version} is written in Rust, which sqlx cannot run")]
    Code {
        /// The version.
        version: Version,
    },
    /// It was begun and not finished.
    #[error("migration {version} was begun and not finished")]
    Unfinished {
        /// The version.
        version: Version,
    },
}

impl ExportError {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Version { .. } => "there is no way to sqlx for a project with such versions",
            Self::Code { .. } => "write the SQL that it ran into files of its version",
            Self::Missing { .. } => "bring its files back from version control",
            Self::Unfinished { .. } => {
                "finish it first: `cargo migrate up`, or `cargo migrate down --undo`"
            }
        }
    }
}

/// The files of a set in sqlx's layout: an up without a way back has no down.
///
/// # Errors
///
/// When sqlx cannot have one of them.
pub fn files(set: &MigrationSet) -> Result<Vec<PeerFile>, ExportError> {
    let of = |migration: &Migration| {
        number(&migration.version)?;
        if migration.up.is_code() {
            return Err(ExportError::Code { version: migration.version.clone() });
        }
        let file = |script: &Script, word: &str| PeerFile {
            name: format!("{}.{word}.sql", migration.name()),
            text: text(script),
        };
        let down = migration.down.script().map(|down| file(down, "down"));
        Ok(std::iter::once(file(&migration.up, "up")).chain(down))
    };
    let files: Result<Vec<_>, ExportError> = set.migrations.iter().map(of).collect();
    Ok(files?.into_iter().flatten().collect())
}

/// The text of a script as sqlx is to run it.
fn text(script: &Script) -> String {
    let sql = script.sql.trim_start();
    let begin = if script.transaction || sql.starts_with(OUTSIDE) { "" } else { OUTSIDE };
    let end = if begin.is_empty() { "" } else { "\n" };
    format!("{begin}{end}{sql}")
}

/// The number that the version is for sqlx.
fn number(version: &Version) -> Result<i64, ExportError> {
    let number = version.as_str().parse();
    number.map_err(|_| ExportError::Version { version: version.clone() })
}

/// What makes the table of sqlx say what is applied, and nothing else: the table where it is missing, and
/// then a transaction. A connection that ends in the middle of it has changed nothing.
///
/// # Errors
///
/// When sqlx cannot say it.
pub fn statements(
    set: &MigrationSet,
    session: &dyn Session,
    table: &str,
    applied: &[Applied],
) -> Result<Vec<String>, ExportError> {
    let name = session.name(table);
    let [bytes, moment] = session.peer_types();
    let create = format!(
        "CREATE TABLE IF NOT EXISTS {name} (version BIGINT PRIMARY KEY, description TEXT NOT NULL, \
         installed_on {moment} NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, \
         checksum {bytes} NOT NULL, execution_time BIGINT NOT NULL)"
    );
    let row = |it: &Applied| {
        let missing = || ExportError::Missing { version: it.version.clone() };
        let migration = set.get(&it.version).ok_or_else(missing)?;
        let at = it.applied_at.replacen('T', " ", 1);
        let cells = [
            number(&it.version)?.to_string(),
            session.literal(&migration.title.replace('_', " ")),
            session.literal(at.split('.').next().unwrap_or(&at)),
            "TRUE".to_owned(),
            session.bytes(&sha384(&text(&migration.up))),
            (u128::from(it.duration_ms) * 1_000_000).to_string(),
        ];
        Ok(format!("INSERT INTO {name} VALUES ({})", cells.join(", ")))
    };
    let rows: Result<Vec<String>, ExportError> = applied.iter().map(row).collect();
    let around = [create, "BEGIN".to_owned(), format!("DELETE FROM {name}")].into_iter();
    Ok(around.chain(rows?).chain([COMMIT.to_owned()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::session::session;
    use crate::dialect::{Dialect, Target};
    use crate::set::read::read_texts;

    fn set() -> MigrationSet {
        let files = [
            ("1_a.up.sql", "CREATE TABLE a (b int);\n"),
            ("1_a.down.sql", "DROP TABLE a;\n"),
            ("2_b.up.sql", "-- migrate: no-transaction\nVACUUM;\n"),
        ];
        read_texts(&files, Target::oldest(Dialect::Sqlite)).set
    }

    fn applied(version: &str) -> Applied {
        Applied {
            version: Version::parse(version).unwrap(),
            applied_at: "2026-01-05T08:09:10.123Z".to_owned(),
            duration_ms: 2,
        }
    }

    #[test]
    fn files_are_as_sqlx_reads_them() {
        let files = files(&set()).unwrap();
        let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
        assert_eq!(names, ["1_a.up.sql", "1_a.down.sql", "2_b.up.sql"]);
        assert_eq!(files[0].text, "CREATE TABLE a (b int);\n");
        assert!(files[2].text.starts_with("-- no-transaction\n-- migrate: no-transaction\n"));
    }

    #[test]
    fn rows_are_as_sqlx_writes_them() {
        let of = |dialect, versions: &[&str]| {
            let applied: Vec<Applied> = versions.iter().map(|it| applied(it)).collect();
            statements(&set(), session(dialect), "_sqlx_migrations", &applied)
        };
        let sqlite = of(Dialect::Sqlite, &["1"]).unwrap();
        let digits = sha384("CREATE TABLE a (b int);\n");
        let row = format!("VALUES (1, 'a', '2026-01-05 08:09:10', TRUE, x'{digits}', 2000000)");
        assert!(sqlite[3].ends_with(&row), "{}", sqlite[3]);
        assert!(of(Dialect::Postgres, &["1"]).unwrap()[0].contains("checksum BYTEA"));
        let gone = of(Dialect::Sqlite, &["3"]).unwrap_err();
        assert_eq!(gone.to_string(), "migration 3 is applied and is not in the directory");
        let large = "99999999999999999999";
        let set =
            read_texts(&[("99999999999999999999_a.up.sql", "x")], Target::oldest(Dialect::Sqlite))
                .set;
        assert_eq!(files(&set), Err(ExportError::Version { version: Version::checked(large) }));
    }
}
