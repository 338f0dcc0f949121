//! What SQLite refuses of a definition.

use std::collections::HashMap;

use super::super::failure::{Outcome, Refusal};
use super::relations;
use crate::command::{NewConstraint, TableElement};
use crate::dialect::Dialect;
use crate::dialect::sqlite::normalize;
use crate::schema::{Column, Constraint, KeyColumn, Name, Table};
use crate::sql::lexer;
use crate::text::Span;

fn refused(name: &Name, message: impl std::fmt::Display, span: Span) -> Outcome {
    Err(Refusal::refused(format!("{message} in table `{name}`"), span).about(name))
}

/// A whole new table.
pub(super) fn definition(
    name: &Name,
    table: &Table,
    elements: &[TableElement],
    span: Span,
) -> Outcome {
    for (at, column) in table.columns.iter().enumerate() {
        let same = |other: &Column| other.name.eq_ignore_ascii_case(&column.name);
        if table.columns.iter().take(at).any(same) {
            let what = format_args!("column `{}` of table `{name}`", column.name);
            return Err(Refusal::duplicate(what, span).about(name));
        }
    }
    if table.columns.iter().all(|column| column.generated.is_some()) {
        return refused(name, "there must be a column that is not generated", span);
    }
    if table.options.without_rowid && table.primary_key.is_none() {
        return refused(name, "`WITHOUT ROWID` needs a primary key, and there is none", span);
    }
    for element in elements {
        match element {
            TableElement::Column(new) => {
                let column = new.name.name.as_str();
                let found =
                    table.columns.iter().find(|other| other.name.eq_ignore_ascii_case(column));
                if let Some(column) = found {
                    self::column(name, table, column, new.span)?;
                }
                for new in &new.constraints {
                    constraint(name, table, new, true)?;
                }
            }
            TableElement::Constraint(new) => constraint(name, table, new, false)?,
            TableElement::Index(_) | TableElement::Like { .. } => {}
        }
    }
    let is_stored = |column: &Column| column.generated.as_ref().is_some_and(|it| it.stored);
    if table.columns.iter().any(is_stored) { Ok(()) } else { no_loop(name, table, span) }
}

/// That no virtual column is computed from itself. Of stored ones the engine finds that out when a row
/// is written.
pub(super) fn no_loop(name: &Name, table: &Table, span: Span) -> Outcome {
    let mut open: Vec<(&str, Vec<String>)> = Vec::new();
    for column in &table.columns {
        let Some(generated) = column.generated.as_ref().filter(|generated| !generated.stored)
        else {
            continue;
        };
        let bound = relations::expression(name, table, &generated.expression);
        let uses = bound.uses.into_iter().filter_map(|one| one.column).collect();
        open.push((column.name.as_str(), uses));
    }
    // Columns that need no open one are done, until none is left or each needs another.
    let at: HashMap<&str, usize> =
        open.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
    let mut needs = vec![0_usize; open.len()];
    for (own, (_, uses)) in open.iter().enumerate() {
        for used in uses.iter().filter_map(|used| at.get(used.as_str())) {
            if let (Some(by), Some(count)) = (needed_by.get_mut(*used), needs.get_mut(own)) {
                by.push(own);
                *count += 1;
            }
        }
    }
    let mut done: Vec<usize> = (0..open.len()).filter(|at| needs.get(*at) == Some(&0)).collect();
    while let Some(next) = done.pop() {
        for own in needed_by.get(next).into_iter().flatten() {
            let Some(count) = needs.get_mut(*own) else { continue };
            *count -= 1;
            if *count == 0 {
                done.push(*own);
            }
        }
    }
    match open.iter().zip(&needs).find(|(_, needs)| **needs > 0) {
        None => Ok(()),
        Some(((column, _), _)) => {
            refused(name, format!("column `{column}` is computed from itself"), span)
        }
    }
}

/// A column of a table that it is part of already.
pub(super) fn column(name: &Name, table: &Table, column: &Column, span: Span) -> Outcome {
    const STRICT: [&str; 6] = ["ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT"];
    if table.options.strict && !STRICT.contains(&column.data_type.as_str()) {
        let message = format!("`STRICT` knows no type `{}`", column.data_type);
        return refused(name, message, span);
    }
    let rowid = normalize::rowid_column(table).and_then(|at| table.columns.get(at));
    if column.identity.is_some() && rowid.is_none_or(|rowid| rowid.name != column.name) {
        return refused(name, "`AUTOINCREMENT` needs an `INTEGER PRIMARY KEY`", span);
    }
    if let Some(generated) = &column.generated {
        if column.default.is_some() {
            return refused(name, "a generated column has no default", span);
        }
        let key = table.primary_key.iter().flat_map(|key| &key.columns);
        if key.into_iter().any(|part| part.name.eq_ignore_ascii_case(&column.name)) {
            return refused(name, "a generated column is in no primary key", span);
        }
        expression(name, table, &generated.expression, span)?;
    }
    Ok(())
}

/// An expression over the columns of one table.
pub(super) fn expression(name: &Name, table: &Table, text: &str, span: Span) -> Outcome {
    let tokens = lexer::significant(text, Dialect::Sqlite);
    if tokens.iter().any(|token| token.is_word(text, "SELECT")) {
        return refused(name, "no query can stand in a definition", span);
    }
    match relations::expression(name, table, text) {
        bound if bound.unclear => Ok(()),
        bound => match bound.broken {
            Some(broken) => refused(name, broken, span),
            None => Ok(()),
        },
    }
}

/// A constraint as it is written, at a column or by itself.
pub(super) fn constraint(
    name: &Name,
    table: &Table,
    new: &NewConstraint,
    at_column: bool,
) -> Outcome {
    let known = |column: &str| {
        if table.columns.iter().any(|other| other.name.eq_ignore_ascii_case(column)) {
            return Ok(());
        }
        let what = format_args!("column `{column}` of table `{name}`");
        Err(Refusal::unknown(what, new.span).about(name))
    };
    let all_known = |columns: &[KeyColumn]| columns.iter().try_for_each(|part| known(&part.name));
    match &new.constraint {
        Constraint::PrimaryKey(key) => all_known(&key.columns),
        Constraint::Unique(key) => all_known(&key.columns),
        Constraint::Check(check) => {
            let found = table.checks.iter().find(|other| other.name == check.name);
            // The expression in the table is the one whose strings are told from names.
            let text = found.filter(|_| check.expression.contains('"'));
            if check.expression.contains('"') && text.is_none() {
                return Ok(());
            }
            expression(name, table, &check.expression, new.span)
        }
        Constraint::ForeignKey(key) => {
            key.columns.iter().try_for_each(|column| known(column))?;
            let referenced = key.referenced_columns.len();
            if referenced > 0 && referenced != key.columns.len() {
                let which = if at_column { "one column" } else { "as many columns as it has" };
                return refused(name, format!("a foreign key refers to {which}"), new.span);
            }
            Ok(())
        }
        Constraint::Exclusion(_) => Ok(()),
    }
}
