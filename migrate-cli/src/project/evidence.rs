//! For which database a crate's migrations are written, when nobody says so.

use migrate_core::analysis::{Settings, analyse};
use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::read::{self, Location};

use super::database;
use super::package::Package;
use crate::cli::DatabaseArgs;

/// Something that speaks for a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clue {
    /// What it speaks for, as the metadata names it.
    pub(crate) dialect: &'static str,
    /// What it is.
    pub(crate) from: &'static str,
}

/// Everything that speaks for a database: the URL, the drivers the crate depends on, the scripts.
pub(crate) fn clues(arguments: &DatabaseArgs, package: &Package, location: &Location) -> Vec<Clue> {
    let clue = |from, dialect: Option<&'static str>| dialect.map(|dialect| Clue { dialect, from });
    // Whatever is wrong with a `.env` file is said when a database is needed.
    let url = database::url(arguments, package).ok();
    let found = [
        clue("DATABASE_URL", url.as_deref().and_then(of_url)),
        clue("the features of the dependencies", of_drivers(&package.drivers)),
        clue("the scripts", of_scripts(location)),
    ];
    found.into_iter().flatten().collect()
}

/// The dialect that all of them speak for. One script is read by MySQL and by MariaDB, and they serve
/// the same URL: which of the two it is, only a person knows.
pub(crate) fn agreed(clues: &[Clue]) -> Option<&'static str> {
    let first = clues.first()?.dialect;
    let all = clues.iter().all(|clue| clue.dialect == first);
    (all && first != "mysql").then_some(first)
}

fn of_url(url: &str) -> Option<&'static str> {
    let (scheme, _) = url.split_once(':')?;
    let dialect: Dialect = scheme.parse().ok()?;
    Some(if scheme == "mariadb" { "mariadb" } else { dialect.name() })
}

fn of_drivers(drivers: &[Dialect]) -> Option<&'static str> {
    let [only] = drivers else { return None };
    Some(only.name())
}

/// How many times fewer statements a dialect must fail to understand than the next best: real scripts
/// have slips in them.
const MARGIN: usize = 20;

/// The one dialect in which the scripts are understood, if it is clearly only one.
fn of_scripts(location: &Location) -> Option<&'static str> {
    let mut unread: Vec<(usize, Dialect)> =
        Dialect::ALL.iter().filter_map(|&it| Some((unread(location, it)?, it))).collect();
    unread.sort_by_key(|(count, _)| *count);
    match unread[..] {
        [(fewest, dialect), (next, _), ..] if next > 0 && fewest * MARGIN <= next => {
            Some(dialect.name())
        }
        _ => None,
    }
}

/// How many statements are not read in that dialect; nothing where there are none.
fn unread(location: &Location, dialect: Dialect) -> Option<usize> {
    let layout = read::layout_of(&location.path).unwrap_or_default();
    let reading = read::read_as(layout, location, Target::oldest(dialect));
    if reading.set.migrations.is_empty() {
        return None;
    }
    let analysis = analyse(&reading, &Settings::default());
    let findings = analysis.findings.iter().chain(&reading.findings);
    Some(findings.filter(|it| matches!(it.rule.name, "syntax-error" | "unterminated")).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clue(dialect: &'static str) -> Clue {
        Clue { dialect, from: "x" }
    }

    #[test]
    fn clues_count_when_they_agree() {
        assert_eq!(agreed(&[]), None);
        assert_eq!(agreed(&[clue("postgres"), clue("postgres")]), Some("postgres"));
        assert_eq!(agreed(&[clue("postgres"), clue("sqlite")]), None);
        assert_eq!(agreed(&[clue("mysql")]), None, "it may be MariaDB");
        assert_eq!(agreed(&[clue("mariadb")]), Some("mariadb"));
    }

    #[test]
    fn a_scheme_names_an_engine() {
        assert_eq!(of_url("postgresql://me@here/db"), Some("postgres"));
        assert_eq!(of_url("sqlite:app.db"), Some("sqlite"));
        assert_eq!(of_url("mariadb://here/db"), Some("mariadb"));
        assert_eq!(of_url("https://example.org"), None);
    }
}
