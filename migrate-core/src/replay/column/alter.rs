//! `ALTER COLUMN`.

use crate::change::Change;
use crate::command::{ColumnChange, Ident};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::replay::{constraint, expression, memory, postgres, sequence, types, view};
use crate::schema::{Column, Generated, Identity, Name, ObjectKind, ObjectName};
use crate::text::Span;

/// `ALTER COLUMN … TYPE`.
pub(super) struct TypeChange<'a> {
    pub(super) column: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// Whether the statement says how the values become others.
    pub(super) is_written: bool,
    pub(super) has_default: bool,
    pub(super) span: Span,
}

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
            memory::check_type(work, data_type, *type_span)?;
            let change = TypeChange {
                column: &name,
                from: &old.data_type,
                to: data_type,
                is_written: using.is_some(),
                has_default: old.default.is_some(),
                span: *type_span,
            };
            check_numbered(work, table, &old, &change)?;
            super::cast::check(work, table, &change)?;
            check_computed(work, table, &name, *type_span)?;
            types::check_rows(work, table, *type_span)?;
            view::release(work, table, Some(&name), &[], false)?;
            if work.replay.engine.binds {
                postgres::mark_retyped(work, table, &old, data_type)?;
            }
            cast_default(work, &old, &mut new, data_type);
            new.data_type.clone_from(data_type);
            new.collation.clone_from(collation);
            (work.replay.engine.normalize_default)(&mut new);
            put(work, table, old, new)?;
            return constraint::check_types(work, table, *type_span);
        }
        ColumnChange::Default(default) => {
            check_no_default(work, table, &old, column.span)?;
            new.default.clone_from(default);
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
            if name == "storage" && value.as_deref() == postgres::storage(&old.data_type) =>
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

/// The default of an enumerated column stays a value of its type, and is cast to the new one.
fn cast_default(work: &Work<'_>, old: &Column, new: &mut Column, data_type: &str) {
    let is_enum = matches!(
        super::cast::class(&old.data_type, work.schema()),
        Some(super::cast::Class::Enum(_))
    );
    if let Some(default) = new.default.take_if(|_| is_enum && old.data_type != data_type) {
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

/// A column that computes or numbers its values has no default that could be set or dropped.
fn check_no_default(work: &Work<'_>, table: &Name, old: &Column, span: Span) -> Outcome {
    let is_numbered = matches!(old.identity, Some(Identity::Always | Identity::ByDefault));
    if !work.replay.engine.binds || !(is_numbered || old.generated.is_some()) {
        return Ok(());
    }
    let message = format!("column `{}` of table `{table}` makes its values itself", old.name);
    Err(Refusal::refused(message, span).about(table))
}

fn put(work: &mut Work<'_>, table: &Name, old: Column, new: Column) -> Outcome {
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
    let mut new = Column { identity: to.identity, ..old.clone() };
    match to.identity {
        None => {
            new.settings.remove("identity");
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
            // As `CREATE TABLE` notes them.
            if !to.options.is_empty() {
                let mut options = to.options.to_vec();
                options.sort();
                new.settings.insert("identity".to_owned(), options.join(" "));
            }
            put(work, table, old.clone(), new)?;
            return super::number(work, table, &old.name, &old.data_type).map(|_| ());
        }
        Some(_) => put(work, table, old.clone(), new)?,
    }
    sequence::set_owned_options(work, table, &old.name, to.options)
}
