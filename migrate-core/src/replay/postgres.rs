//! What PostgreSQL does in its own way.

mod constant;
mod figure;
mod method;
mod name;
mod retype;

use super::column::Dropped;
use super::constraint;
use super::engine::Engine;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::index;
use super::sequence;
use super::view;
use super::work::Work;
use crate::change::Change;
use crate::command::{ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::dialect::postgres::types;
use crate::schema::{Column, Constraint, Index, IndexKey, Name, ObjectKind, Table};
use crate::sql::lexer::{self, TokenKind};

/// Facts about PostgreSQL.
pub(crate) static ENGINE: Engine = Engine {
    dialect: Dialect::Postgres,
    default_namespace: "public",
    temporary_namespace: "pg_temp",
    folds_names: false,
    folds_columns: false,
    indexes_are_named_in_namespace: true,
    keys_are_indexes: true,
    binds: true,
    resolves_views: true,
    enforces_foreign_keys: true,
    tables_share_names: false,
    references_must_exist: true,
    transactional_ddl: true,
    unique_key: None,
    keys_imply_not_null: true,
    uniques_are_indexes: false,
    hidden_columns: &["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"],
    rows_are_values: true,
    row_functions: &ROW_FUNCTIONS,
    own_namespaces: &["pg_catalog", "information_schema", "pg_toast"],
    is_own_table: |name| name.starts_with("pg_"),
    namespaces_are_created: true,
    name_constraint: name::constraint,
    name_index: name::index,
    name_sequence: |work, table, column| name::free_name(work, table, Some(column), "seq"),
    follow_constraint: |_, _, _, _| Ok(()),
    make_room: |_, _, _| Ok(()),
    check_new_index: |_, _, _| Ok(()),
    check_indexable: method::check,
    check_retyped: |_, _, _, _, _| Ok(()),
    follow_type: retype::mark,
    follow_definition: |_, _, _| Ok(()),
    storage,
    set_charset: |_, _, _, _| Ok(()),
    repartition: |_, _, _| None,
    check_statement: |_| Ok(()),
    normalize: |table| table.columns.update(|it| constant::of_default(it).is_some(), unquote),
    normalize_default,
    normalize_check: constant::list,
    normalize_index,
    reference: Name::clone,
    referenced_column: str::to_owned,
    drop_column,
    check_new_column: |_, _, _| Ok(()),
    follow_table: |_, _, _| Ok(()),
    check_renamed_column: |_, _, _, _| Ok(()),
    follow_column,
    carry_out: |_, _| None,
    end: |_| {},
    pass,
};

/// The functions of `pg_proc` that one row of any table is enough for.
#[rustfmt::skip]
const ROW_FUNCTIONS: [&str; 27] = [
    "array_agg", "concat", "count", "first_value", "hash_record", "json_agg", "json_build_array",
    "json_build_object", "jsonb_agg", "jsonb_build_array", "jsonb_build_object", "lag",
    "last_value", "lead", "mode", "num_nonnulls", "num_nulls", "pg_column_compression",
    "pg_column_size", "pg_typeof", "quote_literal", "quote_nullable", "record_out", "record_send",
    "row_to_json", "to_json", "to_jsonb",
];

/// `'x' :: text` for a column of type `text` is `'x'`: the engine gives the literal that type anyway.
///
/// `NULL` is no default, unless the type has a size to which the engine would cut it.
fn normalize_default(column: &mut Column) {
    let is_plain = !types::has_modifier(&column.data_type);
    let null = |text: &str| match text.split_once(" :: ") {
        None => text == "null",
        Some((literal, cast)) => literal == "null" && cast == column.data_type,
    };
    if is_plain && column.default.as_deref().is_some_and(null) {
        column.default = None;
        return;
    }
    let Some((literal, cast)) = column.default.as_deref().and_then(|it| it.rsplit_once(" :: "))
    else {
        return unquote(column);
    };
    let tokens = lexer::significant(literal, Dialect::Postgres);
    let is_literal = matches!(tokens.as_slice(), [token] if token.kind == TokenKind::String);
    let is_of_type = cast == column.data_type || cast == types::without_modifier(&column.data_type);
    if is_literal && is_of_type {
        column.default = Some(literal.to_owned());
    }
    unquote(column);
}

fn unquote(column: &mut Column) {
    if let Some(plain) = constant::of_default(column) {
        column.default = Some(plain);
    }
}

/// An index sorts a column by the collation of the column, and a text by `text_ops`, anyway.
fn normalize_index(table: &Table, index: &mut Index) {
    for part in &mut index.columns {
        let IndexKey::Column(name) = &part.key else { continue };
        let Some(column) = table.column(name) else { continue };
        let own = column.collation.as_deref().unwrap_or("\"default\"");
        part.collation.take_if(|it| it == own || *it == own.trim_matches('"'));
        let data_type = types::without_modifier(&column.data_type);
        let is_sorted = index.method.as_deref().is_none_or(|method| method == "btree");
        let is_text = matches!(&*data_type, "text" | "character varying");
        let is_usual = |class: &String| {
            is_text && matches!(&**class, "text_ops" | "varchar_ops")
                || is_sorted && sorting(&data_type) == Some(&**class)
        };
        part.operator_class.take_if(|it| is_usual(it));
    }
}

/// The class by which a type is sorted if nobody says otherwise.
fn sorting(data_type: &str) -> Option<&'static str> {
    Some(match data_type {
        "smallint" => "int2_ops",
        "integer" => "int4_ops",
        "bigint" => "int8_ops",
        "numeric" => "numeric_ops",
        "boolean" => "bool_ops",
        "uuid" => "uuid_ops",
        "date" => "date_ops",
        "timestamp without time zone" => "timestamp_ops",
        "timestamp with time zone" => "timestamptz_ops",
        _ => return None,
    })
}

/// How the engine stores values of a type if nobody says otherwise, for the types of which it is known
/// here.
fn storage(data_type: &str) -> Option<&'static str> {
    match types::without_modifier(data_type).as_ref() {
        "text" | "character varying" | "character" | "bytea" | "json" | "jsonb" => Some("extended"),
        "numeric" => Some("main"),
        "smallint" | "integer" | "bigint" | "boolean" | "uuid" | "date" => Some("plain"),
        _ => None,
    }
}

/// The passes of `ALTER TABLE` (`AlterTablePass` in `tablecmds.c`): all that is dropped goes before
/// anything is added.
const fn pass(change: &TableChange) -> u8 {
    match change {
        TableChange::DropColumn { .. } | TableChange::DropConstraint { .. } => 0,
        TableChange::AlterColumn { change, .. } => match change {
            ColumnChange::Type { .. } => 1,
            ColumnChange::Nullable(true)
            | ColumnChange::Generated(None)
            | ColumnChange::Identity { identity: None, .. } => 0,
            ColumnChange::Generated(Some(_)) => 3,
            ColumnChange::Default(None) => 0,
            ColumnChange::Default(Some(_)) => 5,
            ColumnChange::Nullable(false) | ColumnChange::Identity { .. } => 5,
            _ => 8,
        },
        TableChange::AddColumn { .. } => 2,
        TableChange::AddConstraint(new) => match &new.constraint {
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => 6,
            Constraint::Check(_) | Constraint::ForeignKey(_) => 7,
        },
        _ => 8,
    }
}

/// Keys, checks, indexes and sequences of the column go with it; what others made of it must be asked
/// for (<https://www.postgresql.org/docs/current/sql-altertable.html>, `DROP COLUMN`).
fn drop_column(work: &mut Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, cascade, span } = *dropped;
    let of = work.table_at(table)?;
    let by = of.options.partition_by.as_deref();
    if by.is_some_and(|by| expression::names(by, column, Dialect::Postgres)) {
        let message = format!("column `{column}` spreads the rows of table `{table}`");
        return Err(Refusal::refused(message, span).about(table));
    }
    // Asked for while nothing is dropped, which is when the answer is at hand.
    let children = work.dependents().children(table);
    work.at(span, |work| view::release(work, table, Some(column), &[], cascade))?;
    drop_generated(work, dropped)?;
    drop_users(work, dropped)?;
    let constraints = work.table_at(table)?.constraints().into_iter();
    let gone: Vec<Constraint> =
        constraints.filter(|it| constraint::names_column(work, it, column)).collect();
    // References first: one of them may be to a key of the same table.
    for it in gone.into_iter().rev() {
        constraint::remove(work, table, it, cascade, span)?;
    }
    let of = work.table_at(table)?;
    let indexes = of.indexes.iter().filter(|(_, index)| index::names_column(work, index, column));
    let indexes: Vec<String> = indexes.map(|(name, _)| name.clone()).collect();
    for name in indexes {
        work.emit(Change::DropIndex { table: table.clone(), name })?;
    }
    for owned in work.dependents().owned(table) {
        sequence::drop_owned(work, &owned, table, Some(column), cascade)?;
    }
    work.emit(Change::DropColumn(table.clone(), column.to_owned()))?;
    for child in children {
        if work.has_column(&child, column) {
            if work.table_at(&child)?.options.partition_of.is_none() {
                work.doubt(&child, "it keeps a column that it has of its own too");
            }
            drop_column(work, &Dropped { table: &child, ..*dropped })?;
        }
    }
    Ok(())
}

/// Columns that are computed from it.
fn drop_generated(work: &mut Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, cascade, span } = *dropped;
    let computed = |other: &&Column| {
        other.name != column
            && other.generated.as_ref().is_some_and(|generated| {
                expression::names(&generated.expression, column, Dialect::Postgres)
            })
    };
    let users: Vec<String> = work
        .table_at(table)?
        .columns
        .iter()
        .filter(computed)
        .map(|other| other.name.clone())
        .collect();
    if !cascade && !users.is_empty() {
        let what = format_args!("column `{column}` of table `{table}`");
        let others = users.iter().map(|other| format!("column `{other}` is computed from it"));
        return Err(Refusal::dependents(what, others, span).about(table));
    }
    for other in users {
        if work.has_column(table, &other) {
            drop_column(work, &Dropped { column: &other, ..*dropped })?;
        }
    }
    Ok(())
}

/// Policies and triggers of the table that name it.
fn drop_users(work: &mut Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, cascade, span } = *dropped;
    for object in work.dependents().belongings(table) {
        let kinds = [ObjectKind::Policy, ObjectKind::Trigger, ObjectKind::Rule];
        let Some(found) =
            work.schema().objects.get(&object).filter(|_| kinds.contains(&object.kind))
        else {
            continue;
        };
        if !expression::names(&found.text, column, Dialect::Postgres) {
            continue;
        }
        if cascade {
            work.emit(Change::DropObject(object.clone()))?;
            continue;
        }
        let what = format_args!("column `{column}` of table `{table}`");
        let others = [format!("{object} names it")];
        return Err(Refusal::dependents(what, others, span).about(&object.name));
    }
    Ok(())
}

/// The texts of policies, triggers and rules keep the old name, while the engine follows.
fn follow_column(work: &mut Work<'_>, table: &Name, from: &str, to: &str) -> Outcome {
    for object in work.dependents().belongings(table) {
        let kinds = [ObjectKind::Policy, ObjectKind::Trigger, ObjectKind::Rule];
        let Some(mut found) =
            work.schema().objects.get(&object).filter(|_| kinds.contains(&object.kind)).cloned()
        else {
            continue;
        };
        if !expression::names(&found.text, from, Dialect::Postgres) {
            continue;
        }
        if expression::reads(&found.text, Dialect::Postgres) {
            work.doubt(&object.name, "it may name a column that was renamed");
            continue;
        }
        found.text = expression::rename(&found.text, from, to, Dialect::Postgres);
        work.emit(Change::PutObject(object.clone(), found))?;
    }
    Ok(())
}
