//! Rules that hold in every dialect.

mod add_column_not_null_no_default;
mod delete_without_where;
mod drop_cascade;
mod drop_column;
mod drop_column_used;
mod drop_constraint;
mod drop_index;
mod drop_object;
mod drop_schema_or_database;
mod drop_table;
mod lossy_type_change;
mod recreate_table;
mod rename_column;
mod rename_table;
mod truncate;

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &drop_table::RULE,
    &drop_column::RULE,
    &drop_column_used::RULE,
    &drop_schema_or_database::RULE,
    &drop_cascade::RULE,
    &drop_object::RULE,
    &drop_index::RULE,
    &drop_constraint::RULE,
    &truncate::RULE,
    &delete_without_where::RULE,
    &recreate_table::RULE,
    &lossy_type_change::RULE,
    &rename_column::RULE,
    &rename_table::RULE,
    &add_column_not_null_no_default::RULE,
];
