//! `[package.metadata.migrate]` in Cargo.toml.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::analysis::Settings;
use crate::branches;
use crate::dialect::{Target, TargetError};
use crate::receipts::{self, Demand, Demands};
use crate::rule::{Level, Rule};
use crate::rules;
use crate::set::layout::Layout;
use crate::set::rules::{MISSING_DOWN, is_judgement};
use crate::text::nearest;
use crate::version::{Version, VersionError};

/// What a crate says about its migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `dialect` or `target`: what the migrations are written for.
    pub target: Option<Target>,
    /// Whether only the dialect is written, so that [`Target::oldest`] is assumed.
    pub assumed: bool,
    /// `dir`: the directory, relative to Cargo.toml.
    pub dir: Option<String>,
    /// `since`: the first version that the rules are about.
    pub since: Option<Version>,
    /// `rules`: the levels of rules by name, where they are not the rules' own.
    pub rules: BTreeMap<String, Level>,
    /// `receipts`: how much is asked of them.
    pub receipts: Demands,
    /// `ignore`: names of what `drift` leaves out, in which `*` stands for anything.
    pub ignore: Vec<String>,
    /// `layout`: how the files are named and divided; ours where nothing is said.
    pub layout: Option<Layout>,
    /// `pairing`: whether each migration must have a down.
    pub pairing: Pairing,
}

/// Whether each migration must have a down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pairing {
    /// It must, or say why it has none.
    #[default]
    Required,
    /// One that has none cannot be rolled back, and nothing is said of it.
    Optional,
}

impl Config {
    /// How the migrations are judged, when they are written for the target of this configuration.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let mut levels = self.rules.clone();
        if self.pairing == Pairing::Optional {
            levels.insert(MISSING_DOWN.name.to_owned(), Level::Off);
        }
        Settings {
            levels,
            layout: self.layout.unwrap_or_default(),
            since: self.since.clone(),
            assumed: self.assumed,
            receipts: self.receipts,
            ..Settings::default()
        }
    }
}

/// The directory when nobody names one.
pub const DEFAULT_DIR: &str = "migrations";

const KEYS: [&str; 9] =
    ["dialect", "target", "dir", "layout", "pairing", "since", "receipts", "rules", "ignore"];

const LEVELS: &str = "`deny` (it does not compile), `warn` or `off`";

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
    /// `since` is not a version.
    #[error(
        "`since = \"{written}\"` in [package.metadata.migrate] is not a version: {error}; write the \
         version of the first migration that the rules are about"
    )]
    Since {
        /// What is written.
        written: String,
        /// What is wrong.
        error: VersionError,
    },
    /// `rules` is not a table.
    #[error(
        "`rules` in [package.metadata.migrate] is not a table: write \
         [package.metadata.migrate.rules] and below it lines as `drop-column = \"warn\"`"
    )]
    RulesNotATable,
    /// No rule has that name.
    #[error(
        "unknown rule `{name}` in [package.metadata.migrate.rules]{}",
        meant.map_or(": `cargo migrate explain` lists them all".to_owned(), |meant| {
            format!(": did you mean `{meant}`?")
        })
    )]
    UnknownRule {
        /// The name.
        name: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// A level is none.
    #[error(
        "`{rule} = {written}` in [package.metadata.migrate.rules] is not a level: the levels are \
         {LEVELS}"
    )]
    Level {
        /// The rule.
        rule: String,
        /// What is written.
        written: String,
    },
    /// A rule is what a set of migrations is, rather than an opinion on it.
    #[error(
        "`{0}` in [package.metadata.migrate.rules] cannot be changed: without it there is no set of \
         migrations to build"
    )]
    Fixed(&'static str),
    /// `receipts` asks for nothing that there is.
    #[error(
        "`receipts` in [package.metadata.migrate] is not understood: write `\"off\"`, `\"warn\"` or \
         `\"require\"`, or one for each build, as in `{{ debug = \"warn\", release = \"require\" }}`"
    )]
    Receipts,
    /// `ignore` is not a list of names.
    #[error(
        "`ignore` in [package.metadata.migrate] is not a list of names: write \
         `ignore = [\"spatial_*\", \"audit\"]`"
    )]
    Ignore,
    /// No layout has that name.
    #[error(
        "unknown layout `{written}` in [package.metadata.migrate]: the layouts are {}",
        Layout::ALL.map(|layout| format!("`{layout}`")).join(", ")
    )]
    Layout {
        /// What is written.
        written: String,
    },
    /// `pairing` is neither of the two.
    #[error(
        "`pairing = \"{written}\"` in [package.metadata.migrate] is not understood: write \
         `\"required\"`, or `\"optional\"` where migrations may have no down"
    )]
    Pairing {
        /// What is written.
        written: String,
    },
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
pub const NO_DIALECT: &str = "the dialect is not known: write `dialect = \"sqlite\"` (or `postgres`, \
                              `mysql`, `mariadb`) under [package.metadata.migrate] in Cargo.toml";

/// Reads the metadata from the text of a Cargo.toml.
///
/// # Errors
///
/// When there is anything in it that has no meaning.
pub fn parse(manifest: &str) -> Result<Config, ConfigError> {
    let document =
        DeTable::parse(manifest).map_err(|error| ConfigError::Toml(error.to_string()))?;
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
    let written = [string("target")?, string("dialect")?].into_iter().flatten();
    Ok(Config {
        target: target.or(dialect),
        assumed: !written.into_iter().any(names_version),
        dir: string("dir")?.map(str::to_owned),
        layout: string("layout")?.map(layout).transpose()?,
        pairing: string("pairing")?.map_or(Ok(Pairing::default()), pairing)?,
        since: string("since")?.map(since).transpose()?,
        receipts: table
            .get("receipts")
            .map_or(Some(Demands::default()), |it| demands(it.get_ref()))
            .ok_or(ConfigError::Receipts)?,
        ignore: table
            .get("ignore")
            .map_or(Some(Vec::new()), |it| names(it.get_ref()))
            .ok_or(ConfigError::Ignore)?,
        rules: table.get("rules").map_or_else(|| Ok(BTreeMap::new()), |it| levels(it.get_ref()))?,
    })
}

fn names(value: &DeValue<'_>) -> Option<Vec<String>> {
    let name = |it: &DeValue<'_>| it.as_str().map(str::to_owned);
    value.as_array()?.iter().map(|it| name(it.get_ref())).collect()
}

/// Whether a `target` names the server's version beside its dialect.
#[must_use]
pub fn names_version(target: &str) -> bool {
    target.trim().contains(' ')
}

/// Whether a set that violates the rule cannot be used at all.
fn is_fixed(rule: &Rule) -> bool {
    let judged = is_judgement(rule) || branches::rules::ALL.contains(&rule);
    rule.dialects.is_empty() && !judged && !receipts::rules::ALL.contains(&rule)
}

fn demands(written: &DeValue<'_>) -> Option<Demands> {
    let demand = |value: &DeValue<'_>| value.as_str().and_then(Demand::parse);
    let Some(table) = written.as_table() else { return demand(written).map(Demands::always) };
    let of = |build: &str| match table.get(build) {
        None => Some(None),
        Some(value) => demand(value.get_ref()).map(Some),
    };
    let is_build = |key: &str| matches!(key, "debug" | "release");
    let known = table.keys().all(|key| is_build(key.get_ref()));
    let demands = Demands { debug: of("debug")?, release: of("release")? };
    known.then_some(demands)
}

fn layout(written: &str) -> Result<Layout, ConfigError> {
    Layout::named(written).ok_or_else(|| ConfigError::Layout { written: written.to_owned() })
}

fn pairing(written: &str) -> Result<Pairing, ConfigError> {
    match written {
        "required" => Ok(Pairing::Required),
        "optional" => Ok(Pairing::Optional),
        _ => Err(ConfigError::Pairing { written: written.to_owned() }),
    }
}

fn since(written: &str) -> Result<Version, ConfigError> {
    Version::parse(written)
        .map_err(|error| ConfigError::Since { written: written.to_owned(), error })
}

fn levels(rules: &DeValue<'_>) -> Result<BTreeMap<String, Level>, ConfigError> {
    let table = rules.as_table().ok_or(ConfigError::RulesNotATable)?;
    table.iter().map(|(name, value)| level(name.get_ref(), value.get_ref())).collect()
}

fn level(name: &str, value: &DeValue<'_>) -> Result<(String, Level), ConfigError> {
    let rule = rules::find(name)
        .map_err(|meant| ConfigError::UnknownRule { name: name.to_owned(), meant })?;
    let written = value.as_str();
    let level = written.and_then(Level::parse).ok_or_else(|| ConfigError::Level {
        rule: name.to_owned(),
        written: written.map_or_else(|| "...".to_owned(), |written| format!("\"{written}\"")),
    })?;
    if is_fixed(rule) && level != rule.level {
        return Err(ConfigError::Fixed(rule.name));
    }
    Ok((rule.name.to_owned(), level))
}

fn find<'a>(document: &'a DeTable<'a>) -> Option<&'a DeValue<'a>> {
    let package = document.get("package")?.get_ref().as_table()?;
    let metadata = package.get("metadata")?.get_ref().as_table()?;
    Some(metadata.get("migrate")?.get_ref())
}

#[cfg(test)]
mod tests;
