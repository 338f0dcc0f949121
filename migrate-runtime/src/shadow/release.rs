//! Which server it is.

use std::fmt;

use migrate_core::dialect::{EngineVersion, Target};

/// An engine with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// `PostgreSQL`, `MySQL`, `MariaDB`.
    pub engine: &'static str,
    /// All that it says of its version: `15.18`, `10.11.19`.
    pub text: String,
    /// As far as it decides what SQL does.
    pub version: EngineVersion,
}

impl Release {
    /// Reads a version as servers write it, with whatever else comes behind it.
    pub(super) fn parse(engine: &'static str, text: &str) -> Option<Self> {
        let end = text.find(|letter: char| letter != '.' && !letter.is_ascii_digit());
        let text = text[..end.unwrap_or(text.len())].trim_end_matches('.');
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let major = numbers.next()??;
        let minor = numbers.next().unwrap_or(Some(0))?;
        Some(Self { engine, text: text.to_owned(), version: EngineVersion { major, minor } })
    }

    /// The numbers whose change brings another behaviour: PostgreSQL has one such number, the others
    /// two.
    fn series(&self, version: EngineVersion) -> (u16, u16) {
        (version.major, if self.engine == "PostgreSQL" { 0 } else { version.minor })
    }

    /// Whether it behaves as the server does that the migrations are written for.
    #[must_use]
    pub fn is_of_the_series(&self, target: Target) -> bool {
        self.series(self.version) == self.series(target.version)
    }

    /// How far it is from what is wanted, the best first: the same, then a younger one, then an older.
    pub(super) fn distance(&self, target: Target) -> (u8, u32) {
        let number = |(major, minor): (u16, u16)| u32::from(major) << 16 | u32::from(minor);
        let here = number(self.series(self.version));
        let wanted = number(self.series(target.version));
        match here.cmp(&wanted) {
            std::cmp::Ordering::Equal => (0, 0),
            std::cmp::Ordering::Greater => (1, here - wanted),
            std::cmp::Ordering::Less => (2, wanted - here),
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.engine, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(text: &str) -> Release {
        Release::parse("PostgreSQL", text).unwrap()
    }

    #[test]
    fn versions_are_read_as_servers_write_them() {
        assert_eq!(postgres("15.18 (Debian 15.18-0+deb12u1)").to_string(), "PostgreSQL 15.18");
        assert_eq!(postgres("18beta1").version, EngineVersion { major: 18, minor: 0 });
        let mariadb = Release::parse("MariaDB", "10.11.19-MariaDB-0+deb12u1").unwrap();
        assert_eq!(mariadb.to_string(), "MariaDB 10.11.19");
        assert_eq!(mariadb.version, EngineVersion { major: 10, minor: 11 });
        assert_eq!(Release::parse("MySQL", "unknown"), None);
    }

    #[test]
    fn the_same_series_is_best_and_a_younger_one_is_next() {
        let target: Target = "postgres 16.2".parse().unwrap();
        let mut found = ["14.9", "18.4", "15.18", "17.1", "16.14"].map(postgres);
        found.sort_by_key(|it| it.distance(target));
        let order = found.map(|it| it.version.major);
        assert_eq!(order, [16, 17, 18, 15, 14]);
        let mariadb: Target = "mariadb 10.6".parse().unwrap();
        let distance = |text| Release::parse("MariaDB", text).unwrap().distance(mariadb);
        assert_eq!(distance("10.6.22"), (0, 0));
        assert!(distance("10.11.1") < distance("11.4.2"));
    }
}
