//! Sentences about the indexes of one table.

use super::table::{Pair, joined};
use super::{Residue, Subject, different};
use crate::schema::{Index, IndexColumn, IndexKey};

pub(super) fn residues(pair: &Pair<'_>) -> Vec<Residue> {
    let about = |name: &str| Subject::Index(pair.name.clone(), name.to_owned());
    let mut residues = Vec::new();
    for (name, expected) in &pair.expected.indexes {
        let subject = format!("index `{name}`");
        let said = match pair.found.indexes.get(name) {
            None => pair.which.missing(subject),
            Some(found) if found != expected => {
                let (is, was) = (definition(found), definition(expected));
                let said =
                    pair.which.other(&subject, &format!("is `{is}`"), &format!("was `{was}`"));
                let note = is_said_alone(found, expected) && is_tree(pair);
                residues.push(Residue { note, ..different(said, about(name)) });
                continue;
            }
            Some(_) => continue,
        };
        residues.push(different(said, about(name)));
    }
    let surplus =
        pair.found.indexes.keys().filter(|name| !pair.expected.indexes.contains_key(*name));
    residues
        .extend(surplus.map(|name| {
            different(pair.which.surplus(format_args!("index `{name}`")), about(name))
        }));
    residues
}

/// Whether they differ in nothing but that one says of which kind it is, which the other one is too (MySQL).
fn is_said_alone(found: &Index, expected: &Index) -> bool {
    let silent = |index: &Index| {
        let mut index = index.clone();
        index.settings.remove(USING);
        index
    };
    silent(found) == silent(expected)
}

/// Whether an index of the table that does not say of which kind it is, is a tree: where rows are in memory
/// it is a hash.
fn is_tree(pair: &Pair<'_>) -> bool {
    let hashes = |engine: &String| ["memory", "heap"].contains(&engine.to_lowercase().as_str());
    !pair.expected.options.engine.as_ref().is_some_and(hashes)
}

const USING: &str = "using";

/// The whole of it, so that two definitions that differ read differently.
pub(in crate::change) fn definition(index: &Index) -> String {
    let mut text = String::new();
    if index.unique {
        text.push_str("UNIQUE ");
    }
    if let Some(method) = &index.method {
        text.push_str(&format!("USING {method} "));
    }
    text.push_str(&format!("({})", joined(index.columns.iter().map(index_column))));
    if !index.include.is_empty() {
        let include = joined(index.include.iter().map(String::as_str));
        text.push_str(&format!(" INCLUDE ({include})"));
    }
    if index.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    if let Some(method) = index.settings.get(USING) {
        text.push_str(&format!(" USING {method}"));
    }
    for (name, value) in index.settings.iter().filter(|(name, _)| *name != USING) {
        text.push_str(&format!(" WITH ({name} = {value})"));
    }
    if let Some(predicate) = &index.predicate {
        text.push_str(&format!(" WHERE {predicate}"));
    }
    if index.invisible {
        text.push_str(" INVISIBLE");
    }
    if let Some(comment) = &index.comment {
        text.push_str(&format!(" COMMENT {comment}"));
    }
    text
}

fn index_column(column: &IndexColumn) -> String {
    let (IndexKey::Column(key) | IndexKey::Expression(key)) = &column.key;
    let prefix = column.prefix.map(|count| format!("({count})")).unwrap_or_default();
    let class = column.operator_class.as_ref().map(|class| format!(" {class}")).unwrap_or_default();
    let nulls = match column.nulls_first {
        None => "",
        Some(true) => " NULLS FIRST",
        Some(false) => " NULLS LAST",
    };
    let key = ordered(&format!("{key}{prefix}"), column.collation.as_deref(), false);
    let direction = if column.descending { " DESC" } else { "" };
    format!("{key}{class}{direction}{nulls}")
}

pub(super) fn ordered(key: &str, collation: Option<&str>, descending: bool) -> String {
    let collation = collation.map(|name| format!(" COLLATE {name}")).unwrap_or_default();
    format!("{key}{collation}{}", if descending { " DESC" } else { "" })
}
