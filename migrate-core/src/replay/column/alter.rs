//! `ALTER COLUMN`.

use super::retype::TypeChange;
use crate::change::Change;
use crate::command::{ColumnChange, Ident};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::sequence;
use crate::replay::work::Work;
use crate::schema::{Column, Generated, Identity, Name};
use crate::text::Span;

/// `ALTER COLUMN`.
pub(in crate::replay) fn alter(
    work: &mut Work<'_>,
    table: &Name,
    column: &Ident,
    if_exists: bool,
    change: &ColumnChange,
) -> Outcome {
    let name = match work.column(table, column) {
        Err(_) if if_exists => return Ok(()),
        name => name?,
    };
    let Some(old) = work.table_at(table)?.column(&name).cloned() else { return Ok(()) };
    let mut new = old.clone();
    match change {
        ColumnChange::Type { data_type, collation, type_span, using } => {
            let to = TypeChange {
                column: &name,
                from: &old.data_type,
                to: data_type,
                is_written: using.is_some(),
                has_default: old.default.is_some(),
                span: *type_span,
            };
            return super::retype::retype(work, table, &old, &to, collation.clone());
        }
        ColumnChange::Default(default) => {
            check_no_default(work, table, &old, column.span)?;
            new.default.clone_from(default);
            // MariaDB reads `ON UPDATE` as part of the default.
            if work.replay.target.is_mariadb {
                new.on_update = None;
            }
            (work.replay.engine.normalize_default)(&mut new);
            super::bind_default(work, &mut new, column.span)?;
        }
        ColumnChange::Nullable(nullable) => set_nullable(work, table, column, &mut new, *nullable)?,
        ColumnChange::Identity { identity, if_exists, options } => {
            return set_identity(
                work,
                table,
                column,
                &old,
                &Numbered { identity: *identity, if_exists: *if_exists, options },
            );
        }
        ColumnChange::Generated(expression) => {
            let stored = old.generated.as_ref().is_none_or(|generated| generated.stored);
            let expression = expression.clone();
            new.generated = expression.map(|expression| Generated { expression, stored });
        }
        ColumnChange::Comment(comment) => {
            new.comment = comment.clone().filter(|text| !text.is_empty());
        }
        ColumnChange::Invisible(invisible) => new.invisible = *invisible,
        ColumnChange::Setting { name, value }
            if name == "storage"
                && value.as_deref() == (work.replay.engine.storage)(&old.data_type) =>
        {
            drop(new.settings.remove(name));
        }
        ColumnChange::Setting { name, value } => match value {
            Some(value) => drop(new.settings.insert(name.clone(), value.clone())),
            None => drop(new.settings.remove(name)),
        },
    }
    put(work, table, old, new)
}

/// A column that computes or numbers its values has no default that could be set or dropped.
fn check_no_default(work: &Work<'_>, table: &Name, old: &Column, span: Span) -> Outcome {
    let is_numbered = matches!(old.identity, Some(Identity::Always | Identity::ByDefault));
    if !work.replay.engine.binds || !(is_numbered || old.generated.is_some()) {
        return Ok(());
    }
    let message = format!("column `{}` of table `{table}` makes its values itself", old.name);
    Err(Refusal::refused(message, span).about(table))
}

pub(super) fn put(work: &mut Work<'_>, table: &Name, old: Column, new: Column) -> Outcome {
    if old == new { Ok(()) } else { work.emit(Change::AlterColumn(table.clone(), new)) }
}

fn set_nullable(
    work: &Work<'_>,
    table: &Name,
    column: &Ident,
    new: &mut Column,
    nullable: bool,
) -> Outcome {
    let key = work.table_at(table)?.primary_key.as_ref();
    let in_key = key.is_some_and(|key| key.columns.iter().any(|part| part.name == new.name));
    let is_identity = matches!(new.identity, Some(Identity::Always | Identity::ByDefault));
    if nullable && (in_key || is_identity) {
        let why = if in_key { "is in the primary key" } else { "is an identity column" };
        let message = format!("column `{}` of table `{table}` {why}", new.name);
        return Err(Refusal::refused(message, column.span).about(table));
    }
    new.nullable = nullable;
    Ok(())
}

struct Numbered<'a> {
    identity: Option<Identity>,
    if_exists: bool,
    options: &'a [String],
}

/// `ADD GENERATED … AS IDENTITY`, `SET GENERATED …`, `DROP IDENTITY`.
fn set_identity(
    work: &mut Work<'_>,
    table: &Name,
    column: &Ident,
    old: &Column,
    to: &Numbered<'_>,
) -> Outcome {
    let is_identity = matches!(old.identity, Some(Identity::Always | Identity::ByDefault));
    if to.identity.is_none() && is_identity && !to.options.is_empty() {
        return sequence::set_owned_options(work, table, &old.name, to.options);
    }
    if to.identity.is_none() && !is_identity {
        if to.if_exists {
            return Ok(());
        }
        let message = format!("column `{}` of table `{table}` is no identity column", old.name);
        return Err(Refusal::refused(message, column.span).about(table));
    }
    let new = Column { identity: to.identity, ..old.clone() };
    match to.identity {
        None => {
            put(work, table, old.clone(), new)?;
            for owned in work.dependents().owned(table) {
                sequence::drop_owned(work, &owned, table, Some(&old.name), true)?;
            }
            return Ok(());
        }
        Some(_) if !is_identity => {
            if old.nullable || old.default.is_some() {
                let why = if old.nullable { "must be NOT NULL first" } else { "has a default" };
                let message = format!("column `{}` of table `{table}` {why}", old.name);
                return Err(Refusal::refused(message, column.span).about(table));
            }
            put(work, table, old.clone(), new)?;
            return super::number(work, table, &old.name, &old.data_type, to.options);
        }
        Some(_) => put(work, table, old.clone(), new)?,
    }
    sequence::set_owned_options(work, table, &old.name, to.options)
}
