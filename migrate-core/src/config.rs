//! `[package.metadata.migrate]` in Cargo.toml.

use crate::dialect::{Target, TargetError};
use crate::text::nearest;

/// What a crate says about its migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `dialect` or `target`: what the migrations are written for.
    pub target: Option<Target>,
    /// `dir`: the directory, relative to Cargo.toml.
    pub dir: Option<String>,
}

/// The directory when nobody names one.
pub const DEFAULT_DIR: &str = "migrations";

const KEYS: [&str; 3] = ["dialect", "target", "dir"];

/// Why the metadata cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Cargo.toml is not TOML.
    #[error("Cargo.toml cannot be read: {0}")]
    Toml(String),
    /// The table is not a table.
    #[error("`package.metadata.migrate` is not a table")]
    NotATable,
    /// There is no such key.
    #[error("unknown key `{key}` in [package.metadata.migrate]{}", did_you_mean(.meant))]
    UnknownKey {
        /// The key.
        key: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// A value is not a string.
    #[error("`{0}` in [package.metadata.migrate] is not a string")]
    NotAString(&'static str),
    /// The dialect or target is not one.
    #[error("{error}, in `{key}` of [package.metadata.migrate]")]
    Target {
        /// The key.
        key: &'static str,
        /// What is wrong.
        error: TargetError,
    },
    /// `dialect` and `target` name different dialects.
    #[error("`dialect` and `target` in [package.metadata.migrate] do not agree")]
    Disagreement,
}

fn did_you_mean(meant: &Option<&'static str>) -> String {
    match meant {
        Some(meant) => format!(": did you mean `{meant}`?"),
        None => format!(": the keys are {}", KEYS.map(|key| format!("`{key}`")).join(", ")),
    }
}

/// What to write when a crate does not say its dialect.
pub const NO_DIALECT: &str = "the dialect is not known: write `dialect = \"sqlite\"` under \
                              [package.metadata.migrate] in Cargo.toml";

/// Reads the metadata from the text of a Cargo.toml.
///
/// # Errors
///
/// When there is anything in it that has no meaning.
pub fn parse(manifest: &str) -> Result<Config, ConfigError> {
    let document =
        toml::de::DeTable::parse(manifest).map_err(|error| ConfigError::Toml(error.to_string()))?;
    let Some(metadata) = find(document.get_ref()) else { return Ok(Config::default()) };
    let table = metadata.as_table().ok_or(ConfigError::NotATable)?;
    if let Some(key) = table.keys().map(|key| &**key.get_ref()).find(|key| !KEYS.contains(key)) {
        let meant = nearest(key, KEYS);
        return Err(ConfigError::UnknownKey { key: key.to_owned(), meant });
    }
    let string = |key: &'static str| match table.get(key) {
        None => Ok(None),
        Some(value) => value.get_ref().as_str().map(Some).ok_or(ConfigError::NotAString(key)),
    };
    let target = |key: &'static str| match string(key)? {
        None => Ok(None),
        Some(text) => {
            text.parse::<Target>().map(Some).map_err(|error| ConfigError::Target { key, error })
        }
    };
    let (dialect, target) = (target("dialect")?, target("target")?);
    if let (Some(dialect), Some(target)) = (dialect, target)
        && dialect.dialect != target.dialect
    {
        return Err(ConfigError::Disagreement);
    }
    Ok(Config { target: target.or(dialect), dir: string("dir")?.map(str::to_owned) })
}

fn find<'a>(document: &'a toml::de::DeTable<'a>) -> Option<&'a toml::de::DeValue<'a>> {
    let package = document.get("package")?.get_ref().as_table()?;
    let metadata = package.get("metadata")?.get_ref().as_table()?;
    Some(metadata.get("migrate")?.get_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn the_metadata_may_be_written_in_any_way_toml_allows() {
        let expected =
            Config { target: Some(Target::oldest(Dialect::Sqlite)), dir: Some("db".to_owned()) };
        for manifest in [
            "[package.metadata.migrate]\ndialect = \"sqlite\"\ndir = 'db'",
            "[package]\nname = \"x\"\nmetadata.migrate = { dialect = \"sqlite\", dir = \"db\" }",
            "package.metadata.migrate.target = \"sqlite\"\npackage.metadata.migrate.dir = \"db\"",
        ] {
            assert_eq!(parse(manifest), Ok(expected.clone()), "{manifest}");
        }
        assert_eq!(parse("[package]\nname = \"x\""), Ok(Config::default()));
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        let error = |text: &str| {
            parse(&format!("[package.metadata.migrate]\n{text}")).unwrap_err().to_string()
        };
        assert_eq!(
            error("dialetc = \"sqlite\""),
            "unknown key `dialetc` in [package.metadata.migrate]: did you mean `dialect`?"
        );
        assert_eq!(error("dir = 1"), "`dir` in [package.metadata.migrate] is not a string");
        assert!(error("dialect = \"oracle\"").starts_with("unknown dialect `oracle`"));
        assert!(error("dialect =").starts_with("Cargo.toml cannot be read"));
    }
}
