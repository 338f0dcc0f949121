//! The locks of other tools, which keep them away while their history is read.

use super::Tool;
use crate::dialect::session::{PeerLock, Session};

/// How a tool numbers its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// By the name of the database.
    Sqlx,
    /// By the names of the schema, the table and the database.
    GolangMigrate,
}

impl Tool {
    /// The lock of its table in a database of those names; none where the tool has none there.
    #[must_use]
    pub fn lock(
        &self,
        session: &dyn Session,
        schema: &str,
        database: &str,
        table: &str,
    ) -> Option<PeerLock> {
        let key = match self.lock? {
            Lock::Sqlx => 0x3d32_ad9e * i64::from(crc32fast::hash(database.as_bytes())),
            // Of MySQL it names the lock in another way.
            Lock::GolangMigrate if schema.is_empty() => return None,
            Lock::GolangMigrate => {
                let names = format!("{schema}\0{table}\0{database}");
                i64::from(crc32fast::hash(names.as_bytes()).wrapping_mul(1_486_364_155))
            }
        };
        session.peer_lock(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::dialect::session::session;

    #[test]
    fn the_number_is_the_one_that_sqlx_asks_for() {
        let lock = |tool: &str, dialect| {
            let tool = Tool::named(tool).unwrap();
            tool.lock(session(dialect), "public", "postgres", tool.table)
        };
        let sqlx = lock("sqlx", Dialect::Postgres).unwrap();
        assert!(sqlx.take.contains("pg_try_advisory_lock(368907709894077238)"), "{sqlx:?}");
        let mysql = lock("sqlx", Dialect::Mysql).unwrap();
        assert!(mysql.take.contains("get_lock('51e9f9b8b23ab36', 0) = 1"), "{mysql:?}");
        assert_eq!(lock("sqlx", Dialect::Sqlite), None);
        assert_eq!(lock("diesel", Dialect::Postgres), None);
    }
}
