//! Foreign keys, the indexes they need, and what they refuse.

use std::collections::BTreeSet;
use std::mem;

use crate::change::Change;
use crate::command::NewConstraint;
use crate::replay::IMPLICIT;
use crate::replay::constraint;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{
    Action, Column, Constraint, ForeignKey, Index, IndexColumn, IndexKey, Name, Table,
};
use crate::text::Span;

/// A foreign key needs an index that begins with its columns, and gets one where there is none.
pub(super) fn follow_constraint(
    work: &mut Work<'_>,
    table: &Name,
    new: &NewConstraint,
    constraint: &Constraint,
) -> Outcome {
    check_name(work, table, constraint, new.span)?;
    let Constraint::ForeignKey(key) = constraint else { return Ok(()) };
    if other_engine(work.table_at(table)?).is_some() {
        work.doubt(table, "its engine forgets foreign keys");
    }
    if work.session.foreign_keys {
        check_types(work, table, key, new.span)?;
        fits(work, key, new)?;
    }
    let of = work.table_at(table)?;
    let is_wider = |index: &Index| index.columns.len() > key.columns.len();
    let serves =
        |index: &Index| begins(index, &key.columns) && (!is_implicit(index) || is_wider(index));
    if of.indexes.values().any(serves) || is_primary(of, &key.columns) {
        return Ok(());
    }
    let parts = key.columns.iter().cloned().map(IndexKey::Column).map(IndexColumn::new);
    let mut index = Index { columns: parts.collect(), ..Index::default() };
    index.settings.insert(IMPLICIT.to_owned(), "yes".to_owned());
    make_room(work, table, &index)?;
    let named = new.constraint.name().map(str::to_owned).or_else(|| new.index_name.clone());
    let first = key.columns.first().map_or("", String::as_str);
    let name = named.or_else(|| super::key_name(work, table, first));
    crate::replay::index::put(work, table, name, index)
}

/// Foreign keys share their names with those of all tables of the database (errno 121), and so do checks on
/// MySQL (3822).
fn check_name(work: &Work<'_>, table: &Name, new: &Constraint, span: Span) -> Outcome {
    let (kind, kinds) = match new {
        Constraint::ForeignKey(_) => ("foreign key", "foreign keys"),
        Constraint::Check(_) if !work.replay.target.is_mariadb => ("check", "checks"),
        _ => return Ok(()),
    };
    let Some(name) = new.name() else { return Ok(()) };
    let same = |other: &Constraint| {
        mem::discriminant(other) == mem::discriminant(new)
            && other.name().is_some_and(|other| other.eq_ignore_ascii_case(name))
    };
    let at = table.beside(name.to_ascii_lowercase());
    let others = work.dependents().constrained(&at);
    let Some(other) = others.iter().find(|other| {
        let of = work.schema().tables.get(other).filter(|_| **other != *table);
        of.is_some_and(|of| of.constraints().iter().any(same))
    }) else {
        return Ok(());
    };
    let what = format_args!("{kind} `{name}` of table `{other}`");
    let note = format!("no two {kinds} of a database have one name");
    Err(Refusal::duplicate(what, span).note(note).about(table).about(other))
}

/// Names that the engine made of the name of the table follow it to the new one.
pub(super) fn follow_table(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    let renames_checks = !work.replay.target.is_mariadb;
    let changed: Vec<(Constraint, Constraint)> = work
        .table_at(to)?
        .constraints()
        .into_iter()
        .filter_map(|old| {
            let infix = match old {
                Constraint::ForeignKey(_) => "_ibfk_",
                Constraint::Check(_) if renames_checks => "_chk_",
                _ => return None,
            };
            let number = old.name()?.strip_prefix(&from.name)?.strip_prefix(infix)?;
            let is_made = number.bytes().all(|byte| byte.is_ascii_digit());
            let name = is_made.then(|| format!("{}{infix}{number}", to.name))?;
            let mut new = old.clone();
            *new.name_mut() = Some(name);
            Some((old, new))
        })
        .collect();
    changed.into_iter().try_for_each(|(old, new)| constraint::replace(work, to, old, new))
}

/// An index that came with a foreign key goes when another one is created that serves it as well.
pub(super) fn make_room(work: &mut Work<'_>, table: &Name, new: &Index) -> Outcome {
    let replaced: Vec<String> = work
        .table_at(table)?
        .indexes
        .iter()
        .filter(|(_, index)| is_implicit(index) && begins(new, &columns(index)))
        .map(|(name, _)| name.clone())
        .collect();
    replaced
        .into_iter()
        .try_for_each(|name| work.emit(Change::DropIndex { table: table.clone(), name }))
}

pub(super) fn columns(index: &Index) -> Vec<String> {
    let names = index.columns.iter().map(|part| match &part.key {
        IndexKey::Column(name) | IndexKey::Expression(name) => name.clone(),
    });
    names.collect()
}

/// Whether the first parts of an index are those columns, all of them.
fn begins(index: &Index, columns: &[String]) -> bool {
    let is_ordered = index.method.as_deref().is_none_or(|method| method == "hash");
    is_ordered
        && index.columns.len() >= columns.len()
        && index.columns.iter().zip(columns).all(|(part, column)| {
            let is_column =
                matches!(&part.key, IndexKey::Column(name) if name.eq_ignore_ascii_case(column));
            is_column && part.prefix.is_none()
        })
}

/// Whether an index or key serves a foreign key of those columns.
fn is_served(of: &Table, columns: &[String]) -> bool {
    of.indexes.values().any(|index| begins(index, columns)) || is_primary(of, columns)
}

/// Whether the primary key begins with those columns.
fn is_primary(of: &Table, columns: &[String]) -> bool {
    of.primary_key.as_ref().is_some_and(|key| {
        key.columns.len() >= columns.len()
            && key.columns.iter().zip(columns).all(|(part, it)| part.name.eq_ignore_ascii_case(it))
    })
}

fn is_implicit(index: &Index) -> bool {
    index.settings.contains_key(IMPLICIT)
}

/// Refuses a foreign key whose columns are of other types than those it refers to, or refers to columns
/// that no index begins with, or does not say to which it refers.
fn fits(work: &Work<'_>, key: &ForeignKey, new: &NewConstraint) -> Outcome {
    let Some(to) = work.schema().tables.get(&key.references) else { return Ok(()) };
    let table = &key.references;
    let is_silent = |key: &ForeignKey| key.referenced_columns.is_empty();
    if matches!(&new.constraint, Constraint::ForeignKey(key) if is_silent(key)) {
        let message = format!("the foreign key does not say to which columns of `{table}`");
        return Err(Refusal::refused(message, new.span).about(table));
    }
    if let Some(engine) = other_engine(to) {
        let message = format!("table `{table}` is in {engine}, which no foreign key refers to");
        return Err(Refusal::refused(message, new.span).about(table));
    }
    let is_key = is_served(to, &key.referenced_columns);
    if !is_key && !key.referenced_columns.is_empty() {
        let columns = key.referenced_columns.join(", ");
        let message = format!("no index of table `{table}` begins with ({columns})");
        return Err(Refusal::refused(message, new.span).about(table));
    }
    Ok(())
}

/// The engine of a table, where it is not the one that has foreign keys.
fn other_engine(of: &Table) -> Option<&str> {
    of.options.engine.as_deref().filter(|engine| !engine.eq_ignore_ascii_case("innodb"))
}

/// Refuses a foreign key between columns that cannot be compared by their bytes.
pub(super) fn check_types(work: &Work<'_>, table: &Name, key: &ForeignKey, span: Span) -> Outcome {
    let of = work.table_at(table)?;
    let Some(to) = work.schema().tables.get(&key.references) else { return Ok(()) };
    for (one, other) in key.columns.iter().zip(&key.referenced_columns) {
        let (Some(own), Some(theirs)) = (of.column(one), to.column(other)) else { continue };
        if kind(&own.data_type) != kind(&theirs.data_type) {
            let message = format!(
                "column `{one}` is of type {} and column `{other}` of table `{}` of type {}, which a \
                 foreign key cannot join",
                own.data_type, key.references, theirs.data_type
            );
            return Err(Refusal::refused(message, span).about(table));
        }
        let clears = key.on_delete == Action::SetNull || key.on_update == Action::SetNull;
        if clears && !own.nullable {
            let message = format!("column `{one}` is NOT NULL, so the key cannot set it to NULL");
            return Err(Refusal::refused(message, span).about(table));
        }
    }
    Ok(())
}

/// A type as far as foreign keys ask: lengths of texts and display widths mean nothing to them.
fn kind(data_type: &str) -> String {
    let (name, rest) = data_type.split_once('(').unwrap_or((data_type, ""));
    let suffix = rest.split_once(')').map_or("", |(_, suffix)| suffix);
    match name {
        "char" | "varchar" => "text".to_owned(),
        "binary" | "varbinary" => "bytes".to_owned(),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => format!("{name}{suffix}"),
        _ => data_type.to_owned(),
    }
}

/// A column that a foreign key uses or refers to keeps its type (1832, 1833).
pub(super) fn check_retyped(
    work: &Work<'_>,
    table: &Name,
    old: &Column,
    new: &Column,
    span: Span,
) -> Outcome {
    if old.data_type == new.data_type || !work.session.foreign_keys {
        return Ok(());
    }
    let of = work.table_at(table)?;
    let own = of.foreign_keys.iter().find(|key| key.columns.contains(&old.name));
    let others =
        constraint::references_to(work, table, |key| key.referenced_columns.contains(&old.name));
    let others = others.first().map(|(_, key)| key.clone());
    let Some(key) = own.cloned().or(others) else { return Ok(()) };
    let is_wider_text = kind(&old.data_type) == kind(&new.data_type);
    if is_wider_text {
        return Ok(());
    }
    let name = key.name.unwrap_or_default();
    let users = [format!("foreign key `{name}` compares it with a column of the same type")];
    let what = format_args!("the type of column `{}` of table `{table}`", old.name);
    Err(Refusal::dependents(what, users, span).about(table))
}

/// Foreign keys have the indexes they need, and each table that numbers its rows has a key that begins
/// with the column (1075).
pub(super) fn check_statement(work: &Work<'_>) -> Outcome {
    check_dropped(work)?;
    for name in &work.targets {
        let Some(of) = work.schema().tables.get(name) else { continue };
        let Some(column) = of.columns.iter().find(|column| column.identity.is_some()) else {
            continue;
        };
        if !is_served(of, std::slice::from_ref(&column.name)) {
            let message = format!(
                "column `{}` of table `{name}` is AUTO_INCREMENT and in no key",
                column.name
            );
            return Err(Refusal::refused(message, work.span).about(name));
        }
    }
    Ok(())
}

/// An index that a foreign key needs stays, on either side, unless the statement leaves another one
/// that begins with the same columns.
fn check_dropped(work: &Work<'_>) -> Outcome {
    if !work.session.foreign_keys {
        return Ok(());
    }
    for dropped in &work.session.dropped {
        let table = &dropped.table;
        let Some(of) = work.schema().tables.get(table) else { continue };
        let referrers = work.dependents().referrers(table);
        let referrers = referrers.iter().filter_map(|name| work.schema().tables.get(name));
        let others = referrers.flat_map(|other| &other.foreign_keys);
        let others = others.filter(|key| constraint::is_to(work, key, table));
        let own = of.foreign_keys.iter().map(|key| (key, &key.columns));
        let keys = own.chain(others.map(|key| (key, &key.referenced_columns)));
        // Thousands of keys may need the same index.
        let mut served: BTreeSet<&[String]> = BTreeSet::new();
        for (key, columns) in keys {
            if columns.is_empty() || !served.insert(columns) || is_served(of, columns) {
                continue;
            }
            let others = [format!("foreign key `{}`", key.name.as_deref().unwrap_or_default())];
            let what = format_args!("{} of table `{table}`", dropped.what);
            return Err(Refusal::dependents(what, others, dropped.span).about(table));
        }
    }
    Ok(())
}
