//! Rules for SQLite.

mod add_column_limits;
mod double_quoted_string;
mod foreign_keys;
mod int_primary_key;
mod missing_foreign_key_check;
mod pragma_in_transaction;
mod rebuild_cascade_delete;
mod rebuild_dependent_view;
mod rebuild_loses_columns;
mod rebuild_loses_objects;
mod rebuild_order;
mod type_affinity;
mod unsupported_alter;
mod writable_schema;

#[cfg(test)]
mod tests;

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &rebuild_cascade_delete::RULE,
    &rebuild_loses_objects::RULE,
    &rebuild_loses_columns::RULE,
    &rebuild_order::RULE,
    &rebuild_dependent_view::RULE,
    &unsupported_alter::RULE,
    &add_column_limits::RULE,
    &pragma_in_transaction::RULE,
    &missing_foreign_key_check::RULE,
    &double_quoted_string::RULE,
    &writable_schema::RULE,
    &type_affinity::RULE,
    &int_primary_key::RULE,
];
