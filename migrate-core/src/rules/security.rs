//! Rules about who may do and see what.

mod alter_system_or_database;
mod change_owner;
mod create_extension;
mod disable_row_level_security;
mod event_trigger_or_publication_all;
mod grant_all;
mod grant_to_public;
mod mysql_definer;
mod password_in_migration;
mod policy_always_true;
mod privileged_role;
mod replace_function_drops_security;
mod rls_enabled_without_policy;
mod security_definer_public_execute;
mod security_definer_search_path;
mod server_side_program;
mod untrusted_language;
mod view_bypasses_rls;

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &grant_to_public::RULE,
    &security_definer_search_path::RULE,
    &disable_row_level_security::RULE,
    &password_in_migration::RULE,
    &replace_function_drops_security::RULE,
    &privileged_role::RULE,
    &server_side_program::RULE,
    &untrusted_language::RULE,
    &alter_system_or_database::RULE,
    &grant_all::RULE,
    &security_definer_public_execute::RULE,
    &policy_always_true::RULE,
    &rls_enabled_without_policy::RULE,
    &create_extension::RULE,
    &mysql_definer::RULE,
    &view_bypasses_rls::RULE,
    &change_owner::RULE,
    &event_trigger_or_publication_all::RULE,
];
