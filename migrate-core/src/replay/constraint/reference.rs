//! References, and the keys that they need.

use crate::change::Change;
use crate::command::NewConstraint;
use crate::replay::column::cast;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Constraint, ForeignKey, IndexColumn, IndexKey, KeyColumn, Name, Table};
use crate::text::Span;

/// Resolves the table that a foreign key refers to, and the columns where the engine keeps them.
pub(super) fn refer(
    work: &mut Work<'_>,
    table: &Name,
    key: &mut ForeignKey,
    new: &NewConstraint,
) -> Outcome {
    let Some(path) = &new.references else { return Ok(()) };
    let engine = work.replay.engine;
    if !engine.references_must_exist || !work.session.foreign_keys {
        let name = work.find_relation(path).unwrap_or_else(|| work.first_place(path));
        key.references = (engine.reference)(&name);
        return Ok(());
    }
    let name = if work.find_relation(path).as_ref() == Some(table) {
        table.clone()
    } else {
        work.table(path)?
    };
    let of = work.table_at(&name)?;
    if key.referenced_columns.is_empty() {
        let Some(primary) = &of.primary_key else {
            let message = format!("table `{name}` has no primary key to refer to");
            return Err(Refusal::refused(message, path.span).about(&name));
        };
        key.referenced_columns = primary.columns.iter().map(|column| column.name.clone()).collect();
    }
    for column in &mut key.referenced_columns {
        *column = work.column_named(&name, column, path.span)?;
    }
    if engine.binds && !is_key(work.table_at(&name)?, &key.referenced_columns) {
        let columns = key.referenced_columns.join(", ");
        let message = format!("there is no unique constraint on ({columns}) of table `{name}`");
        return Err(Refusal::refused(message, path.span).about(&name));
    }
    key.references = name;
    check_key(work, table, key, path.span)
}

/// Refuses references of and to a table whose columns are of types that are not compared.
pub(in crate::replay) fn check_types(work: &mut Work<'_>, table: &Name, span: Span) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let own = work.table_at(table)?.foreign_keys.iter().map(|key| (table.clone(), key.clone()));
    let mut keys: Vec<(Name, ForeignKey)> = own.collect();
    keys.extend(references_to(work, table, |_| true));
    keys.iter().try_for_each(|(referrer, key)| check_key(work, referrer, key, span))
}

fn check_key(work: &mut Work<'_>, table: &Name, key: &ForeignKey, span: Span) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let (own, other) = (work.table_at(table)?, work.table_at(&key.references)?);
    let mut unsure = false;
    for (one, two) in key.columns.iter().zip(&key.referenced_columns) {
        let (Some(from), Some(to)) = (own.column(one), other.column(two)) else { continue };
        let refers = cast::refers(&from.data_type, &to.data_type, work.schema());
        unsure |= refers.is_none();
        if refers == Some(false) {
            let message = format!(
                "column `{one}` of table `{table}` is of type `{}` and cannot refer to `{two}` of \
                 table `{}`, which is of type `{}`",
                from.data_type, key.references, to.data_type
            );
            return Err(Refusal::refused(message, span).about(table).about(&key.references));
        }
    }
    if unsure {
        work.doubt(
            table,
            "a column of it may be of a type that does not compare with what it refers to",
        );
    }
    Ok(())
}

/// Whether the table keeps those columns unique together, so that they can be referred to.
fn is_key(table: &Table, columns: &[String]) -> bool {
    let primary = table.primary_key.iter().map(|key| &key.columns);
    let keys = primary.chain(table.uniques.iter().map(|key| &key.columns));
    keys.into_iter().any(|key| same_columns(key, columns))
        || table.indexes.values().any(|index| {
            let named: Option<Vec<&str>> = index.columns.iter().map(column_of).collect();
            index.unique
                && index.predicate.is_none()
                && named.is_some_and(|named| {
                    named.len() == columns.len()
                        && columns.iter().all(|column| named.contains(&column.as_str()))
                })
        })
}

pub(super) fn column_of(part: &IndexColumn) -> Option<&str> {
    match &part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Expression(_) => None,
    }
}

fn same_columns(key: &[KeyColumn], columns: &[String]) -> bool {
    key.len() == columns.len()
        && columns.iter().all(|column| key.iter().any(|part| part.name == *column))
}

/// A key, or a unique index, that is gone.
pub(in crate::replay) struct Gone<'a> {
    pub(in crate::replay) columns: Vec<&'a str>,
    pub(in crate::replay) is_primary: bool,
    pub(in crate::replay) cascade: bool,
    pub(in crate::replay) span: Span,
}

/// Drops the references to a key that is gone, or refuses. A reference is bound to one key even where
/// there are several with its columns: the oldest when it was made, which a primary key mostly is and
/// which cannot be told otherwise.
pub(in crate::replay) fn release_unkeyed(
    work: &mut Work<'_>,
    table: &Name,
    what: &str,
    gone: &Gone<'_>,
) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let of = work.table_at(table)?;
    let same = |key: &ForeignKey| {
        key.referenced_columns.len() == gone.columns.len()
            && key.referenced_columns.iter().all(|it| gone.columns.contains(&it.as_str()))
    };
    let is_left = |key: &ForeignKey| is_key(of, &key.referenced_columns);
    let primary = of.primary_key.as_ref();
    let is_bound = |key: &ForeignKey| same(key) && (gone.is_primary || !is_left(key));
    let may_be_bound = |key: &ForeignKey| {
        let by_primary =
            primary.is_some_and(|it| same_columns(&it.columns, &key.referenced_columns));
        same(key) && !is_bound(key) && !by_primary
    };
    let unsure = references_to(work, table, may_be_bound);
    let referrers = references_to(work, table, is_bound);
    for (referrer, _) in unsure {
        work.doubt(&referrer, "a key was dropped that a foreign key of it may have needed");
    }
    release(work, &referrers, what, gone.cascade, gone.span)
}

/// The foreign keys of all tables that refer to `table` and are `wanted`.
pub(in crate::replay) fn references_to(
    work: &Work<'_>,
    table: &Name,
    wanted: impl Fn(&ForeignKey) -> bool,
) -> Vec<(Name, ForeignKey)> {
    let mut found = Vec::new();
    for referrer in work.dependents().referrers(table) {
        let Some(of) = work.schema().tables.get(&referrer) else { continue };
        let keys = of.foreign_keys.iter().filter(|key| is_to(work, key, table) && wanted(key));
        found.extend(keys.map(|key| (Name::clone(&referrer), key.clone())));
    }
    found
}

/// Whether a key refers to that table.
pub(in crate::replay) fn is_to(work: &Work<'_>, key: &ForeignKey, table: &Name) -> bool {
    if work.replay.engine.folds_names {
        key.references.name.eq_ignore_ascii_case(&table.name)
    } else {
        key.references == *table
    }
}

/// Drops foreign keys that something needs that goes, or refuses.
pub(in crate::replay) fn release(
    work: &mut Work<'_>,
    keys: &[(Name, ForeignKey)],
    what: &str,
    cascade: bool,
    span: Span,
) -> Outcome {
    if keys.is_empty() {
        return Ok(());
    }
    if !cascade {
        let others = keys.iter().map(|(table, key)| {
            let name = key.name.as_deref().unwrap_or("(without a name)");
            format!("foreign key `{name}` of table `{table}` refers to it")
        });
        let refusal = Refusal::dependents(what, others, span);
        return Err(keys.iter().fold(refusal, |refusal, (table, _)| refusal.about(table)));
    }
    for (table, key) in keys {
        let constraint = Constraint::ForeignKey(key.clone());
        work.emit(Change::DropConstraint(table.clone(), constraint))?;
    }
    Ok(())
}
