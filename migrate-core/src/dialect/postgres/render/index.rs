//! Indexes.

use std::fmt::Write as _;

use super::{name, names, parameters, path, spelled};
use crate::schema::{Index, IndexColumn, IndexKey, Name};
use crate::sql::quote;

/// `CREATE INDEX`, on a table or a materialised view.
fn create_index(table: &Name, called: &str, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut text = format!("CREATE {unique}INDEX {} ON {}", name(called), path(table));
    if let Some(method) = &index.method {
        let _ = write!(text, " USING {}", name(method));
    }
    let parts: Vec<String> = index.columns.iter().map(part).collect();
    let _ = write!(text, " ({})", parts.join(", "));
    if !index.include.is_empty() {
        let _ = write!(text, " INCLUDE ({})", names(&index.include));
    }
    if index.nulls_not_distinct {
        text += " NULLS NOT DISTINCT";
    }
    let parameters = parameters(&index.settings);
    if !parameters.is_empty() {
        let _ = write!(text, " WITH ({parameters})");
    }
    if let Some(tablespace) = index.settings.get("tablespace") {
        let _ = write!(text, " TABLESPACE {}", name(tablespace));
    }
    if let Some(predicate) = &index.predicate {
        let _ = write!(text, " WHERE {}", spelled(predicate));
    }
    text + ";"
}

fn part(part: &IndexColumn) -> String {
    let mut text = match &part.key {
        IndexKey::Column(column) => name(column),
        IndexKey::Expression(expression) => format!("({})", spelled(expression)),
    };
    if let Some(collation) = &part.collation {
        let _ = write!(text, " COLLATE {collation}");
    }
    if let Some(class) = &part.operator_class {
        let _ = write!(text, " {class}");
    }
    if part.descending {
        text += " DESC";
    }
    match part.nulls_first {
        Some(true) => text += " NULLS FIRST",
        Some(false) => text += " NULLS LAST",
        None => {}
    }
    text
}

/// `CREATE INDEX` and what it has no clause for.
pub(super) fn create(table: &Name, called: &str, index: &Index) -> Vec<String> {
    let place = table.beside(called);
    let mut statements = vec![create_index(table, called, index)];
    for (key, value) in &index.settings {
        if let Some(column) = key.strip_prefix("statistics of ") {
            statements.push(format!(
                "ALTER INDEX {} ALTER COLUMN {column} SET STATISTICS {value};",
                path(&place)
            ));
        }
    }
    if let Some(comment) = &index.comment {
        let text = quote::literal(comment);
        statements.push(format!("COMMENT ON INDEX {} IS {text};", path(&place)));
    }
    statements
}

/// `DROP INDEX`: an index lives in the namespace of its table.
pub(super) fn drop(table: &Name, called: &str) -> Vec<String> {
    let place = table.beside(called);
    vec![format!("DROP INDEX {};", path(&place))]
}
