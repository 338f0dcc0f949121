//! What MySQL and MariaDB do in their own way.

mod charset;
mod described;
mod member;
mod object;
mod partitions;
mod redefined;
mod reference;
mod user;

use super::column::Dropped;
use super::engine::Engine;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::work::Work;
use crate::change::Change;
use crate::command::{CreateIndex, NewConstraint, Path, TableChange};
use crate::dialect::Dialect;
use crate::dialect::mysql::normalize;
use crate::schema::{Column, Constraint, Index, IndexColumn, IndexKey, KeyColumn, Name, Unique};
use crate::text::Span;

/// Facts about MySQL.
pub(crate) static ENGINE: Engine = Engine {
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
    tables_share_names: true,
    references_must_exist: true,
    transactional_ddl: false,
    unique_key: Some(index_of),
    keys_imply_not_null: true,
    uniques_are_indexes: true,
    hidden_columns: &[],
    rows_are_values: false,
    row_functions: &[],
    own_namespaces: &["mysql", "information_schema", "performance_schema", "sys"],
    is_own_table: is_sequence,
    namespaces_are_created: false,
    name_constraint,
    name_index,
    name_sequence: |_, table, column| format!("{}_{column}_seq", table.name),
    follow_constraint: reference::follow_constraint,
    make_room: reference::make_room,
    check_new_index,
    check_indexable: |_, _, _| Ok(()),
    check_retyped: reference::check_retyped,
    follow_type: |_, _, _, _| Ok(()),
    follow_definition: redefined::follow,
    storage: |_| None,
    set_charset: charset::set,
    repartition: partitions::changed,
    check_statement: reference::check_statement,
    normalize: normalize::table,
    normalize_index: redefined::normalize_index,
    normalize_default,
    normalize_check: |_, _| None,
    reference: Name::clone,
    referenced_column: str::to_owned,
    drop_column,
    check_new_column: |_, _, _| Ok(()),
    follow_table: reference::follow_table,
    check_renamed_column: user::refuse_rename,
    follow_column: |_, _, _, _| Ok(()),
    carry_out: object::carry_out,
    end: |_| {},
    pass,
};

/// What is dropped goes first, so that its name is free for what is added, and columns go after what
/// hangs on them.
fn pass(change: &TableChange) -> u8 {
    match change {
        TableChange::DropConstraint { .. } => 0,
        TableChange::DropIndex { .. } => 1,
        TableChange::DropColumn { .. } => 2,
        // Columns are defined in the new character set of their table.
        TableChange::SetOption { name, .. } if matches!(name.as_str(), "charset" | "collation") => {
            2
        }
        // A reference brings an index with it where no other one serves it.
        TableChange::AddConstraint(new) if matches!(new.constraint, Constraint::ForeignKey(_)) => 4,
        TableChange::Rename(_) => 5,
        _ => 3,
    }
}

/// The index that a unique key is.
fn index_of(key: &Unique, new: &NewConstraint) -> CreateIndex {
    let columns = key.columns.iter().map(|part| IndexColumn {
        descending: part.descending,
        prefix: part.prefix,
        ..IndexColumn::new(IndexKey::Column(part.name.clone()))
    });
    let name = new.index_name.as_ref().or(key.name.as_ref());
    CreateIndex {
        name: name.map(|name| Path { namespace: None, name: name.clone(), span: new.span }),
        index: Index { unique: true, columns: columns.collect(), ..Index::default() },
        if_not_exists: new.if_not_exists,
        ..CreateIndex::default()
    }
}

/// An index names each column once (1060).
/// `seq_1_to_10`, `seq_1_to_10_step_2`: MariaDB has them all
/// (<https://mariadb.com/kb/en/sequence-storage-engine/>).
fn is_sequence(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_number = |text: &str| text.parse::<u64>().is_ok();
    match name.split('_').collect::<Vec<_>>()[..] {
        ["seq", from, "to", to] => is_number(from) && is_number(to),
        ["seq", from, "to", to, "step", step] => [from, to, step].into_iter().all(is_number),
        _ => false,
    }
}

fn check_new_index(table: &Name, index: &Index, span: Span) -> Outcome {
    let mut seen: Vec<&str> = Vec::with_capacity(index.columns.len());
    for part in &index.columns {
        let IndexKey::Column(column) = &part.key else { continue };
        if seen.iter().any(|other| other.eq_ignore_ascii_case(column)) {
            let message = format!("the index of table `{table}` has column `{column}` twice");
            return Err(Refusal::refused(message, span).about(table));
        }
        seen.push(column);
    }
    Ok(())
}

/// A literal is spelled by the type of its column, which only the schema knows.
fn normalize_default(column: &mut Column) {
    let Some(default) = &column.default else { return };
    let spelled = normalize::default(default, &column.data_type);
    column.default = Some(spelled).filter(|default| default != "null");
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
        Constraint::Check(_) if work.replay.target.is_mariadb => {
            let is_taken =
                |name: &str| of.checks.iter().any(|check| check.name.as_deref() == Some(name));
            (1_u32..).map(|number| format!("CONSTRAINT_{number}")).find(|name| !is_taken(name))
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
    user::refuse_drop(work, dropped)?;
    refuse_wider_key(work, dropped)?;
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

/// MariaDB does not make a key of several columns narrower, for its rows may then be no longer unique.
fn refuse_wider_key(work: &Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, span, .. } = *dropped;
    if !work.replay.target.is_mariadb {
        return Ok(());
    }
    let of = work.table_at(table)?;
    let is_column = |name: &str| name.eq_ignore_ascii_case(column);
    let primary = of.primary_key.as_ref().filter(|key| {
        key.columns.len() > 1 && key.columns.iter().any(|part| is_column(&part.name))
    });
    let unique = of.indexes.iter().find(|(_, index)| {
        index.unique
            && index.columns.len() > 1
            && reference::columns(index).iter().any(|name| is_column(name))
    });
    let key = match (primary, unique) {
        (Some(_), _) => "the primary key".to_owned(),
        (None, Some((name, _))) => format!("unique key `{name}`"),
        (None, None) => return Ok(()),
    };
    let message = format!(
        "column `{column}` of table `{table}` is part of {key}, which has other columns too"
    );
    Err(Refusal::refused(message, span).about(table))
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
