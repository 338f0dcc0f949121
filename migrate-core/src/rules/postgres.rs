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
mod create_index_not_concurrent;
mod create_partition_of;
mod create_table_references_existing;
mod detach_partition_not_concurrent;
mod drop_index_not_concurrent;
mod drop_table_with_foreign_keys;
mod lock_table;
mod primary_key_using_index_nullable;
mod recipe;
mod refresh_matview_not_concurrent;
mod reindex_not_concurrent;
mod set_not_null_scans;
mod set_unlogged;
mod table_rewrite_option;
mod vacuum_full_or_cluster;

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
    &set_unlogged::RULE,
];
