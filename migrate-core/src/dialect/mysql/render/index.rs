//! Indexes, which are parts of a table.

use std::fmt::Write as _;

use super::{literal, name, spelled};
use crate::dialect::Target;
use crate::schema::{Index, IndexColumn, IndexKey, KeyColumn};

/// An index as `CREATE TABLE` and `ADD` want it.
pub(super) fn key(called: &str, index: &Index, target: Target) -> String {
    let (kind, using) = match index.method.as_deref() {
        Some("fulltext") => ("FULLTEXT KEY", None),
        Some("spatial") => ("SPATIAL KEY", None),
        Some("vector") => ("VECTOR KEY", None),
        other => (if index.unique { "UNIQUE KEY" } else { "KEY" }, other),
    };
    let parts: Vec<String> = index.columns.iter().map(part).collect();
    let mut text = format!("{kind} {} ({})", name(called), parts.join(", "));
    if let Some(method) = using {
        let _ = write!(text, " USING {}", method.to_ascii_uppercase());
    }
    for (key, value) in &index.settings {
        match key.as_str() {
            "parser" => drop(write!(text, " WITH PARSER {value}")),
            key if key == crate::replay::IMPLICIT => {}
            "using" => drop(write!(text, " USING {}", value.to_ascii_uppercase())),
            key => drop(write!(text, " {}={value}", key.to_ascii_uppercase())),
        }
    }
    if let Some(comment) = &index.comment {
        let _ = write!(text, " COMMENT {}", literal(comment));
    }
    if index.invisible {
        text += if target.is_mariadb { " IGNORED" } else { " INVISIBLE" };
    }
    text
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
