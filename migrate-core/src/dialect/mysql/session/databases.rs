//! Throwaway databases beside others.

use crate::dialect::session::Databases;

/// What MySQL and MariaDB are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside;

impl Databases for Beside {
    fn create(&self, name: &str) -> String {
        format!("CREATE DATABASE `{name}`")
    }

    fn remove(&self, name: &str) -> String {
        format!("DROP DATABASE IF EXISTS `{name}`")
    }

    fn list(&self, prefix: &str) -> String {
        let length = prefix.len();
        format!(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA \
             WHERE LEFT(SCHEMA_NAME, {length}) = '{prefix}' ORDER BY 1"
        )
    }

    /// The databases of the server itself are no application's.
    fn relations(&self) -> &'static str {
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
         AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') \
         ORDER BY 1 LIMIT 4"
    }

    /// The character set of a table that names none is that of its database.
    fn likeness(&self) -> Option<&'static str> {
        Some(
            "SELECT CONCAT('ALTER DATABASE CHARACTER SET ', @@character_set_database, \
             ' COLLATE ', @@collation_database)",
        )
    }

    fn current(&self) -> &'static str {
        "SELECT DATABASE()"
    }

    fn is_forbidden(&self, code: &str) -> bool {
        code == "1044"
    }
}
