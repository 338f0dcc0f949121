//! `ALTER COLUMN … TYPE`.

use super::alter::put;
use super::cast;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::replay::{constraint, expression, memory, types, view};
use crate::schema::{Column, Identity, Name, ObjectKind, ObjectName};
use crate::text::Span;

/// A column and the type that it is to have.
pub(super) struct TypeChange<'a> {
    pub(super) column: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// Whether the statement says how the values become others.
    pub(super) is_written: bool,
    pub(super) has_default: bool,
    pub(super) span: Span,
}

/// Gives a column another type.
pub(super) fn retype(
    work: &mut Work<'_>,
    table: &Name,
    old: &Column,
    change: &TypeChange<'_>,
    collation: Option<String>,
) -> Outcome {
    memory::check_type(work, change.to, change.span)?;
    check_numbered(work, table, old, change)?;
    cast::check(work, table, change)?;
    check_computed(work, table, change.column, change.span)?;
    types::check_rows(work, table, change.span)?;
    view::release(work, table, Some(change.column), &[], false)?;
    (work.replay.engine.follow_type)(work, table, old, change.to)?;
    let data_type = change.to.to_owned();
    let mut new = Column { data_type, collation, ..old.clone() };
    cast_default(work, old, &mut new);
    (work.replay.engine.normalize_default)(&mut new);
    put(work, table, old.clone(), new)?;
    constraint::check_types(work, table, change.span)
}

/// The default of an enumerated column stays a value of its type, and is cast to the new one.
fn cast_default(work: &Work<'_>, old: &Column, new: &mut Column) {
    let is_enum = matches!(cast::class(&old.data_type, work.schema()), Some(cast::Class::Enum(_)));
    let is_changed = is_enum && old.data_type != new.data_type;
    if let Some(default) = new.default.take_if(|_| is_changed) {
        new.default = Some(format!("{default} :: {}", old.data_type));
    }
}

/// The engine gives a column that others are computed from no other type.
fn check_computed(work: &Work<'_>, table: &Name, column: &str, span: Span) -> Outcome {
    let dialect = work.replay.engine.dialect;
    let is_from_it = |other: &&Column| {
        let generated = other.generated.as_ref();
        generated.is_some_and(|it| expression::names(&it.expression, column, dialect))
    };
    let user = work.table_at(table)?.columns.iter().find(is_from_it);
    let by = work.table_at(table)?.options.partition_by.as_deref();
    if work.replay.engine.binds && by.is_some_and(|by| expression::names(by, column, dialect)) {
        let message = format!("column `{column}` spreads the rows of table `{table}`");
        return Err(Refusal::refused(message, span).about(table));
    }
    let Some(user) = user.filter(|_| work.replay.engine.binds) else {
        return check_named(work, table, column, span);
    };
    let what = format_args!("the type of column `{column}` of table `{table}`");
    let others = [format!("column `{}` is computed from it", user.name)];
    Err(Refusal::dependents(what, others, span).about(table))
}

/// What numbers rows is a whole number.
fn check_numbered(work: &Work<'_>, table: &Name, old: &Column, change: &TypeChange<'_>) -> Outcome {
    let is_numbered = matches!(old.identity, Some(Identity::Always | Identity::ByDefault));
    let is_whole = matches!(change.to, "smallint" | "integer" | "bigint");
    if !work.replay.engine.binds || !is_numbered || is_whole {
        return Ok(());
    }
    let message =
        format!("identity column `{}` of table `{table}` must be a whole number", old.name);
    Err(Refusal::refused(message, change.span).about(table))
}

/// Nor one that a policy, trigger or rule names.
fn check_named(work: &Work<'_>, table: &Name, column: &str, span: Span) -> Outcome {
    let dialect = work.replay.engine.dialect;
    let kinds = [ObjectKind::Policy, ObjectKind::Trigger, ObjectKind::Rule];
    let names = |object: &ObjectName| {
        let found = work.schema().objects.get(object).filter(|_| kinds.contains(&object.kind));
        found.is_some_and(|it| expression::names(&it.text, column, dialect))
    };
    let belongings = work.dependents().belongings(table);
    let user = belongings.iter().find(|object| names(object));
    let Some(user) = user.filter(|_| work.replay.engine.binds) else { return Ok(()) };
    let what = format_args!("the type of column `{column}` of table `{table}`");
    Err(Refusal::dependents(what, [format!("{user} names it")], span).about(&user.name))
}
