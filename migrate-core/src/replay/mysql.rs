//! What MySQL and MariaDB do in their own way.

use super::column::Dropped;
use super::engine::Engine;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::work::Work;
use crate::change::Change;
use crate::command::{CreateIndex, TableChange};
use crate::dialect::Dialect;
use crate::schema::{Constraint, Index, IndexKey, KeyColumn, Name};
use crate::text::Span;

/// Facts about MySQL.
pub(super) static ENGINE: Engine = Engine {
    dialect: Dialect::Mysql,
    default_namespace: "",
    temporary_namespace: "",
    folds_names: false,
    folds_columns: true,
    indexes_are_named_in_namespace: false,
    keys_are_indexes: false,
    binds: false,
    resolves_views: true,
    enforces_foreign_keys: true,
    references_must_exist: true,
    transactional_ddl: false,
    keys_imply_not_null: true,
    uniques_are_indexes: true,
    hidden_columns: &[],
    own_namespaces: &["mysql", "information_schema", "performance_schema", "sys"],
    own_prefix: "",
    namespaces_are_created: false,
    name_constraint,
    name_index,
    normalize: |_| {},
    normalize_index: |_, _| {},
    reference: Name::clone,
    referenced_column: str::to_owned,
    drop_column,
    check_new_column: |_, _, _| Ok(()),
    check_dropped_index,
    follow_table: |_, _, _| Ok(()),
    follow_column: |_, _, _, _| Ok(()),
    carry_out: |_, _| None,
    pass,
};

/// What is dropped goes first, so that its name is free for what is added.
const fn pass(change: &TableChange) -> u8 {
    match change {
        TableChange::DropColumn { .. }
        | TableChange::DropConstraint { .. }
        | TableChange::DropIndex { .. } => 0,
        TableChange::Rename(_) => 2,
        _ => 1,
    }
}

/// `t_ibfk_1` for references and `t_chk_1` for checks, one above the highest number so far; a unique
/// key is called after its first column.
fn name_constraint(work: &Work<'_>, table: &Name, constraint: &Constraint) -> Option<String> {
    let of = work.schema().tables.get(table)?;
    let next = |infix: &str, names: &mut dyn Iterator<Item = Option<&str>>| {
        let prefix = format!("{}_{infix}_", table.name);
        let numbers = names.filter_map(|name| name?.strip_prefix(&prefix)?.parse::<u32>().ok());
        format!("{prefix}{}", numbers.max().unwrap_or(0) + 1)
    };
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Exclusion(_) => None,
        Constraint::ForeignKey(_) => {
            let mut names = of.foreign_keys.iter().map(|key| key.name.as_deref());
            Some(next("ibfk", &mut names))
        }
        Constraint::Check(_) => {
            let mut names = of.checks.iter().map(|check| check.name.as_deref());
            Some(next("chk", &mut names))
        }
        Constraint::Unique(key) => key_name(work, table, &key.columns.first()?.name),
    }
}

fn name_index(work: &Work<'_>, table: &Name, create: &CreateIndex) -> Option<String> {
    let first = create.index.columns.first().map(|part| match &part.key {
        IndexKey::Column(column) => column.as_str(),
        IndexKey::Expression(_) => "functional_index",
    });
    key_name(work, table, first?)
}

/// The name of the first column, with a number from 2 where it is taken.
fn key_name(work: &Work<'_>, table: &Name, first: &str) -> Option<String> {
    let of = work.schema().tables.get(table)?;
    let is_taken = |name: &str| {
        of.indexes.keys().any(|other| other.eq_ignore_ascii_case(name))
            || of
                .uniques
                .iter()
                .filter_map(|key| key.name.as_deref())
                .any(|other| other.eq_ignore_ascii_case(name))
    };
    if !is_taken(first) && !first.eq_ignore_ascii_case("primary") {
        return Some(first.to_owned());
    }
    (2_u32..).map(|number| format!("{first}_{number}")).find(|name| !is_taken(name))
}

/// The column leaves the keys and indexes it is in, and those that are left with none go.
fn drop_column(work: &mut Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, span, .. } = *dropped;
    refuse_users(work, dropped)?;
    let of = work.table_at(table)?;
    let mut changes = Vec::new();
    for constraint in of.constraints() {
        if let Some(kept) = without(&constraint, column) {
            changes.push(Change::DropConstraint(table.clone(), constraint));
            changes.extend(kept.map(|kept| Change::AddConstraint(table.clone(), kept)));
        }
    }
    for (name, index) in &of.indexes {
        let is_column = |key: &IndexKey| matches!(key, IndexKey::Column(name) if name == column);
        if index.columns.iter().any(|part| is_column(&part.key)) {
            let mut kept: Index = index.clone();
            kept.columns.retain(|part| !is_column(&part.key));
            let (table, name) = (table.clone(), name.clone());
            changes.push(Change::DropIndex { table: table.clone(), name: name.clone() });
            if !kept.columns.is_empty() {
                changes.push(Change::CreateIndex { table, name, index: kept });
            }
        }
    }
    changes.into_iter().try_for_each(|change| work.emit(change))?;
    if work.table_at(table)?.columns.len() == 1 {
        let message = format!("column `{column}` is the only one of table `{table}`");
        return Err(Refusal::refused(message, span).about(table));
    }
    work.emit(Change::DropColumn(table.clone(), column.to_owned()))
}

fn refuse_users(work: &Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, span, .. } = *dropped;
    let what = format_args!("column `{column}` of table `{table}`");
    let of = work.table_at(table)?;
    let keys = of.foreign_keys.iter().filter(|key| key.columns.iter().any(|it| it == column));
    let keys = keys
        .map(|key| format!("foreign key `{}` needs it", key.name.as_deref().unwrap_or_default()));
    let others = super::constraint::references_to(work, table, |key| {
        key.referenced_columns.iter().any(|it| it.eq_ignore_ascii_case(column))
    });
    let others = others.iter().map(|(other, key)| {
        let name = key.name.as_deref().unwrap_or_default();
        format!("foreign key `{name}` of table `{other}` refers to it")
    });
    let names = |text: &str| expression::names(text, column, Dialect::Mysql);
    let computed = of.columns.iter().filter(|other| {
        other.generated.as_ref().is_some_and(|generated| names(&generated.expression))
    });
    let computed = computed.map(|other| format!("column `{}` is computed from it", other.name));
    let users: Vec<String> = keys.chain(others).chain(computed).collect();
    if users.is_empty() { Ok(()) } else { Err(Refusal::dependents(what, users, span).about(table)) }
}

/// What is left of a constraint without a column: nothing at all, or less of it. None where it does
/// not have the column.
fn without(constraint: &Constraint, column: &str) -> Option<Option<Constraint>> {
    let lessened = |columns: &[KeyColumn]| {
        let kept: Vec<KeyColumn> =
            columns.iter().filter(|part| part.name != column).cloned().collect();
        (kept.len() < columns.len()).then_some(kept)
    };
    match constraint {
        Constraint::PrimaryKey(key) => lessened(&key.columns).map(|columns| {
            let key = crate::schema::PrimaryKey { columns, ..key.clone() };
            (!key.columns.is_empty()).then_some(Constraint::PrimaryKey(key))
        }),
        Constraint::Unique(key) => lessened(&key.columns).map(|columns| {
            let key = crate::schema::Unique { columns, ..key.clone() };
            (!key.columns.is_empty()).then_some(Constraint::Unique(key))
        }),
        Constraint::Check(check) => {
            expression::names(&check.expression, column, Dialect::Mysql).then_some(None)
        }
        Constraint::ForeignKey(_) | Constraint::Exclusion(_) => None,
    }
}

/// An index that a foreign key needs stays, unless another one begins with the same columns.
fn check_dropped_index(work: &Work<'_>, table: &Name, name: &str, span: Span) -> Outcome {
    let of = work.table_at(table)?;
    let begins = |index: &Index, columns: &[String]| {
        index.columns.len() >= columns.len()
            && index.columns.iter().zip(columns).all(|(part, column)| {
                matches!(&part.key, IndexKey::Column(name) if name.eq_ignore_ascii_case(column))
            })
    };
    let Some(dropped) = of.indexes.get(name) else { return Ok(()) };
    let serves = |columns: &[String]| {
        let mut others = of.indexes.iter().filter(|(other, _)| *other != name);
        let in_keys = |key: &[KeyColumn]| {
            key.len() >= columns.len()
                && key.iter().zip(columns).all(|(part, it)| part.name.eq_ignore_ascii_case(it))
        };
        begins(dropped, columns)
            && !others.any(|(_, index)| begins(index, columns))
            && !of.primary_key.as_ref().is_some_and(|key| in_keys(&key.columns))
            && !of.uniques.iter().any(|key| in_keys(&key.columns))
    };
    let key = of.foreign_keys.iter().find(|key| serves(&key.columns));
    match key {
        None => Ok(()),
        Some(key) => {
            let others = [format!("foreign key `{}`", key.name.as_deref().unwrap_or_default())];
            let what = format_args!("index `{name}` of table `{table}`");
            Err(Refusal::dependents(what, others, span).about(table))
        }
    }
}
