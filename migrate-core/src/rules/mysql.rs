//! Rules for MySQL and MariaDB.

mod add_column_expression_default;
mod add_foreign_key;
mod convert_charset;
mod copy_algorithm;
mod drop_column_shrinks_index;
mod drop_partition;
mod enum_position;
mod explicit_copy_or_lock;
mod foreign_key_checks_off;
mod foreign_key_type_mismatch;
mod implicit_commit;
mod index_key_too_long;
mod inline_references_ignored;
mod instant_unavailable;
mod modify_drops_attributes;
mod non_innodb_engine;
mod non_strict_mode;
mod optimize_or_rebuild;
mod partition_change;
mod timestamp_2038;
mod tool;
mod utf8mb3;

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &modify_drops_attributes::RULE,
    &copy_algorithm::RULE,
    &implicit_commit::RULE,
    &drop_column_shrinks_index::RULE,
    &drop_partition::RULE,
    &convert_charset::RULE,
    &explicit_copy_or_lock::RULE,
    &instant_unavailable::RULE,
    &add_foreign_key::RULE,
    &partition_change::RULE,
    &add_column_expression_default::RULE,
    &non_strict_mode::RULE,
    &non_innodb_engine::RULE,
    &inline_references_ignored::RULE,
    &foreign_key_type_mismatch::RULE,
    &index_key_too_long::RULE,
    &enum_position::RULE,
    &foreign_key_checks_off::RULE,
    &utf8mb3::RULE,
    &timestamp_2038::RULE,
    &optimize_or_rebuild::RULE,
];
