//! The migrations the benchmark runs on: any number of them, always the same, in the layout of
//! each tool.

mod dialect;
mod feature;
mod layout;
mod sql;
mod traffic;

pub use dialect::Dialect;
pub use feature::feature;
pub use layout::{Layout, write};
pub use traffic::traffic;

/// How many migrations are measured.
pub const SIZES: [usize; 3] = [100, 1000, 5000];

/// How many migrations are applied to a server.
pub const SERVER_SIZES: [usize; 3] = [20, 100, 1000];

/// One migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its place, from one.
    pub number: usize,
    /// Words that say what it does.
    pub title: String,
    /// The way there.
    pub up: String,
    /// The way back.
    pub down: String,
}

impl Migration {
    /// A version that looks like the time it was written.
    #[must_use]
    pub fn version(&self) -> String {
        let (day, second) = (self.number / 10_000, self.number % 10_000);
        format!("202601{:02}{:02}{:02}{:02}", day + 1, second / 3600, second / 60 % 60, second % 60)
    }
}

/// The first `count` migrations of a service that grows.
#[must_use]
pub fn migrations(dialect: Dialect, count: usize) -> Vec<Migration> {
    (1..=count).map(|number| sql::migration(dialect, number)).collect()
}

/// All ups as one script.
#[must_use]
pub fn concatenated(migrations: &[Migration]) -> String {
    migrations.iter().map(|migration| migration.up.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_pairs_are_about_a_quarter_of_a_megabyte() {
        let bytes: usize =
            migrations(Dialect::Sqlite, 1000).iter().map(|it| it.up.len() + it.down.len()).sum();
        assert!((220_000..280_000).contains(&bytes), "{bytes} bytes");
    }

    #[test]
    fn versions_grow_and_fewer_migrations_are_a_prefix_of_more() {
        let all = migrations(Dialect::Sqlite, 5000);
        assert!(all.windows(2).all(|two| two[0].version() < two[1].version()));
        assert_eq!(all[..100], migrations(Dialect::Sqlite, 100));
    }
}
