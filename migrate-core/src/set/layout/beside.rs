//! Files beside the scripts of a migration that say whether these run in a transaction.

/// Such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// diesel's, in the directory of the migration.
    MetadataToml,
    /// Flyway's, named as the script and with `.conf` behind it.
    ScriptConfig,
}

impl Beside {
    /// Where it stands for a script, relative to the directory.
    pub(in crate::set) fn of(self, script: &str) -> String {
        match self {
            Self::MetadataToml => {
                let directory = script.rsplit_once('/').map_or("", |(directory, _)| directory);
                format!("{directory}/{}", Self::METADATA)
            }
            Self::ScriptConfig => format!("{script}{}", Self::BEHIND),
        }
    }

    /// The entry of the directory that it stands beside or in, by its own.
    pub(super) fn script(self, entry: &str) -> &str {
        match self {
            Self::MetadataToml => entry,
            Self::ScriptConfig => entry.strip_suffix(Self::BEHIND).unwrap_or(entry),
        }
    }

    /// Whether an entry, of the migration's directory or of the whole one, is such a file.
    pub(in crate::set) fn is(self, name: &str) -> bool {
        match self {
            Self::MetadataToml => name == Self::METADATA,
            Self::ScriptConfig => name.ends_with(Self::CONFIG),
        }
    }

    const METADATA: &'static str = "metadata.toml";
    const CONFIG: &'static str = ".sql.conf";
    const BEHIND: &'static str = ".conf";
}

/// Whether such a file says that the scripts run outside a transaction.
///
/// # Errors
///
/// When it cannot be read, with the reason.
pub(in crate::set) fn says_outside(beside: Beside, text: &str) -> Result<bool, String> {
    match beside {
        Beside::MetadataToml => {
            let table =
                toml::de::DeTable::parse(text).map_err(|error| error.message().to_owned())?;
            let inside = table.get_ref().get("run_in_transaction").map(|it| it.get_ref().as_bool());
            match inside {
                Some(None) => Err("`run_in_transaction` is neither true nor false".to_owned()),
                // For diesel a file without the key says `false`, and no file says `true`.
                inside => Ok(inside.flatten() != Some(true)),
            }
        }
        Beside::ScriptConfig => {
            let value = |line: &str| {
                let (key, value) = line.split_once('=')?;
                (key.trim() == "executeInTransaction").then(|| value.trim() == "false")
            };
            Ok(text.lines().find_map(value).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_diesel_without_the_key_means_no_transaction() {
        let outside = |text| says_outside(Beside::MetadataToml, text);
        assert_eq!(outside(""), Ok(true));
        assert_eq!(outside("run_in_transaction = false"), Ok(true));
        assert_eq!(outside("run_in_transaction = true"), Ok(false));
        assert!(outside("run_in_transaction = 1").is_err());
        assert!(outside("run_in_transaction").is_err());
    }

    #[test]
    fn a_file_of_flyway_says_it() {
        let outside = |text| says_outside(Beside::ScriptConfig, text);
        assert_eq!(outside("executeInTransaction=false\n"), Ok(true));
        assert_eq!(outside("encoding=UTF-8\nexecuteInTransaction = true"), Ok(false));
        assert_eq!(outside(""), Ok(false));
    }

    #[test]
    fn a_file_stands_beside_its_script() {
        assert_eq!(Beside::MetadataToml.of("1_a/up.sql"), "1_a/metadata.toml");
        assert_eq!(Beside::ScriptConfig.of("V1__a.sql"), "V1__a.sql.conf");
    }
}
