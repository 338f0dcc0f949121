//! The model as SQL: what a person pastes, so names have quotes only where they need them.

use std::fmt::Write as _;

use crate::dialect::Dialect;
use crate::schema::{
    Action, Column, Constraint, Deferrable, ForeignKey, Index, IndexColumn, IndexKey, KeyColumn,
    Name,
};
use crate::sql::quote;
use crate::sql::spelled::spelled;

/// A name as SQL.
#[must_use]
pub fn name(name: &str) -> String {
    quote::identifier(name, Dialect::Postgres)
}

/// The name of a table or anything else with a namespace.
#[must_use]
pub fn path(path: &Name) -> String {
    if path.namespace.is_empty() {
        return name(&path.name);
    }
    format!("{}.{}", name(&path.namespace), name(&path.name))
}

/// A column as `ADD COLUMN` wants it; nothing where the engine numbers it or keeps more of it.
#[must_use]
pub fn column(column: &Column) -> Option<String> {
    if column.identity.is_some() || !column.settings.is_empty() {
        return None;
    }
    let mut text = format!("{} {}", name(&column.name), column.data_type);
    if let Some(collation) = &column.collation {
        let _ = write!(text, " COLLATE {}", name(collation));
    }
    if let Some(generated) = column.generated.as_ref().filter(|it| it.stored) {
        let _ = write!(text, " GENERATED ALWAYS AS ({}) STORED", expression(&generated.expression));
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {}", expression(default));
    }
    Some(text)
}

/// A constraint as `ADD` wants it; nothing for what only one version has.
#[must_use]
pub fn constraint(constraint: &Constraint) -> Option<String> {
    let definition = match constraint {
        Constraint::PrimaryKey(key) if !key.without_overlaps => {
            let (include, when) = (include(&key.include), when(key.deferrable));
            format!("PRIMARY KEY ({}){include}{when}", keys(&key.columns))
        }
        Constraint::Unique(key) if !key.without_overlaps => {
            let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            let (include, when) = (include(&key.include), when(key.deferrable));
            format!("UNIQUE{nulls} ({}){include}{when}", keys(&key.columns))
        }
        Constraint::Check(check) if !check.not_enforced => {
            let inherit = if check.no_inherit { " NO INHERIT" } else { "" };
            let valid = if check.not_valid { " NOT VALID" } else { "" };
            format!("CHECK ({}){inherit}{valid}", expression(&check.expression))
        }
        Constraint::ForeignKey(key) if !key.not_enforced && !key.period => foreign_key(key),
        Constraint::Exclusion(it) => {
            format!("EXCLUDE {}{}", expression(&it.definition), when(it.deferrable))
        }
        _ => return None,
    };
    Some(match constraint.name() {
        Some(given) => format!("CONSTRAINT {} {definition}", name(given)),
        None => definition,
    })
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", names(&key.columns), path(&key.references));
    if !key.referenced_columns.is_empty() {
        let _ = write!(text, " ({})", names(&key.referenced_columns));
    }
    if key.match_full {
        text.push_str(" MATCH FULL");
    }
    if key.on_delete != Action::NoAction {
        let _ = write!(text, " ON DELETE {}", key.on_delete.sql());
        if !key.on_delete_columns.is_empty() {
            let _ = write!(text, " ({})", names(&key.on_delete_columns));
        }
    }
    if key.on_update != Action::NoAction {
        let _ = write!(text, " ON UPDATE {}", key.on_update.sql());
    }
    text.push_str(when(key.deferrable));
    if key.not_valid {
        text.push_str(" NOT VALID");
    }
    text
}

const fn when(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn include(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", names(columns)) }
}

fn names(columns: &[String]) -> String {
    columns.iter().map(|column| name(column)).collect::<Vec<_>>().join(", ")
}

fn keys(columns: &[KeyColumn]) -> String {
    columns.iter().map(|column| name(&column.name)).collect::<Vec<_>>().join(", ")
}

/// `CREATE INDEX`; nothing where the engine keeps storage parameters of it.
#[must_use]
pub fn create_index(table: &Name, called: &str, index: &Index) -> Option<String> {
    if !index.settings.is_empty() {
        return None;
    }
    let parts: Vec<String> = index.columns.iter().map(part).collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.as_ref().map_or_else(String::new, |it| format!(" USING {it}"));
    let nulls = if index.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let filter = index.predicate.as_ref();
    let filter = filter.map_or_else(String::new, |it| format!(" WHERE {}", expression(it)));
    Some(format!(
        "CREATE {unique}INDEX {} ON {}{method} ({}){}{nulls}{filter};",
        name(called),
        path(table),
        parts.join(", "),
        include(&index.include)
    ))
}

fn part(part: &IndexColumn) -> String {
    let mut text = match &part.key {
        IndexKey::Column(column) => name(column),
        IndexKey::Expression(it) => {
            let it = expression(it);
            if it.starts_with('(') || it.ends_with(')') { it } else { format!("({it})") }
        }
    };
    if let Some(collation) = &part.collation {
        let _ = write!(text, " COLLATE {}", name(collation));
    }
    if let Some(class) = &part.operator_class {
        let _ = write!(text, " {class}");
    }
    if part.descending {
        text.push_str(" DESC");
    }
    match part.nulls_first {
        Some(true) => text.push_str(" NULLS FIRST"),
        Some(false) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}

/// An expression in normal spelling as a person would write it.
#[must_use]
pub fn expression(normal: &str) -> String {
    spelled(normal, Dialect::Postgres)
}
