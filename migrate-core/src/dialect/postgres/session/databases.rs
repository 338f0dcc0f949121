//! Throwaway databases beside others.

use crate::dialect::session::Databases;

/// What PostgreSQL is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside;

impl Databases for Beside {
    /// `template1` holds what an administrator puts there; `template0` nothing.
    fn create(&self, name: &str) -> String {
        format!("CREATE DATABASE {name} TEMPLATE template0")
    }

    fn copy(&self, name: &str, of: &str) -> Option<String> {
        Some(format!("CREATE DATABASE {name} TEMPLATE {of}"))
    }

    fn rename(&self, name: &str, to: &str) -> Option<String> {
        Some(format!("ALTER DATABASE {name} RENAME TO {to}"))
    }

    fn remove(&self, name: &str) -> String {
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    }

    fn list(&self, prefix: &str) -> String {
        let length = prefix.len();
        format!(
            "SELECT datname::text FROM pg_catalog.pg_database \
             WHERE pg_catalog.left(datname::text, {length}) = '{prefix}' ORDER BY 1"
        )
    }

    /// What extensions made is nobody's data.
    fn relations(&self) -> &'static str {
        "SELECT c.relname::text FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') \
         AND n.nspname::text <> 'information_schema' AND n.nspname::text !~ '^pg_' \
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
         AND d.objid = c.oid AND d.deptype = 'e') \
         ORDER BY 1 LIMIT 4"
    }

    fn current(&self) -> &'static str {
        "SELECT pg_catalog.current_database()::text"
    }

    fn is_forbidden(&self, code: &str) -> bool {
        code == "42501"
    }
}
