//! What keeps a column where it is, or under its name.

use crate::dialect::Dialect;
use crate::replay::column::Dropped;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::replay::{constraint, expression};
use crate::schema::{Check, Column, IndexKey, Name, Table};
use crate::text::Span;

/// Refuses to drop what is used: a key of several columns, and a check over this one alone, go with it or get
/// narrower, while whatever computes something from it keeps it.
pub(super) fn refuse_drop(work: &Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, span, .. } = *dropped;
    let what = format_args!("column `{column}` of table `{table}`");
    let of = work.table_at(table)?;
    let keys = of.foreign_keys.iter().filter(|key| key.columns.iter().any(|it| it == column));
    let keys = keys
        .map(|key| format!("foreign key `{}` needs it", key.name.as_deref().unwrap_or_default()));
    let others = constraint::references_to(work, table, |key| {
        key.referenced_columns.iter().any(|it| it.eq_ignore_ascii_case(column))
    });
    let others = others.iter().map(|(other, key)| {
        let name = key.name.as_deref().unwrap_or_default();
        format!("foreign key `{name}` of table `{other}` refers to it")
    });
    let names = |text: &str| expression::names(text, column, Dialect::Mysql);
    let checks = of.checks.iter().filter(|check| {
        let text = &check.expression;
        let is_other = |it: &Column| it.name != column;
        let mut others = of.columns.iter().filter(|it| is_other(it));
        let is_own = check.in_column && check.name.as_deref() == Some(column);
        !is_own && names(text) && others.any(|it| expression::names(text, &it.name, Dialect::Mysql))
    });
    let checks = checks.map(|check| {
        let name = check.name.as_deref().unwrap_or_default();
        format!("check `{name}` reads it and other columns")
    });
    let users: Vec<String> =
        keys.chain(others).chain(computed(work, of, column)).chain(checks).collect();
    if users.is_empty() { Ok(()) } else { Err(Refusal::dependents(what, users, span).about(table)) }
}

/// MySQL renames no column that an expression of its table names (3108, 3837, 3766, 3959; measured on 9.7),
/// while MariaDB rewrites them.
pub(super) fn refuse_rename(work: &Work<'_>, table: &Name, column: &str, span: Span) -> Outcome {
    if work.replay.target.is_mariadb {
        return Ok(());
    }
    let of = work.table_at(table)?;
    let reads = |check: &&Check| expression::names(&check.expression, column, Dialect::Mysql);
    let checks = of.checks.iter().filter(reads).map(|check| {
        let name = check.name.as_deref().unwrap_or_default();
        format!("check `{name}` reads it")
    });
    let users: Vec<String> = computed(work, of, column).into_iter().chain(checks).collect();
    if users.is_empty() {
        return Ok(());
    }
    let message =
        format!("column `{column}` of table `{table}` keeps its name: others read it by that");
    let refusal = Refusal::refused(message, span).about(table);
    Err(users.into_iter().fold(refusal, |refusal, user| refusal.note(user)))
}

/// What is computed from a column: others, and on MySQL parts of indexes and defaults, which MariaDB does
/// not have or does not look at.
fn computed(work: &Work<'_>, of: &Table, column: &str) -> Vec<String> {
    let names = |text: &str| expression::names(text, column, Dialect::Mysql);
    let generated = of.columns.iter().filter(|other| {
        other.generated.as_ref().is_some_and(|generated| names(&generated.expression))
    });
    let mut users: Vec<String> =
        generated.map(|other| format!("column `{}` is computed from it", other.name)).collect();
    if work.replay.target.is_mariadb {
        return users;
    }
    let is_default = |other: &&Column| {
        other.default.as_deref().is_some_and(|text| text.starts_with('(') && names(text))
    };
    let defaults = of.columns.iter().filter(is_default);
    users.extend(
        defaults.map(|it| format!("the default of column `{}` is computed from it", it.name)),
    );
    let reads = |key: &IndexKey| matches!(key, IndexKey::Expression(text) if names(text));
    let indexes =
        of.indexes.iter().filter(|(_, it)| it.columns.iter().any(|part| reads(&part.key)));
    users.extend(indexes.map(|(name, _)| format!("index `{name}` is computed from it")));
    users
}
