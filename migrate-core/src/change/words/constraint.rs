//! Sentences about the constraints of one table.

use super::index::ordered;
use super::table::{Pair, joined};
use super::{Residue, Subject, different};
use crate::diff::lost;
use crate::schema::{
    Check, Conflict, Constraint, Deferrable, Exclusion, ForeignKey, KeyColumn, Name, PrimaryKey,
    Unique,
};

/// A constraint that went and one that came are one sentence when they are about the same thing.
pub(super) fn residues(pair: &Pair<'_>) -> Vec<Residue> {
    let (found, expected) = (pair.found.constraints(), pair.expected.constraints());
    let mut surplus = lost(&found, &expected);
    let about = |constraint: &Constraint| {
        Subject::Constraint(pair.name.clone(), Box::new(constraint.clone()))
    };
    let mut residues = Vec::new();
    for missing in lost(&expected, &found) {
        let subject = subject(pair.name, &missing);
        let partner = surplus.iter().position(|candidate| same_thing(candidate, &missing));
        let said = match partner.map(|at| surplus.remove(at)) {
            None => pair.which.missing(subject),
            Some(partner) => {
                let (is, was) = contrast(&attributes(&partner), &attributes(&missing));
                pair.which.other(&subject, &is, &was)
            }
        };
        residues.push(different(said, about(&missing)));
    }
    residues.extend(
        surplus
            .iter()
            .map(|found| different(pair.which.surplus(subject(pair.name, found)), about(found))),
    );
    residues
}

fn same_thing(one: &Constraint, other: &Constraint) -> bool {
    use Constraint::{Check, ForeignKey, PrimaryKey, Unique};
    match (one, other) {
        (PrimaryKey(_), PrimaryKey(_)) => true,
        (Unique(one), Unique(other)) => names(&one.columns).eq(names(&other.columns)),
        (Check(one), Check(other)) => {
            one.expression == other.expression || (one.name.is_some() && one.name == other.name)
        }
        (ForeignKey(one), ForeignKey(other)) => {
            one.columns == other.columns && one.references == other.references
        }
        _ => false,
    }
}

fn names(columns: &[KeyColumn]) -> impl Iterator<Item = &str> {
    columns.iter().map(|column| column.name.as_str())
}

fn subject(table: &Name, constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(_) => format!("the primary key of table `{table}`"),
        Constraint::Unique(key) => {
            format!("unique key `{table}({})`", joined(names(&key.columns)))
        }
        Constraint::Check(check) => match &check.name {
            Some(name) => format!("check `{name}` of table `{table}`"),
            None => format!("check `{}` of table `{table}`", check.expression),
        },
        Constraint::Exclusion(exclusion) => match &exclusion.name {
            Some(name) => format!("exclusion constraint `{name}` of table `{table}`"),
            None => format!("exclusion constraint `{}` of table `{table}`", exclusion.definition),
        },
        Constraint::ForeignKey(key) => {
            let columns = joined(key.columns.iter().map(String::as_str));
            format!("foreign key `{table}({columns})` → `{}`", target(key))
        }
    }
}

pub(in crate::change) fn target(key: &ForeignKey) -> String {
    if key.referenced_columns.is_empty() {
        return key.references.to_string();
    }
    format!("{}({})", key.references, joined(key.referenced_columns.iter().map(String::as_str)))
}

fn named(name: &Option<String>) -> String {
    name.as_ref().map_or_else(|| "without a name".to_owned(), |name| format!("named `{name}`"))
}

fn conflict(conflict: Option<Conflict>) -> String {
    format!("ON CONFLICT {}", Conflict::sql_or_default(conflict))
}

fn key_attributes(constraint: &Constraint) -> Vec<String> {
    match constraint {
        Constraint::PrimaryKey(PrimaryKey {
            name,
            columns,
            conflict: action,
            include,
            deferrable,
            without_overlaps,
        }) => vec![
            format!("on `({})`", joined(columns.iter().map(key_column))),
            named(name),
            conflict(*action),
            included(include),
            when_checked(*deferrable),
            flag(*without_overlaps, "WITHOUT OVERLAPS"),
        ],
        Constraint::Unique(Unique {
            name,
            columns,
            conflict: action,
            include,
            deferrable,
            nulls_not_distinct,
            without_overlaps,
        }) => vec![
            format!("on `({})`", joined(columns.iter().map(key_column))),
            named(name),
            conflict(*action),
            included(include),
            when_checked(*deferrable),
            flag(*nulls_not_distinct, "NULLS NOT DISTINCT"),
            flag(*without_overlaps, "WITHOUT OVERLAPS"),
        ],
        _ => Vec::new(),
    }
}

/// What can be said of a constraint, always in the same order.
fn attributes(constraint: &Constraint) -> Vec<String> {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => key_attributes(constraint),
        Constraint::Check(Check {
            name,
            expression,
            conflict: action,
            not_valid,
            not_enforced,
            no_inherit,
            in_column,
        }) => vec![
            format!("`{expression}`"),
            named(name),
            conflict(*action),
            validity(*not_valid),
            flag(*not_enforced, "NOT ENFORCED"),
            flag(*no_inherit, "NO INHERIT"),
            flag(*in_column, "in the column's definition"),
        ],
        Constraint::Exclusion(Exclusion { name, definition, deferrable }) => {
            vec![format!("`{definition}`"), named(name), when_checked(*deferrable)]
        }
        Constraint::ForeignKey(key) => vec![
            format!("to `{}`", target(key)),
            format!("ON DELETE {}", key.on_delete.sql()),
            format!("ON UPDATE {}", key.on_update.sql()),
            when_checked(key.deferrable),
            named(&key.name),
            format!("SET ({})", joined(key.on_delete_columns.iter())),
            flag(key.match_full, "MATCH FULL"),
            flag(key.period, "PERIOD"),
            validity(key.not_valid),
            flag(key.not_enforced, "NOT ENFORCED"),
        ],
    }
}

fn included(columns: &[String]) -> String {
    if columns.is_empty() {
        return "without further columns".to_owned();
    }
    format!("with further columns `({})`", joined(columns.iter()))
}

fn when_checked(deferrable: Deferrable) -> String {
    match deferrable {
        Deferrable::No => "not deferred",
        Deferrable::InitiallyImmediate => "DEFERRABLE INITIALLY IMMEDIATE",
        Deferrable::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED",
    }
    .to_owned()
}

fn validity(not_valid: bool) -> String {
    if not_valid { "NOT VALID" } else { "valid" }.to_owned()
}

fn flag(set: bool, words: &str) -> String {
    if set { words.to_owned() } else { format!("not {words}") }
}

/// Only the attributes that differ, as what it is and what it was.
fn contrast(found: &[String], expected: &[String]) -> (String, String) {
    let differing = found.iter().zip(expected).filter(|(found, expected)| found != expected);
    let (is, was): (Vec<&str>, Vec<&str>) =
        differing.map(|(found, expected)| (found.as_str(), expected.as_str())).unzip();
    (format!("is {}", is.join(" and ")), format!("was {}", was.join(" and ")))
}

fn key_column(column: &KeyColumn) -> String {
    let prefix = column.prefix.map(|count| format!("({count})")).unwrap_or_default();
    let key = format!("{}{prefix}", column.name);
    ordered(&key, column.collation.as_deref(), column.descending)
}
