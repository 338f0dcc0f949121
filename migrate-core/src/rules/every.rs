//! Rules that hold in every dialect, or in several.

mod add_column_not_null_no_default;
mod delete_without_where;
mod disable_constraints_for_load;
mod down_drops_preexisting;
mod drop_cascade;
mod drop_column;
mod drop_column_used;
mod drop_constraint;
mod drop_default;
mod drop_index;
mod drop_not_null;
mod drop_object;
mod drop_schema_or_database;
mod drop_table;
mod duplicate_column_assignment;
mod duplicate_or_prefix_index;
mod fk_to_non_unique;
mod fk_type_mismatch;
mod foreign_key_without_index;
mod if_exists_in_down;
mod insert_or_replace;
mod insert_without_columns;
mod keys;
mod lossy_type_change;
mod new_unique_on_existing_column;
mod non_deterministic_dml;
mod not_null_without_backfill;
mod prefer_bigint_key;
mod recreate_table;
mod rename_column;
mod rename_table;
mod require_primary_key;
mod select_star_in_view;
mod session_setting_leak;
mod set_not_null_breaks_writers;
mod truncate;
mod up_is_noop;
mod update_without_where;

use crate::rule::Rule;

pub(super) use keys::{is_indexed, unique};

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
    &set_not_null_breaks_writers::RULE,
    &drop_not_null::RULE,
    &drop_default::RULE,
    &new_unique_on_existing_column::RULE,
    &insert_or_replace::RULE,
    &update_without_where::RULE,
    &not_null_without_backfill::RULE,
    &insert_without_columns::RULE,
    &select_star_in_view::RULE,
    &non_deterministic_dml::RULE,
    &duplicate_column_assignment::RULE,
    &disable_constraints_for_load::RULE,
    &up_is_noop::RULE,
    &if_exists_in_down::RULE,
    &down_drops_preexisting::RULE,
    &session_setting_leak::RULE,
    &prefer_bigint_key::RULE,
    &require_primary_key::RULE,
    &foreign_key_without_index::RULE,
    &duplicate_or_prefix_index::RULE,
    &fk_type_mismatch::RULE,
    &fk_to_non_unique::RULE,
];
