//! Columns: defined, added, altered, dropped.

use std::fmt::Write as _;

use super::{name, path, spelled};
use crate::dialect::Dialect;
use crate::dialect::postgres::catalog::NOT_NULL;
use crate::render::Scene;
use crate::schema::{Column, Identity, Name, TableOptions};
use crate::sql::{lexer, quote};

/// A column as `CREATE TABLE` and `ADD COLUMN` want it.
pub(super) fn column(column: &Column) -> String {
    let mut text = format!("{} {}", name(&column.name), column.data_type);
    if let Some(collation) = &column.collation {
        let _ = write!(text, " COLLATE {collation}");
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(text, " GENERATED ALWAYS AS ({}) {kind}", spelled(&generated.expression));
    }
    match identity(column) {
        Some(identity) => text += &identity,
        None if !column.nullable => text += &not_null(column),
        None => {}
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {}", value(default));
    }
    text
}

/// `NOT NULL`, as the constraint that it is from version 18 on.
fn not_null(column: &Column) -> String {
    let [named, _, no_inherit] = NOT_NULL.map(|key| column.settings.get(key));
    let named = named.map(|given| format!(" CONSTRAINT {}", name(given))).unwrap_or_default();
    format!("{named} NOT NULL{}", no_inherit.map_or("", |_| " NO INHERIT"))
}

/// A default: in a definition, what has words for operators needs parentheses (`b_expr` in the grammar).
fn value(default: &str) -> String {
    const WORDS: [&str; 12] = [
        "and", "at", "between", "collate", "ilike", "in", "is", "like", "not", "or", "overlaps",
        "similar",
    ];
    let tokens = lexer::significant(default, Dialect::Postgres);
    let mut depth = 0_usize;
    let is_worded = tokens.iter().any(|token| {
        depth += usize::from(token.is_symbol(default, "("));
        depth -= usize::from(depth > 0 && token.is_symbol(default, ")"));
        depth == 0 && WORDS.iter().any(|word| token.is_word(default, word))
    });
    if is_worded { format!("({})", spelled(default)) } else { spelled(default) }
}

/// `GENERATED … AS IDENTITY`; such a column is NOT NULL anyway.
fn identity(column: &Column) -> Option<String> {
    let kind = match column.identity? {
        Identity::Always => "ALWAYS",
        Identity::ByDefault => "BY DEFAULT",
        Identity::AutoIncrement => return None,
    };
    Some(format!(" GENERATED {kind} AS IDENTITY"))
}

/// What a definition has no place for.
pub(super) fn rest(table: &Name, column: &Column) -> Vec<String> {
    let bare = Column { comment: None, settings: [].into(), ..column.clone() };
    attributes(table, &bare, column)
}

/// Comments and settings that differ.
fn attributes(table: &Name, old: &Column, new: &Column) -> Vec<String> {
    let mut statements = Vec::new();
    let head = format!("ALTER TABLE {} ALTER COLUMN {}", path(table), name(&new.name));
    for key in old
        .settings
        .keys()
        .chain(new.settings.keys().filter(|key| !old.settings.contains_key(*key)))
    {
        let (before, after) = (old.settings.get(key), new.settings.get(key));
        if before == after || NOT_NULL.contains(&key.as_str()) {
            continue;
        }
        let action = match (key.as_str(), after) {
            ("storage" | "compression", Some(value)) => {
                format!("SET {} {value}", key.to_ascii_uppercase())
            }
            ("storage" | "compression", None) => {
                format!("SET {} DEFAULT", key.to_ascii_uppercase())
            }
            ("statistics", value) => {
                format!("SET STATISTICS {}", value.map_or("-1", String::as_str))
            }
            (_, Some(value)) => format!("SET ({key} = {value})"),
            (_, None) => format!("RESET ({key})"),
        };
        statements.push(format!("{head} {action};"));
    }
    if old.comment != new.comment {
        let text = quote::optional(new.comment.as_deref());
        let column = format!("{}.{}", path(table), name(&new.name));
        statements.push(format!("COMMENT ON COLUMN {column} IS {text};"));
    }
    statements
}

/// The tables whose columns a table has as well.
fn parents<'s>(scene: Scene<'s>, table: &Name) -> impl Iterator<Item = &'s Name> {
    let options = scene.to.tables.get(table).map(|table| &table.options);
    options.into_iter().flat_map(TableOptions::parents)
}

/// Whether the change of a parent has brought the column to this state already.
fn comes_from_parent(scene: Scene<'_>, table: &Name, column: &Column) -> bool {
    parents(scene, table).any(|parent| {
        let parent = scene.now.tables.get(parent);
        parent.and_then(|parent| parent.column(&column.name)).is_some_and(|of| of == column)
    })
}

/// `ADD COLUMN`.
pub(super) fn add(scene: Scene<'_>, table: &Name, new: &Column) -> Option<Vec<String>> {
    if comes_from_parent(scene, table, new) {
        return Some(Vec::new());
    }
    let mut statements = vec![format!("ALTER TABLE {} ADD COLUMN {};", path(table), column(new))];
    statements.extend(rest(table, new));
    Some(statements)
}

/// `DROP COLUMN`.
pub(super) fn drop(scene: Scene<'_>, table: &Name, old: &str) -> Vec<String> {
    let went = parents(scene, table).any(|parent| {
        let had = scene.from.tables.get(parent).is_some_and(|it| it.column(old).is_some());
        had && scene.now.tables.get(parent).is_some_and(|it| it.column(old).is_none())
    });
    if went {
        return Vec::new();
    }
    vec![format!("ALTER TABLE {} DROP COLUMN {};", path(table), name(old))]
}

/// One `ALTER TABLE` with what differs, then what it has no action for.
pub(super) fn alter(scene: Scene<'_>, table: &Name, new: &Column) -> Option<Vec<String>> {
    let old = scene.now.tables.get(table)?.column(&new.name)?;
    if comes_from_parent(scene, table, new) {
        return Some(Vec::new());
    }
    let mut actions = Vec::new();
    if old.generated != new.generated {
        match (&old.generated, &new.generated) {
            (Some(_), None) => actions.push("DROP EXPRESSION".to_owned()),
            // An expression can be set since PostgreSQL 17 only.
            _ => return None,
        }
    }
    let is_identity = |column: &Column| identity(column).is_some();
    if is_identity(old) && !is_identity(new) {
        actions.push("DROP IDENTITY".to_owned());
    }
    let retyped = old.data_type != new.data_type || old.collation != new.collation;
    if old.default.is_some() && (new.default.is_none() || retyped && old.default != new.default) {
        actions.push("DROP DEFAULT".to_owned());
    }
    if retyped {
        actions.push(retype(old, new));
    }
    if old.nullable != new.nullable {
        actions.push(if new.nullable { "DROP NOT NULL" } else { "SET NOT NULL" }.to_owned());
    }
    if let Some(default) = new.default.as_ref().filter(|_| old.default != new.default) {
        actions.push(format!("SET DEFAULT {}", spelled(default)));
    }
    match (identity(old), identity(new)) {
        (None, Some(identity)) => actions.push(format!("ADD{identity}")),
        (Some(_), Some(_)) if old.identity != new.identity => {
            let always = new.identity == Some(Identity::Always);
            actions.push(format!("SET GENERATED {}", if always { "ALWAYS" } else { "BY DEFAULT" }));
        }
        _ => {}
    }
    let mut statements = Vec::new();
    if !actions.is_empty() {
        let column = format!("ALTER COLUMN {}", name(&new.name));
        let actions: Vec<String> = actions.iter().map(|it| format!("{column} {it}")).collect();
        statements.push(format!("ALTER TABLE {} {};", path(table), actions.join(", ")));
    }
    statements.extend(attributes(table, old, new));
    Some(statements)
}

/// `TYPE`, with the cast that PostgreSQL does not make by itself.
fn retype(old: &Column, new: &Column) -> String {
    let mut text = format!("TYPE {}", new.data_type);
    if let Some(collation) = &new.collation {
        let _ = write!(text, " COLLATE {collation}");
    }
    if !is_implicit(&old.data_type, &new.data_type) {
        let _ = write!(text, " USING {}::{}", name(&new.name), new.data_type);
    }
    text
}

/// Whether values become those of the other type by assignment
/// (<https://www.postgresql.org/docs/current/sql-createcast.html>): every type becomes text, and
/// those of one family each other.
fn is_implicit(from: &str, to: &str) -> bool {
    let is_text = |it: &str| it.starts_with("character") || it == "text" || it == "name";
    let families: [&[&str]; 2] = [
        &["smallint", "integer", "bigint", "numeric", "real", "double precision"],
        &["date", "timestamp", "time"],
    ];
    let in_one = |family: &&[&str]| {
        [from, to].iter().all(|it| family.iter().any(|member| it.starts_with(member)))
    };
    is_text(to) || families.iter().any(in_one) || from.split('(').next() == to.split('(').next()
}
