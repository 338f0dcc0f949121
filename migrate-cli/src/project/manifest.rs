//! Cargo.toml, as far as `cargo migrate init` writes to it.

use std::fs;

use migrate_core::config::{self, Config};
use toml_edit::{DocumentMut, InlineTable, Item, Table, value};

use super::file;
use super::package::Package;
use crate::error::CliError;

/// Adds what `[package.metadata.migrate]` lacks, and leaves the rest of the file as it is.
pub(crate) fn complete(package: &Package, missing: &[(&str, String)]) -> Result<(), CliError> {
    let path = super::shown(&package.manifest);
    let failed = |doing| {
        let path = path.clone();
        move |error| CliError::File { doing, path, error }
    };
    let text = fs::read_to_string(&package.manifest).map_err(failed("reading"))?;
    let text = completed(&text, missing)
        .map_err(|reason| CliError::Manifest { manifest: path.clone().into(), reason })?;
    file::replace(&package.manifest, text.as_bytes()).map_err(failed("writing"))
}

/// The text of a manifest with more in its metadata.
fn completed(text: &str, missing: &[(&str, String)]) -> Result<String, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let package = document.get_mut("package").ok_or("it has no [package]")?;
    let metadata = child(package, "metadata").ok_or("`package.metadata` is not a table")?;
    let migrate = child(metadata, "migrate").ok_or("`package.metadata.migrate` is not a table")?;
    let table = migrate.as_table_like_mut().ok_or("`package.metadata.migrate` is not a table")?;
    for (key, text) in missing {
        table.insert(key, value(text));
    }
    let text = document.to_string();
    // What is written must be what is read, in whatever way the file spells its tables.
    let read = config::parse(&text).map_err(|error| error.to_string())?;
    if has_all(&read, missing) {
        Ok(text)
    } else {
        Err("it is spelled in an unusual way".to_owned())
    }
}

fn has_all(config: &Config, expected: &[(&str, String)]) -> bool {
    expected.iter().all(|(key, value)| match *key {
        "dir" => config.dir.as_ref() == Some(value),
        "layout" => config.layout.is_some_and(|layout| layout.name() == value),
        "since" => config.since.as_ref().is_some_and(|since| since.as_str() == value),
        _ => config.target.is_some(),
    })
}

/// The item `key` of `parent`; if there is none, a table in the way its parent is written.
fn child<'a>(parent: &'a mut Item, key: &str) -> Option<&'a mut Item> {
    let inline = parent.as_table().is_none_or(Table::is_dotted);
    let parent = parent.as_table_like_mut()?;
    if !parent.contains_key(key) {
        let new = if inline { value(InlineTable::new()) } else { Item::Table(implicit()) };
        parent.insert(key, new);
    }
    parent.get_mut(key)
}

/// A table without a heading of its own, unless it comes to hold values.
fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect() -> Vec<(&'static str, String)> {
        vec![("dialect", "sqlite".to_owned())]
    }

    #[test]
    fn a_table_is_added_and_the_rest_stays_as_it_is() {
        let text = "# a comment\n[package]\nname = 'x' # odd\n\n[dependencies]\nserde = \"1\"\n";
        let expected = "# a comment\n[package]\nname = 'x' # odd\n\n[package.metadata.migrate]\n\
                        dialect = \"sqlite\"\n\n[dependencies]\nserde = \"1\"\n";
        assert_eq!(completed(text, &dialect()).unwrap(), expected);
    }

    #[test]
    fn a_table_is_completed_however_it_is_spelled() {
        for text in [
            "[package]\nname = \"x\"\n",
            "[package]\nname = \"x\"\n[package.metadata.docs.rs]\nall-features = true\n",
            "[package]\nname = \"x\"\n[package.metadata.migrate]\ndir = \"db\"\n",
            "[package]\nmetadata = { migrate = { dir = \"db\" } }\n",
            "[package]\nmetadata.docs = { all = true }\nname = \"x\"\n",
            "package = { name = \"x\" }\n",
            "package.name = \"x\"\n",
        ] {
            let new = completed(text, &dialect()).unwrap();
            assert!(config::parse(&new).unwrap().target.is_some(), "{new}");
        }
        let both =
            completed("[package]\n", &[dialect().remove(0), ("dir", "db/it".to_owned())]).unwrap();
        assert_eq!(config::parse(&both).unwrap().dir.as_deref(), Some("db/it"));
    }

    #[test]
    fn what_is_no_package_is_refused() {
        assert!(completed("[workspace]\n", &dialect()).is_err());
        assert!(completed("[package]\nmetadata = 1\n", &dialect()).is_err());
    }
}
