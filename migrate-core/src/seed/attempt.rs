//! One way to make a row, and what is changed of it after the engine refused it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::schema::{IndexKey, Table};
use crate::sql::normal;

/// Which row is tried, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    pub(super) row: usize,
    /// As it is meant to be, ordinary, with as little as possible, or by chance.
    pub(super) variant: usize,
    /// How many were refused.
    pub(super) tried: usize,
    /// How often each of the [`Suspect`]s was changed.
    pub(super) changes: BTreeMap<usize, usize>,
}

/// Something that the engine names when it refuses a row, and the columns that are to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suspect {
    /// The names or texts by which it may be named.
    names: Vec<String>,
    pub(super) columns: Vec<String>,
}

/// Whatever a row of the table can violate.
pub(super) fn suspects(table: &Table, dialect: Dialect) -> Vec<Suspect> {
    let among = |text: &str| -> Vec<String> {
        let names: BTreeSet<String> =
            normal::names_in(text, dialect).iter().map(|name| name.to_lowercase()).collect();
        let columns = table.columns.iter().map(|column| column.name.clone());
        columns.filter(|name| names.contains(&name.to_lowercase())).collect()
    };
    let mut found = Vec::new();
    let mut add = |names: Vec<Option<&str>>, columns: Vec<String>| {
        let names = names.into_iter().flatten().map(str::to_owned).collect();
        found.push(Suspect { names, columns });
    };
    for check in &table.checks {
        add(vec![check.name.as_deref(), Some(&check.expression)], among(&check.expression));
    }
    let keys = table.uniques.iter().map(|key| (key.name.as_deref(), &key.columns));
    let primary =
        table.primary_key.iter().map(|key| (key.name.as_deref().or(Some("PRIMARY")), &key.columns));
    for (name, columns) in keys.chain(primary) {
        add(vec![name], columns.iter().map(|column| column.name.clone()).collect());
    }
    for (name, index) in table.indexes.iter().filter(|(_, index)| index.unique) {
        let columns = index.columns.iter().flat_map(|column| match &column.key {
            IndexKey::Column(name) => vec![name.clone()],
            IndexKey::Expression(text) => among(text),
        });
        add(vec![Some(name)], columns.collect());
    }
    for key in &table.foreign_keys {
        add(vec![key.name.as_deref()], key.columns.clone());
    }
    for exclusion in &table.exclusions {
        add(vec![exclusion.name.as_deref()], among(&exclusion.definition));
    }
    // Longer names first, which may hold shorter ones. A column is named where nothing else is.
    found.sort_by_key(|it: &Suspect| std::cmp::Reverse(it.names.iter().map(String::len).max()));
    for column in &table.columns {
        let domain = format!("domain {}", column.data_type);
        let names = vec![column.name.clone(), domain];
        found.push(Suspect { names, columns: vec![column.name.clone()] });
    }
    found
}

/// The one that a message names.
pub(super) fn blamed(suspects: &[Suspect], message: &str) -> Option<usize> {
    let line = message.lines().find(|line| !line.trim().is_empty()).unwrap_or(message);
    // An expression is printed with other blanks than it is kept with.
    let packed = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let packed_line = packed(line);
    let named = |name: &String| {
        if name.contains(' ') && !name.starts_with("domain ") {
            return packed_line.contains(&packed(name));
        }
        let stands = |(at, _): (usize, &str)| {
            let before = line[..at].chars().next_back();
            let after = line[at + name.len()..].chars().next();
            let part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
            // A quote, a dot or a colon stands in front of what is meant as a name.
            let meant = name.contains(' ') || matches!(before, Some('"' | '\'' | '`' | '.' | ' '));
            meant && !part(before) && !part(after)
        };
        !name.is_empty() && line.match_indices(name.as_str()).any(stands)
    };
    suspects
        .iter()
        .position(|suspect| suspect.names.iter().any(named) && !suspect.columns.is_empty())
}
