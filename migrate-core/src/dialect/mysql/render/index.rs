//! Indexes.

use std::fmt::Write as _;

use super::{literal, name, path, spelled};
use crate::schema::{Index, IndexColumn, IndexKey, KeyColumn, Name};

/// `CREATE INDEX`.
#[must_use]
pub fn create_index(table: &Name, called: &str, index: &Index) -> String {
    let (kind, rest) = parts(index);
    let kind = kind.map(|kind| format!("{kind} ")).unwrap_or_default();
    format!("CREATE {kind}INDEX {} ON {} {rest};", name(called), path(table))
}

/// An index as `CREATE TABLE` and `ADD` want it.
pub(super) fn key(called: &str, index: &Index) -> String {
    let (kind, rest) = parts(index);
    format!(
        "{} {} {rest}",
        kind.map_or("KEY".to_owned(), |kind| format!("{kind} KEY")),
        name(called)
    )
}

/// The word in front of `INDEX`, and what follows the name.
fn parts(index: &Index) -> (Option<&'static str>, String) {
    let (kind, using) = match index.method.as_deref() {
        Some("fulltext") => (Some("FULLTEXT"), None),
        Some("spatial") => (Some("SPATIAL"), None),
        Some("vector") => (Some("VECTOR"), None),
        other => (index.unique.then_some("UNIQUE"), other),
    };
    let parts: Vec<String> = index.columns.iter().map(part).collect();
    let mut text = format!("({})", parts.join(", "));
    if let Some(method) = using {
        let _ = write!(text, " USING {}", method.to_ascii_uppercase());
    }
    for (key, value) in &index.settings {
        match key.as_str() {
            "parser" => text.push_str(&format!(" WITH PARSER {value}")),
            key if key == crate::replay::IMPLICIT => {}
            key => text.push_str(&format!(" {}={value}", key.to_ascii_uppercase())),
        }
    }
    if let Some(comment) = &index.comment {
        let _ = write!(text, " COMMENT {}", literal(comment));
    }
    if index.invisible {
        text += " INVISIBLE";
    }
    (kind, text)
}

fn part(part: &IndexColumn) -> String {
    let key = match &part.key {
        IndexKey::Column(column) => name(column),
        IndexKey::Expression(expression) => format!("({})", spelled(expression)),
    };
    key + &order(part.prefix, part.descending)
}

fn order(prefix: Option<u32>, descending: bool) -> String {
    let prefix = prefix.map(|length| format!("({length})")).unwrap_or_default();
    format!("{prefix}{}", if descending { " DESC" } else { "" })
}

/// The columns of a key.
pub(super) fn key_columns(columns: &[KeyColumn]) -> String {
    let columns = columns.iter();
    let columns = columns.map(|it| name(&it.name) + &order(it.prefix, it.descending));
    columns.collect::<Vec<_>>().join(", ")
}
