//! Sentences about one table that is in both schemas.

use super::{Expected, Residue, Said, Subject, column, constraint, different, index};
use crate::schema::{Name, Table};

/// Two versions of a table.
pub(super) struct Pair<'a> {
    pub(super) name: &'a Name,
    pub(super) found: &'a Table,
    pub(super) expected: &'a Table,
    pub(super) which: Expected,
}

/// All that is different between the two versions.
pub(super) fn residues(pair: &Pair<'_>) -> Vec<Residue> {
    let mut residues = columns(pair);
    let table = |said| different(said, Subject::Table(pair.name.clone()));
    residues.extend(options(pair).into_iter().map(table));
    residues.extend(constraint::residues(pair));
    residues.extend(index::residues(pair));
    residues.extend(order(pair));
    residues
}

fn columns(pair: &Pair<'_>) -> Vec<Residue> {
    let subject = |name: &str| format!("column `{}.{name}`", pair.name);
    let about = |name: &str| Subject::Column(pair.name.clone(), name.to_owned());
    let mut residues = Vec::new();
    for expected in &pair.expected.columns {
        let subject = subject(&expected.name);
        let said = match pair.found.column(&expected.name) {
            None => vec![pair.which.missing(subject)],
            Some(found) => column::differences(&subject, found, expected, pair.which),
        };
        residues.extend(said.into_iter().map(|said| different(said, about(&expected.name))));
    }
    let surplus =
        pair.found.columns.iter().filter(|found| pair.expected.column(&found.name).is_none());
    residues.extend(
        surplus
            .map(|found| different(pair.which.surplus(subject(&found.name)), about(&found.name))),
    );
    residues
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
    (found != expected).then(|| {
        let (is, was) = (format!("is {}", quoted(&found)), format!("was {}", quoted(&expected)));
        let said = pair.which.other(&subject, &is, &was);
        Residue { note: true, ..different(said, Subject::Table(pair.name.clone())) }
    })
}

fn options(pair: &Pair<'_>) -> Vec<Said> {
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
        ("collation", &found.collation, &expected.collation),
        ("comment", &found.comment, &expected.comment),
        ("partitioning", &found.partition_by, &expected.partition_by),
    ];
    for (label, found, expected) in values {
        if found != expected {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
            let has = format!("has {label} `{}`", shown(found));
            texts.push(pair.which.other(&subject, &has, &format!("had `{}`", shown(expected))));
        }
    }
    let kin = [
        ("inherits from", listed(&found.inherits), listed(&expected.inherits)),
        ("is a partition of", partition(&found.partition_of), partition(&expected.partition_of)),
    ];
    for (label, found, expected) in kin {
        if found != expected {
            let is = format!("{label} {found}");
            texts.push(pair.which.other(&subject, &is, &format!("was {expected}")));
        }
    }
    texts.extend(column::settings(&subject, &found.settings, &expected.settings, pair.which));
    texts
}

fn listed(tables: &[Name]) -> String {
    if tables.is_empty() {
        return "nothing".to_owned();
    }
    joined(tables.iter().map(|name| format!("`{name}`")))
}

fn partition(of: &Option<(Name, String)>) -> String {
    of.as_ref().map_or_else(|| "nothing".to_owned(), |(name, bound)| format!("`{name}` `{bound}`"))
}

pub(in crate::change) fn joined(parts: impl Iterator<Item = impl AsRef<str>>) -> String {
    parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
