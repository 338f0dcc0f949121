//! A server that was met, as against the [`Target`] that is meant.

use std::fmt;

use super::Target;

/// An engine and its version, as it says them itself: `postgres 15.19`, `mariadb 10.11.6`.
///
/// Any version: an engine that is too old or too new to be a target can still have been used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Engine {
    /// The name, as a target has it: `postgres`, `mysql`, `mariadb`, `sqlite`.
    pub name: String,
    /// Its numbers with dots between, without what a packager adds.
    pub version: String,
}

impl Engine {
    /// Reads a name, a blank and a version; what follows the numbers is left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once(' ')?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
        let version = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_version = version.starts_with(|letter: char| letter.is_ascii_digit());
        (is_name && is_version).then(|| Self { name: name.to_owned(), version: version.to_owned() })
    }

    /// The versions that differ in corrections alone: `postgres 15`, `mariadb 10.11`, `sqlite 3`.
    #[must_use]
    pub fn series(&self) -> Self {
        let numbers = if matches!(&*self.name, "mysql" | "mariadb") { 2 } else { 1 };
        let version = self.version.split('.').take(numbers).collect::<Vec<_>>().join(".");
        Self { name: self.name.clone(), version }
    }

    /// Whether what it shows is true of the target: the same engine and, where somebody said for
    /// which version the migrations are, the same series.
    #[must_use]
    pub fn speaks_for(&self, target: Target, assumed: bool) -> bool {
        self.name == target.engine() && (assumed || self.series() == Self::from(target).series())
    }
}

impl From<Target> for Engine {
    fn from(target: Target) -> Self {
        Self { name: target.engine().to_owned(), version: target.version.to_string() }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(text: &str) -> Engine {
        Engine::parse(text).unwrap()
    }

    #[test]
    fn what_packagers_add_is_left_out() {
        let written = engine("postgres 15.19 (Debian 15.19-0+deb12u1)");
        assert_eq!(written.to_string(), "postgres 15.19");
        assert_eq!(engine("mariadb 10.11.6-MariaDB-log").to_string(), "mariadb 10.11.6");
        for wrong in ["", "postgres", "postgres ", "15.19", "Postgres 15", "postgres x"] {
            assert_eq!(Engine::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_speaks_for_targets_of_its_series() {
        let speaks = |it: &str, target: &str, assumed| {
            engine(it).speaks_for(target.parse().unwrap(), assumed)
        };
        assert!(speaks("postgres 16.1", "postgres 16", false));
        assert!(!speaks("postgres 13.4", "postgres 16", false));
        assert!(speaks("postgres 17.1", "postgres", true), "nobody said for which version");
        assert!(speaks("sqlite 3.51.0", "sqlite 3.45", false));
        assert!(!speaks("mysql 8.4.1", "mysql 8.0", false));
        assert!(!speaks("mariadb 10.11.6", "mysql 8.0", true));
    }
}
