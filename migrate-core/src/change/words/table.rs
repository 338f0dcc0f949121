//! Sentences about one table that is in both schemas.

use super::{Expected, Residue, column, different};
use crate::diff::lost;
use crate::schema::{
    Check, Conflict, Constraint, Deferrable, Exclusion, ForeignKey, Index, IndexColumn, IndexKey,
    KeyColumn, Name, PrimaryKey, Table, Unique,
};

/// Two versions of a table.
pub(super) struct Pair<'a> {
    pub(super) name: &'a Name,
    pub(super) found: &'a Table,
    pub(super) expected: &'a Table,
    pub(super) which: Expected,
}

/// All that is different between the two versions.
pub(super) fn residues(pair: &Pair<'_>) -> Vec<Residue> {
    let mut texts = columns(pair);
    texts.extend(options(pair));
    texts.extend(constraints(pair));
    texts.extend(indexes(pair));
    let mut residues: Vec<Residue> = texts.into_iter().map(different).collect();
    residues.extend(order(pair));
    residues
}

fn columns(pair: &Pair<'_>) -> Vec<String> {
    let subject = |name: &str| format!("column `{}.{name}`", pair.name);
    let mut texts = Vec::new();
    for expected in &pair.expected.columns {
        let subject = subject(&expected.name);
        match pair.found.column(&expected.name) {
            None => texts.push(pair.which.missing(subject)),
            Some(found) => {
                texts.extend(column::differences(&subject, found, expected, pair.which));
            }
        }
    }
    let surplus =
        pair.found.columns.iter().filter(|found| pair.expected.column(&found.name).is_none());
    texts.extend(surplus.map(|found| pair.which.surplus(subject(&found.name))));
    texts
}

/// The order of the columns that are in both: a missing column is told by itself.
fn order(pair: &Pair<'_>) -> Option<Residue> {
    let shared = |table: &Table, other: &Table| -> Vec<String> {
        let names = table.columns.iter().map(|column| column.name.clone());
        names.filter(|name| other.column(name).is_some()).collect()
    };
    let found = shared(pair.found, pair.expected);
    let expected = shared(pair.expected, pair.found);
    let subject = format!("the column order of table `{}`", pair.name);
    (found != expected).then(|| Residue {
        text: pair.which.other(
            &subject,
            &format!("is {}", quoted(&found)),
            &format!("was {}", quoted(&expected)),
        ),
        note: true,
    })
}

fn options(pair: &Pair<'_>) -> Vec<String> {
    let subject = format!("table `{}`", pair.name);
    let (found, expected) = (&pair.found.options, &pair.expected.options);
    let mut texts = Vec::new();
    let flags = [
        ("STRICT", found.strict, expected.strict),
        ("WITHOUT ROWID", found.without_rowid, expected.without_rowid),
    ];
    for (label, is, was) in flags {
        let state = |is| if is { label.to_owned() } else { format!("not {label}") };
        if is != was {
            let (is, was) = (format!("is {}", state(is)), format!("was {}", state(was)));
            texts.push(pair.which.other(&subject, &is, &was));
        }
    }
    let values = [
        ("engine", &found.engine, &expected.engine),
        ("character set", &found.charset, &expected.charset),
        ("comment", &found.comment, &expected.comment),
    ];
    for (label, found, expected) in values {
        if found != expected {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
            let has = format!("has {label} `{}`", shown(found));
            texts.push(pair.which.other(&subject, &has, &format!("had `{}`", shown(expected))));
        }
    }
    texts
}

/// A constraint that went and one that came are one sentence when they are about the same thing.
fn constraints(pair: &Pair<'_>) -> Vec<String> {
    let (found, expected) = (pair.found.constraints(), pair.expected.constraints());
    let mut surplus = lost(&found, &expected);
    let mut texts = Vec::new();
    for missing in lost(&expected, &found) {
        let subject = subject(pair.name, &missing);
        let partner = surplus.iter().position(|candidate| same_thing(candidate, &missing));
        match partner.map(|at| surplus.remove(at)) {
            None => texts.push(pair.which.missing(subject)),
            Some(partner) => {
                let (is, was) = contrast(&attributes(&partner), &attributes(&missing));
                texts.push(pair.which.other(&subject, &is, &was));
            }
        }
    }
    texts.extend(surplus.iter().map(|found| pair.which.surplus(subject(pair.name, found))));
    texts
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

fn target(key: &ForeignKey) -> String {
    if key.referenced_columns.is_empty() {
        return key.references.to_string();
    }
    format!("{}({})", key.references, joined(key.referenced_columns.iter().map(String::as_str)))
}

/// What can be said of a constraint, always in the same order.
fn attributes(constraint: &Constraint) -> Vec<String> {
    let named = |name: &Option<String>| match name {
        Some(name) => format!("named `{name}`"),
        None => "without a name".to_owned(),
    };
    let conflict = |conflict| format!("ON CONFLICT {}", Conflict::sql_or_default(conflict));
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
        Constraint::Check(Check {
            name,
            expression,
            conflict: action,
            not_valid,
            not_enforced,
            no_inherit,
        }) => vec![
            format!("`{expression}`"),
            named(name),
            conflict(*action),
            flag(*not_valid, "NOT VALID"),
            flag(*not_enforced, "NOT ENFORCED"),
            flag(*no_inherit, "NO INHERIT"),
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
            flag(key.not_valid, "NOT VALID"),
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

fn indexes(pair: &Pair<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for (name, expected) in &pair.expected.indexes {
        let subject = format!("index `{name}`");
        match pair.found.indexes.get(name) {
            None => texts.push(pair.which.missing(subject)),
            Some(found) if found != expected => {
                let (is, was) = (definition(found), definition(expected));
                texts.push(pair.which.other(
                    &subject,
                    &format!("is `{is}`"),
                    &format!("was `{was}`"),
                ));
            }
            Some(_) => {}
        }
    }
    let surplus =
        pair.found.indexes.keys().filter(|name| !pair.expected.indexes.contains_key(*name));
    texts.extend(surplus.map(|name| pair.which.surplus(format_args!("index `{name}`"))));
    texts
}

fn definition(index: &Index) -> String {
    let mut text = String::new();
    if index.unique {
        text.push_str("UNIQUE ");
    }
    if let Some(method) = &index.method {
        text.push_str(&format!("USING {method} "));
    }
    text.push_str(&format!("({})", joined(index.columns.iter().map(index_column))));
    if !index.include.is_empty() {
        let include = joined(index.include.iter().map(String::as_str));
        text.push_str(&format!(" INCLUDE ({include})"));
    }
    if let Some(predicate) = &index.predicate {
        text.push_str(&format!(" WHERE {predicate}"));
    }
    text
}

fn index_column(column: &IndexColumn) -> String {
    let (IndexKey::Column(key) | IndexKey::Expression(key)) = &column.key;
    ordered(key, column.collation.as_deref(), column.descending)
}

fn key_column(column: &KeyColumn) -> String {
    ordered(&column.name, column.collation.as_deref(), column.descending)
}

fn ordered(key: &str, collation: Option<&str>, descending: bool) -> String {
    let collation = collation.map(|name| format!(" COLLATE {name}")).unwrap_or_default();
    format!("{key}{collation}{}", if descending { " DESC" } else { "" })
}

fn joined(parts: impl Iterator<Item = impl AsRef<str>>) -> String {
    parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
