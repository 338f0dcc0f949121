//! The history of another tool, as far as a set can take it over: which rows are which migrations.

use sha2::{Digest, Sha384};

use crate::set::{Migration, MigrationSet};
use crate::version::Version;

/// A row of another tool's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerRow {
    /// The version.
    pub version: Version,
    /// What it is called there.
    pub title: String,
    /// When it was applied, in UTC: `2026-01-01T12:00:00.000Z`.
    pub applied_at: String,
    /// How long it took, in milliseconds; nothing where that is not known.
    pub duration_ms: u64,
    /// Whether it was applied to its end.
    pub succeeded: bool,
    /// SHA-384 of the up in hexadecimal digits.
    pub checksum: String,
}

/// Why a history cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdoptError {
    /// There is no such table.
    #[error("the database has no table `{table}`")]
    NoTable {
        /// Its name.
        table: String,
    },
    /// A row is none of that tool.
    #[error("the table `{table}` has rows that are not that tool's")]
    Shape {
        /// Its name.
        table: String,
    },
    /// The other tool did not come to the end of it.
    #[error("migration {version} ({title}) was begun and not finished")]
    Unfinished {
        /// The version.
        version: Version,
        /// Its title.
        title: String,
    },
    /// No file has that version.
    #[error("migration {version} ({title}) is applied and is not in the directory")]
    Missing {
        /// The version.
        version: Version,
        /// Its title.
        title: String,
    },
    /// Its file is another than the one that was applied.
    #[error("migration {version} was changed after it was applied: {file} has another checksum")]
    Edited {
        /// The version.
        version: Version,
        /// The file, relative to the directory.
        file: String,
    },
    /// A migration of the directory was left out.
    #[error("migration {version} is not applied, and newer ones are")]
    Gap {
        /// The version.
        version: Version,
    },
}

impl AdoptError {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoTable { .. } => {
                "name the table with `--table`, where the project gives it another name"
            }
            Self::Shape { .. } => "name the table that the other tool writes to with `--table`",
            Self::Unfinished { .. } => "bring the database in order with the other tool first",
            Self::Missing { .. } => "bring the file back from version control, both scripts of it",
            Self::Edited { .. } => "bring the file back as it was applied, from version control",
            Self::Gap { .. } => "apply it with the other tool first, or give it a newer version",
        }
    }
}

/// The migrations of the set that `rows` say are applied, with those rows.
///
/// # Errors
///
/// When the two do not fit together.
pub fn matched<'a>(
    set: &'a MigrationSet,
    rows: &'a [PeerRow],
) -> Result<Vec<(&'a Migration, &'a PeerRow)>, AdoptError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (version, title) = (row.version.clone(), row.title.clone());
        if !row.succeeded {
            return Err(AdoptError::Unfinished { version, title });
        }
        let migration = set.get(&version).ok_or(AdoptError::Missing { version, title })?;
        if !is_checksum_of(&migration.up.sql, &row.checksum) {
            let (version, file) = (row.version.clone(), migration.up.file.to_string());
            return Err(AdoptError::Edited { version, file });
        }
        found.push((migration, row));
    }
    found.sort_by(|(one, _), (other, _)| one.version.cmp(&other.version));
    let gap =
        set.migrations.iter().zip(&found).find(|(one, (other, _))| one.version != other.version);
    match gap {
        Some((missing, _)) => Err(AdoptError::Gap { version: missing.version.clone() }),
        None => Ok(found),
    }
}

/// Whether `hex` is of the file that holds this text: with or without a byte order mark, and with
/// either end of lines, since git changes those.
fn is_checksum_of(sql: &str, hex: &str) -> bool {
    let windows = sql.replace('\n', "\r\n");
    [sql, &windows].into_iter().flat_map(|text| [text.to_owned(), format!("\u{feff}{text}")]).any(
        |text| {
            let digest = Sha384::digest(text.as_bytes());
            let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            digits.eq_ignore_ascii_case(hex)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::Checksum;
    use crate::dialect::{Dialect, Target};
    use crate::set::{Down, Script};

    /// `sha384sum` of `CREATE TABLE a (b INT);` and the end of its line, which is what sqlx keeps.
    const OF_A: &str = "cbd4b56185e0fd009d0f3c856706c42c40ed21c2db26e76d0a80f637543e1ab42f70261dc28e0d970df142d37f2d69b1";

    fn set(versions: &[&str]) -> MigrationSet {
        let migration = |version: &&str| {
            let sql = "CREATE TABLE a (b INT);\n";
            let up = Script {
                file: format!("{version}_a.up.sql").into(),
                checksum: Checksum::of(sql),
                sql: sql.into(),
                transaction: true,
            };
            let version = Version::parse(version).unwrap();
            Migration {
                version,
                title: "a".into(),
                up,
                down: Down::Irreversible { reason: "x".into() },
                kin: crate::set::kin::Kin::NONE,
            }
        };
        let migrations = versions.iter().map(migration).collect();
        MigrationSet::new(Target::oldest(Dialect::Sqlite), "m".to_owned(), migrations)
    }

    fn row(version: &str) -> PeerRow {
        PeerRow {
            version: Version::parse(version).unwrap(),
            title: "a".to_owned(),
            applied_at: String::new(),
            duration_ms: 0,
            succeeded: true,
            checksum: OF_A.to_owned(),
        }
    }

    fn refused(versions: &[&str], rows: &[PeerRow]) -> String {
        matched(&set(versions), rows).unwrap_err().to_string()
    }

    #[test]
    fn rows_are_migrations_of_the_set() {
        let set = set(&["1", "2", "3"]);
        let rows = [row("2"), row("1")];
        let found = matched(&set, &rows).unwrap();
        assert_eq!(found.iter().map(|(it, _)| it.version.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        assert!(matched(&set, &[]).unwrap().is_empty());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let failed = PeerRow { succeeded: false, ..row("1") };
        assert_eq!(refused(&["1"], &[failed]), "migration 1 (a) was begun and not finished");
        let gone = "migration 2 (a) is applied and is not in the directory";
        assert_eq!(refused(&["1"], &[row("1"), row("2")]), gone);
        assert_eq!(
            refused(&["1", "2"], &[row("2")]),
            "migration 1 is not applied, and newer ones are"
        );
        let edited = PeerRow { checksum: "00".to_owned(), ..row("1") };
        assert!(refused(&["1"], &[edited]).starts_with("migration 1 was changed after"));
    }

    #[test]
    fn git_may_have_changed_the_ends_of_lines() {
        assert!(is_checksum_of("a\n", &hex("a\r\n")));
        assert!(is_checksum_of("a\n", &hex("\u{feff}a\n").to_uppercase()));
        assert!(!is_checksum_of("a\n", &hex("a")));
    }

    fn hex(text: &str) -> String {
        Sha384::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
