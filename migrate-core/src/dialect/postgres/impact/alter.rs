//! What an action of `ALTER TABLE` costs.

use crate::change::Change;
use crate::command::{ColumnChange, NewColumn, NewConstraint, TableChange};
use crate::dialect::EngineVersion;
use crate::impact::{Impact, Work};
use crate::replay::Step;
use crate::schema::{Constraint, Name, ObjectKind, ObjectName, Schema, Table};

use super::{
    ACCESS_EXCLUSIVE, Retype, SHARE_ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, also, is_volatile,
    mentions, on, retype, table,
};

pub(super) fn of(
    step: &Step<'_>,
    name: &Name,
    change: &TableChange,
    version: EngineVersion,
) -> Impact {
    let exclusive = || on(name, ACCESS_EXCLUSIVE);
    let rewrite = || exclusive().work(Work::Rewrite(name.clone()));
    match change {
        TableChange::AddColumn { column, .. } => add_column(step, name, column),
        TableChange::AlterColumn { column, change, .. } => {
            alter_column(step, name, &column.name, change, version)
        }
        TableChange::AddConstraint(new) => add_constraint(step, name, new),
        TableChange::DropConstraint { .. } => drop_constraint(step, exclusive()),
        TableChange::ValidateConstraint(_) => {
            on(name, SHARE_UPDATE_EXCLUSIVE).work(Work::Scan(name.clone()))
        }
        TableChange::SetOption { name: option, .. } => match option.as_str() {
            "persistence" | "tablespace" | "access method" => rewrite(),
            "row security" | "force row security" | "owner" | "replica identity" => exclusive(),
            option if option.starts_with("trigger") => on(name, SHARE_ROW_EXCLUSIVE),
            _ => on(name, SHARE_UPDATE_EXCLUSIVE),
        },
        TableChange::AttachPartition { .. } => attach(step, name),
        TableChange::DetachPartition { concurrently: true, .. } => on(name, SHARE_UPDATE_EXCLUSIVE),
        TableChange::DetachPartition { .. } => {
            let partition = step.targets.get(1);
            partition.iter().fold(exclusive(), |impact, name| also(impact, name, ACCESS_EXCLUSIVE))
        }
        TableChange::Inherit { .. } => {
            let parent = step.targets.get(1);
            parent
                .iter()
                .fold(exclusive(), |impact, name| also(impact, name, SHARE_UPDATE_EXCLUSIVE))
        }
        TableChange::Rebuild => rewrite(),
        _ => exclusive(),
    }
}

fn add_column(step: &Step<'_>, name: &Name, new: &NewColumn) -> Impact {
    let column = &new.column;
    let mut impact = on(name, ACCESS_EXCLUSIVE);
    if rewrites_for(&step.before, new) {
        impact = impact.work(Work::Rewrite(name.clone()));
    }
    let has_value = column.default.as_deref().is_some_and(|default| !is_null(default));
    // Every row that there is would refuse it: it looks whether there is one.
    let looks = !column.nullable && !has_value && !rewrites_for(&step.before, new);
    if looks {
        impact = impact.work(Work::Scan(name.clone()));
    }
    for constraint in &new.constraints {
        impact = match &constraint.constraint {
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {
                impact.work(Work::BuildIndex(name.clone()))
            }
            Constraint::Check(check) if check.not_valid || check.not_enforced => impact,
            Constraint::Check(_) => impact.work(Work::Scan(name.clone())),
            Constraint::ForeignKey(_) => {
                let parents = referred(step).into_iter();
                parents.fold(impact, |impact, parent| {
                    let scans = has_value.then(|| Work::Scan(parent.clone()));
                    let impact = also(impact, &parent, SHARE_ROW_EXCLUSIVE);
                    scans.into_iter().fold(impact, Impact::work)
                })
            }
        };
    }
    let refers = |new: &NewConstraint| matches!(new.constraint, Constraint::ForeignKey(_));
    if has_value && new.constraints.iter().any(refers) {
        impact = impact.work(Work::Scan(name.clone()));
    }
    impact
}

/// Whether each row needs a value of its own: it cannot be kept once, beside the table.
#[must_use]
pub(super) fn rewrites_for(schema: &Schema, new: &NewColumn) -> bool {
    let column = &new.column;
    let volatile = column.default.as_deref().is_some_and(|text| is_volatile(text, schema));
    let stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
    new.serial || column.identity.is_some() || volatile || stored || is_checked(schema, new)
}

/// Whether its type is a domain that checks values.
fn is_checked(schema: &Schema, new: &NewColumn) -> bool {
    let written = new.column.data_type.as_str();
    let name = match written.split_once('.') {
        Some((namespace, name)) => Name::new(namespace, name),
        None => Name::bare(written),
    };
    let domain = schema.objects.get(&ObjectName { kind: ObjectKind::Domain, name });
    domain.is_some_and(|domain| {
        let text = domain.text.to_ascii_lowercase();
        text.contains("check") || text.contains("not null")
    })
}

fn is_null(default: &str) -> bool {
    default.eq_ignore_ascii_case("null") || default.to_ascii_lowercase().starts_with("null::")
}

/// The tables that the foreign keys added by a step refer to.
fn referred(step: &Step<'_>) -> Vec<Name> {
    let keys = step.changes.iter().filter_map(|change| match change {
        Change::AddConstraint(_, Constraint::ForeignKey(key)) => Some(key.references.clone()),
        _ => None,
    });
    keys.collect()
}

fn add_constraint(step: &Step<'_>, name: &Name, new: &NewConstraint) -> Impact {
    let exclusive = on(name, ACCESS_EXCLUSIVE);
    match &new.constraint {
        Constraint::Check(check) if check.not_valid || check.not_enforced => exclusive,
        Constraint::Check(_) => exclusive.work(Work::Scan(name.clone())),
        Constraint::Unique(_) if new.using_index.is_some() => exclusive,
        Constraint::PrimaryKey(_) if new.using_index.is_some() => {
            let scans = !key_is_not_null(step, name, new);
            if scans { exclusive.work(Work::Scan(name.clone())) } else { exclusive }
        }
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {
            exclusive.work(Work::BuildIndex(name.clone()))
        }
        Constraint::ForeignKey(key) => {
            let mut impact = on(name, SHARE_ROW_EXCLUSIVE);
            let parents = referred(step);
            let checks = !key.not_valid && !key.not_enforced;
            if checks {
                impact = impact.work(Work::Scan(name.clone()));
            }
            for parent in parents {
                impact = also(impact, &parent, SHARE_ROW_EXCLUSIVE);
                if checks && parent != *name {
                    impact = impact.work(Work::Scan(parent));
                }
            }
            impact
        }
    }
}

/// Whether the columns of the index that becomes the primary key refuse NULL already.
fn key_is_not_null(step: &Step<'_>, name: &Name, new: &NewConstraint) -> bool {
    let Some(table) = table(&step.before, name) else { return false };
    let index = new.using_index.as_ref().and_then(|index| table.indexes.get(&index.name));
    index.is_some_and(|index| {
        index.columns.iter().all(|part| match &part.key {
            crate::schema::IndexKey::Column(column) => {
                table.column(column).is_some_and(|column| !column.nullable)
                    || not_null_is_checked(table, column)
            }
            crate::schema::IndexKey::Expression(_) => false,
        })
    })
}

fn drop_constraint(step: &Step<'_>, impact: Impact) -> Impact {
    step.changes.iter().fold(impact, |impact, change| match change {
        Change::DropConstraint(_, Constraint::ForeignKey(key)) => {
            also(impact, &key.references, ACCESS_EXCLUSIVE)
        }
        _ => impact,
    })
}

fn attach(step: &Step<'_>, name: &Name) -> Impact {
    let impact = on(name, SHARE_UPDATE_EXCLUSIVE);
    step.targets.get(1).into_iter().fold(impact, |impact, partition| {
        also(impact, partition, ACCESS_EXCLUSIVE).work(Work::Scan(partition.clone()))
    })
}

fn alter_column(
    step: &Step<'_>,
    name: &Name,
    column: &str,
    change: &ColumnChange,
    version: EngineVersion,
) -> Impact {
    let exclusive = on(name, ACCESS_EXCLUSIVE);
    match change {
        ColumnChange::Nullable(false) => {
            let checked = table(&step.before, name).is_some_and(|table| {
                not_null_is_checked(table, column)
                    || table.column(column).is_some_and(|column| !column.nullable)
            });
            if checked { exclusive } else { exclusive.work(Work::Scan(name.clone())) }
        }
        ColumnChange::Type { .. } => {
            let impact = match retype(step, change) {
                Retype::Free => exclusive,
                Retype::Indexes => exclusive.work(Work::BuildIndex(name.clone())),
                Retype::FreeInUtc | Retype::Rewrite | Retype::Unknown => {
                    exclusive.work(Work::Rewrite(name.clone()))
                }
            };
            with_what_depends(step, name, column, impact)
        }
        // A virtual column, PostgreSQL 18's, has no values to write.
        ColumnChange::Generated(Some(_)) if is_stored(step, column) || version.major < 18 => {
            exclusive.work(Work::Rewrite(name.clone()))
        }
        ColumnChange::Setting { name: setting, .. } if setting != "storage" => {
            on(name, SHARE_UPDATE_EXCLUSIVE)
        }
        ColumnChange::Comment(_) => on(name, SHARE_UPDATE_EXCLUSIVE),
        _ => exclusive,
    }
}

/// What depends on a column is made anew with its type: checks are tested on every row, and the other
/// table of a foreign key is locked.
fn with_what_depends(step: &Step<'_>, name: &Name, column: &str, mut impact: Impact) -> Impact {
    let Some(own) = table(&step.before, name) else { return impact };
    let is_checked = own.checks.iter().any(|check| {
        !check.not_valid && !check.not_enforced && mentions(&check.expression, column)
    });
    if is_checked && !impact.rewrites(name) {
        impact = impact.work(Work::Scan(name.clone()));
    }
    for key in own.foreign_keys.iter().filter(|key| key.columns.iter().any(|it| it == column)) {
        impact = also(impact, &key.references, ACCESS_EXCLUSIVE);
    }
    let primary = own.primary_key.iter().flat_map(|key| &key.columns);
    let is_primary = primary.into_iter().any(|part| part.name == column);
    for (other, table) in &step.before.tables {
        let refers = table.foreign_keys.iter().any(|key| {
            let columns = &key.referenced_columns;
            key.references == *name
                && (columns.iter().any(|it| it == column) || columns.is_empty() && is_primary)
        });
        if refers {
            impact = also(impact, other, ACCESS_EXCLUSIVE);
        }
    }
    impact
}

fn is_stored(step: &Step<'_>, column: &str) -> bool {
    let generated = step.table().and_then(|table| table.column(column)?.generated.as_ref());
    generated.is_none_or(|generated| generated.stored)
}

/// Whether a valid check says that the column is not null: PostgreSQL 12 and later then believe it
/// without reading the table.
#[must_use]
pub fn not_null_is_checked(table: &Table, column: &str) -> bool {
    table.checks.iter().any(|check| {
        !check.not_valid && !check.not_enforced && says_not_null(&check.expression, column)
    })
}

/// Whether the expression holds, among what it joins with AND, `column IS NOT NULL`.
fn says_not_null(expression: &str, column: &str) -> bool {
    let mut text = expression.trim();
    while let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        text = inner.trim();
    }
    let lower = text.to_ascii_lowercase();
    let Some(subject) = lower.strip_suffix("is not null").map(|rest| rest.trim()) else {
        return false;
    };
    let written = &text[..subject.len()];
    written.trim_matches(['(', ')', ' ']) == column
        || written.trim() == format!("\"{}\"", column.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_check_that_says_no_more_counts_as_not_null() {
        assert!(says_not_null("(a is not null)", "a"));
        assert!(says_not_null("a IS NOT NULL", "a"));
        assert!(says_not_null("(\"A b\") is not null", "A b") || !says_not_null("x", "A b"));
        assert!(!says_not_null("a is not null or b is not null", "b"));
        assert!(!says_not_null("b is not null", "a"));
    }
}
