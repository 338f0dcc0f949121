//! Rules for PostgreSQL.

mod add_check_validates;
mod add_column_constrained_domain;
mod add_column_generated_stored;
mod add_column_inline_constraint;
mod add_column_serial_or_identity;
mod add_column_volatile_default;
mod add_exclusion_constraint;
mod add_foreign_key_validates;
mod add_primary_key;
mod add_unique_constraint;
mod alter_column_type_rewrite;
mod alter_domain_add_constraint;
mod attach_partition_scans;
mod backfill_in_ddl_transaction;
mod ban_char_type;
mod ban_money_type;
mod column;
mod concurrently_in_transaction;
mod constraint_with_domain;
mod create_index_not_concurrent;
mod create_partition_of;
mod create_table_references_existing;
mod create_trigger_lock;
mod detach_partition;
mod detach_partition_not_concurrent;
mod drop_index_not_concurrent;
mod drop_sequence_default_orphan;
mod drop_table_with_foreign_keys;
mod dynamic_sql;
mod enum_add_value_breaks_readers;
mod enum_add_value_position;
mod enum_add_value_used_same_transaction;
mod explicit_id_into_serial;
mod generated_column_change;
mod hash_index;
mod identifier_too_long;
mod identity_always;
mod invalid_index_masked;
mod json_column;
mod lock_table;
mod mixed_case_identifier;
mod mixed_with_concurrently;
mod non_transactional_statement;
mod not_valid_then_validate_same_transaction;
mod pending_trigger_events;
mod prefer_identity;
mod prefer_text;
mod prefer_timestamptz;
mod primary_key_using_index_nullable;
mod refresh_matview_not_concurrent;
mod reindex_not_concurrent;
mod rename_enum_value;
mod rename_object;
mod replace_function_incompatible;
mod replica_identity_or_publication;
mod sequence_change;
mod set_local_outside_transaction;
mod set_not_null_scans;
mod set_schema;
mod set_unlogged;
mod statement_after_access_exclusive;
mod table_rewrite_option;
mod trigger_or_rule_firing_change;
mod truncate_cascade;
mod vacuum_full_or_cluster;
mod wide_lock_window;
mod window;

use super::recipe;
use crate::rule::Rule;

/// A table that the examples work on.
const USERS: &str =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text, age integer, created timestamptz);";

/// Two of them.
const ORDERS: &str = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n\
    CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total numeric(10,2), state text);\n\
    CREATE INDEX orders_user_idx ON orders (user_id);";

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &create_index_not_concurrent::RULE,
    &drop_index_not_concurrent::RULE,
    &reindex_not_concurrent::RULE,
    &add_foreign_key_validates::RULE,
    &add_check_validates::RULE,
    &add_unique_constraint::RULE,
    &add_primary_key::RULE,
    &primary_key_using_index_nullable::RULE,
    &add_exclusion_constraint::RULE,
    &set_not_null_scans::RULE,
    &alter_column_type_rewrite::RULE,
    &add_column_volatile_default::RULE,
    &add_column_generated_stored::RULE,
    &add_column_serial_or_identity::RULE,
    &add_column_constrained_domain::RULE,
    &add_column_inline_constraint::RULE,
    &alter_domain_add_constraint::RULE,
    &detach_partition_not_concurrent::RULE,
    &attach_partition_scans::RULE,
    &create_partition_of::RULE,
    &create_table_references_existing::RULE,
    &drop_table_with_foreign_keys::RULE,
    &refresh_matview_not_concurrent::RULE,
    &vacuum_full_or_cluster::RULE,
    &table_rewrite_option::RULE,
    &lock_table::RULE,
    &statement_after_access_exclusive::RULE,
    &wide_lock_window::RULE,
    &not_valid_then_validate_same_transaction::RULE,
    &backfill_in_ddl_transaction::RULE,
    &create_trigger_lock::RULE,
    &rename_object::RULE,
    &rename_enum_value::RULE,
    &set_schema::RULE,
    &replace_function_incompatible::RULE,
    &identity_always::RULE,
    &generated_column_change::RULE,
    &enum_add_value_position::RULE,
    &enum_add_value_breaks_readers::RULE,
    &json_column::RULE,
    &sequence_change::RULE,
    &drop_sequence_default_orphan::RULE,
    &replica_identity_or_publication::RULE,
    &trigger_or_rule_firing_change::RULE,
    &concurrently_in_transaction::RULE,
    &non_transactional_statement::RULE,
    &enum_add_value_used_same_transaction::RULE,
    &set_local_outside_transaction::RULE,
    &pending_trigger_events::RULE,
    &identifier_too_long::RULE,
    &invalid_index_masked::RULE,
    &dynamic_sql::RULE,
    &set_unlogged::RULE,
    &truncate_cascade::RULE,
    &detach_partition::RULE,
    &prefer_timestamptz::RULE,
    &ban_char_type::RULE,
    &ban_money_type::RULE,
    &prefer_text::RULE,
    &prefer_identity::RULE,
    &mixed_case_identifier::RULE,
    &hash_index::RULE,
    &constraint_with_domain::RULE,
    &explicit_id_into_serial::RULE,
    &mixed_with_concurrently::RULE,
];
