//! Constraints.

use std::fmt::Write as _;

use super::{name, names, path, spelled};
use crate::render::Scene;
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclusion, ForeignKey, KeyColumn, Name, Table,
};

/// A constraint as `CREATE TABLE` and `ADD` want it.
pub(super) fn constraint(constraint: &Constraint) -> String {
    let text = match constraint {
        Constraint::PrimaryKey(key) => {
            let period = key.without_overlaps;
            let columns = columns(&key.columns, period);
            let text = format!("PRIMARY KEY ({columns}){}", include(&key.include));
            text + deferrable(key.deferrable)
        }
        Constraint::Unique(key) => {
            let nulls = if key.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            let columns = columns(&key.columns, key.without_overlaps);
            let text = format!("UNIQUE{nulls} ({columns}){}", include(&key.include));
            text + deferrable(key.deferrable)
        }
        Constraint::Check(it) => check(it),
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Exclusion(it) => exclusion(it),
    };
    match constraint.name() {
        Some(given) => format!("CONSTRAINT {} {text}", name(given)),
        None => text,
    }
}

fn columns(columns: &[KeyColumn], without_overlaps: bool) -> String {
    let mut text = columns.iter().map(|column| name(&column.name)).collect::<Vec<_>>().join(", ");
    if without_overlaps {
        text += " WITHOUT OVERLAPS";
    }
    text
}

fn include(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", names(columns)) }
}

const fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn check(check: &Check) -> String {
    let mut text = format!("CHECK ({})", spelled(&check.expression));
    if check.no_inherit {
        text += " NO INHERIT";
    }
    if check.not_enforced {
        text += " NOT ENFORCED";
    } else if check.not_valid {
        text += " NOT VALID";
    }
    text
}

fn foreign_key(key: &ForeignKey) -> String {
    let period = |columns: &[String]| match columns.split_last() {
        Some((last, rest)) if key.period && !rest.is_empty() => {
            format!("{}, PERIOD {}", names(rest), name(last))
        }
        _ => names(columns),
    };
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", period(&key.columns), path(&key.references));
    if !key.referenced_columns.is_empty() {
        let _ = write!(text, " ({})", period(&key.referenced_columns));
    }
    if key.match_full {
        text += " MATCH FULL";
    }
    if key.on_delete != Action::NoAction {
        let _ = write!(text, " ON DELETE {}", key.on_delete.sql());
    }
    if !key.on_delete_columns.is_empty() {
        let _ = write!(text, " ({})", names(&key.on_delete_columns));
    }
    if key.on_update != Action::NoAction {
        let _ = write!(text, " ON UPDATE {}", key.on_update.sql());
    }
    text += deferrable(key.deferrable);
    if key.not_enforced {
        text += " NOT ENFORCED";
    } else if key.not_valid {
        text += " NOT VALID";
    }
    text
}

fn exclusion(exclusion: &Exclusion) -> String {
    format!("EXCLUDE {}{}", spelled(&exclusion.definition), deferrable(exclusion.deferrable))
}

/// Whether a parent of the table hands the constraint down.
fn comes_from_parent(scene: Scene<'_>, table: &Name, it: &Constraint, of: &Table) -> bool {
    let parts = of.options.partition_of.iter().map(|(parent, _)| parent);
    let mut parents = of.options.inherits.iter().chain(parts);
    parents.any(|parent| {
        let has = |schema: &crate::schema::Schema| {
            schema.tables.get(parent).is_some_and(|parent| match it {
                Constraint::Check(check) => {
                    !check.no_inherit && parent.checks.iter().any(|other| other.name == check.name)
                }
                _ => false,
            })
        };
        *parent != *table && (has(scene.now) || has(scene.from))
    })
}

/// `ADD CONSTRAINT`.
pub(super) fn add(scene: Scene<'_>, table: &Name, it: &Constraint) -> Vec<String> {
    let of = scene.now.tables.get(table);
    if of.is_some_and(|of| comes_from_parent(scene, table, it, of)) {
        return Vec::new();
    }
    vec![format!("ALTER TABLE {} ADD {};", path(table), constraint(it))]
}

/// `DROP CONSTRAINT`.
pub(super) fn drop(scene: Scene<'_>, table: &Name, it: &Constraint) -> Option<Vec<String>> {
    let of = scene.now.tables.get(table);
    if of.is_some_and(|of| comes_from_parent(scene, table, it, of)) {
        return Some(Vec::new());
    }
    let called = it.name()?;
    Some(vec![format!("ALTER TABLE {} DROP CONSTRAINT {};", path(table), name(called))])
}
