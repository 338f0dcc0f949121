//! Which changes of a column's type leave its rows as they are.

use crate::command::{ColumnChange, TableChange, What};
use crate::replay::Step;
use crate::schema::Index;

/// What another type does to the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retype {
    /// Nothing: only the catalog changes.
    Free,
    /// Nothing where the session's time zone is UTC, and otherwise all are written anew.
    FreeInUtc,
    /// Nothing, but the indexes of the column are built anew.
    Indexes,
    /// All are written anew, and all indexes of the table with them.
    Rewrite,
    /// The type before is not known.
    Unknown,
}

/// What the `TYPE` action of that step does.
#[must_use]
pub fn retype(step: &Step<'_>, change: &ColumnChange) -> Retype {
    let ColumnChange::Type { data_type, collation, using, .. } = change else {
        return Retype::Unknown;
    };
    let What::AlterTable(alter) = &step.command.what else { return Retype::Unknown };
    let TableChange::AlterColumn { column: name, .. } = &alter.change else {
        return Retype::Unknown;
    };
    let Some(table) = step.table() else { return Retype::Unknown };
    let Some(column) = table.column(&name.name) else { return Retype::Unknown };
    if !using.as_deref().is_none_or(|using| is_plain_cast(using, &name.name, data_type)) {
        return Retype::Rewrite;
    }
    let indexed = table.indexes.values().any(|index| uses(index, &name.name))
        || table.uniques.iter().any(|key| key.columns.iter().any(|part| part.name == name.name))
        || table.primary_key.iter().flat_map(|key| &key.columns).any(|part| part.name == name.name);
    let recollated = *collation != column.collation;
    match between(&column.data_type, data_type) {
        Retype::Free if recollated && indexed => Retype::Indexes,
        Retype::Free if table.indexes.values().any(|index| computes(index, &name.name)) => {
            Retype::Indexes
        }
        Retype::Indexes if !indexed => Retype::Free,
        other => other,
    }
}

fn uses(index: &Index, column: &str) -> bool {
    index.columns.iter().any(|part| match &part.key {
        crate::schema::IndexKey::Column(name) => name == column,
        crate::schema::IndexKey::Expression(text) => text.contains(column),
    })
}

/// Whether an index computes something of the column: that is built anew for every other type, even
/// where one that is of the column alone stays.
fn computes(index: &Index, column: &str) -> bool {
    let keys = index.columns.iter().filter_map(|part| match &part.key {
        crate::schema::IndexKey::Column(_) => None,
        crate::schema::IndexKey::Expression(text) => Some(text),
    });
    keys.chain(&index.predicate).any(|text| mentions(text, column))
}

/// Whether an expression has the name of the column in it.
pub(super) fn mentions(expression: &str, column: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    expression.split(|letter| !is_part(letter)).any(|word| word == column)
        || !column.chars().all(is_part) && expression.contains(column)
}

/// Whether `USING` says no more than the change itself: the column, or the column cast to the type.
fn is_plain_cast(using: &str, column: &str, data_type: &str) -> bool {
    let subject = match using.split_once("::") {
        Some((subject, to)) if Type::parse(to) == Type::parse(data_type) => subject,
        Some(_) => return false,
        None => using,
    };
    subject.trim_matches(['(', ')', ' ', '"']) == column
}

/// The types whose changes are known. Measured on 15.18 and 18.4, but for the precision of times,
/// bit strings and networks, which the source says (`time_support`, `varbit_support`, `pg_cast`).
fn between(old: &str, new: &str) -> Retype {
    let (Some(old), Some(new)) = (Type::parse(old), Type::parse(new)) else {
        return if old == new { Retype::Free } else { Retype::Unknown };
    };
    if old == new {
        return Retype::Free;
    }
    let wider = || match (old.arguments.as_slice(), new.arguments.as_slice()) {
        (_, []) => true,
        ([old], [new]) => new >= old,
        _ => false,
    };
    let free = |is: bool| if is { Retype::Free } else { Retype::Rewrite };
    match (&*old.name, &*new.name) {
        ("varchar", "varchar") | ("varbit", "varbit") => free(wider()),
        ("varchar", "text") => Retype::Free,
        // The casts of the extension say WITHOUT FUNCTION, and its texts are compared in another way.
        ("text" | "varchar", "citext") => Retype::Indexes,
        ("citext", "text") => Retype::Indexes,
        ("citext", "varchar") if new.arguments.is_empty() => Retype::Indexes,
        ("text", "varchar") => free(new.arguments.is_empty()),
        ("numeric", "numeric") => match (&*old.arguments, &*new.arguments) {
            (_, []) => Retype::Free,
            ([old, scale], [new, other]) => free(new >= old && scale == other),
            ([old], [new]) => free(new >= old),
            ([old], [new, 0]) | ([old, 0], [new]) => free(new >= old),
            _ => Retype::Rewrite,
        },
        ("timestamp", "timestamptz") | ("timestamptz", "timestamp") => {
            if wider() {
                Retype::FreeInUtc
            } else {
                Retype::Rewrite
            }
        }
        ("timestamp" | "timestamptz" | "time" | "timetz" | "interval", same)
            if same == old.name =>
        {
            free(wider())
        }
        ("cidr", "inet") | ("xml", "text") => Retype::Free,
        _ => Retype::Rewrite,
    }
}

/// A type by one short name, its numbers apart.
#[derive(Debug, PartialEq, Eq)]
struct Type {
    name: String,
    arguments: Vec<u32>,
}

impl Type {
    fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let (head, rest) = lower.split_once('(').unwrap_or((&lower, ")"));
        let (numbers, tail) = rest.split_once(')')?;
        let numbers = numbers.split(',').map(str::trim).filter(|number| !number.is_empty());
        let arguments = numbers.map(|number| number.parse().ok()).collect::<Option<Vec<u32>>>()?;
        let name = match (head.trim(), tail.trim()) {
            ("character varying" | "varchar", "") => "varchar",
            ("bit varying" | "varbit", "") => "varbit",
            ("decimal" | "numeric", "") => "numeric",
            ("timestamp", "" | "without time zone") | ("timestamp without time zone", "") => {
                "timestamp"
            }
            ("timestamptz", "") | ("timestamp", _) | ("timestamp with time zone", _) => {
                "timestamptz"
            }
            ("time", "" | "without time zone") | ("time without time zone", "") => "time",
            ("timetz", "") | ("time", _) | ("time with time zone", _) => "timetz",
            ("int" | "int4", "") => "integer",
            ("int8", "") => "bigint",
            ("int2", "") => "smallint",
            ("bool", "") => "boolean",
            ("character" | "char" | "bpchar", "") => "character",
            (name, "") => name,
            _ => return None,
        };
        Some(Self { name: name.to_owned(), arguments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_changes_is_the_measured_one() {
        for (old, new, expected) in [
            ("integer", "bigint", Retype::Rewrite),
            ("character varying(50)", "character varying(100)", Retype::Free),
            ("varchar(50)", "varchar(20)", Retype::Rewrite),
            ("varchar(50)", "text", Retype::Free),
            ("text", "varchar", Retype::Free),
            ("text", "varchar(100)", Retype::Rewrite),
            ("varchar", "varchar(100)", Retype::Rewrite),
            ("numeric(10, 2)", "numeric(12,2)", Retype::Free),
            ("numeric(10,2)", "numeric(12,4)", Retype::Rewrite),
            ("numeric(10,2)", "numeric", Retype::Free),
            ("numeric", "numeric(10,2)", Retype::Rewrite),
            ("timestamp without time zone", "timestamp with time zone", Retype::FreeInUtc),
            ("timestamptz", "timestamp", Retype::FreeInUtc),
            ("timestamp(3)", "timestamp(6)", Retype::Free),
            ("timestamp", "timestamp(3)", Retype::Rewrite),
            ("jsonb", "json", Retype::Rewrite),
            ("character(10)", "text", Retype::Rewrite),
            ("mood", "mood", Retype::Free),
            ("integer", "int4", Retype::Free),
        ] {
            assert_eq!(between(old, new), expected, "{old} to {new}");
        }
    }

    #[test]
    fn a_using_that_only_casts_is_none() {
        assert!(is_plain_cast("a::text", "a", "text"));
        assert!(is_plain_cast("(a)", "a", "text"));
        assert!(!is_plain_cast("a::integer", "a", "text"));
        assert!(!is_plain_cast("lower(a)", "a", "text"));
    }
}
