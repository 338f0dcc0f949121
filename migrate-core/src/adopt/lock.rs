//! The locks of other tools, which keep them away while their history is read.

use super::Tool;
use crate::dialect::session::{PeerLock, Session};

/// How a tool tells its lock from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// By the name of the database.
    Sqlx,
    /// By the names of the schema, the table and the database.
    GolangMigrate,
    /// It has but one, which a program may ask for (`NewPostgresSessionLocker`).
    Goose,
    /// By the full name of the table.
    Flyway,
}

/// The CRC-64 of `goose`, as that computes it.
const GOOSE: i64 = 5_887_940_537_704_921_958;
/// `Flyway`, letter by letter.
const FLYWAY: i64 = 0x466c_7977_6179;

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
        let (schema, table) = table.split_once('.').unwrap_or((schema, table));
        let (number, name) = match self.lock? {
            Lock::Sqlx => {
                let number = 0x3d32_ad9e * i64::from(crc32fast::hash(database.as_bytes()));
                (number, Some(format!("{number:x}")))
            }
            Lock::GolangMigrate => {
                let of =
                    |names: String| crc32fast::hash(names.as_bytes()).wrapping_mul(1_486_364_155);
                let number = of(format!("{schema}\0{table}\0{database}"));
                (i64::from(number), Some(of(format!("{database}:{table}")).to_string()))
            }
            Lock::Goose => (GOOSE, None),
            Lock::Flyway => {
                // Where the schemas of a server are its databases.
                let schema = if schema.is_empty() { database } else { schema };
                let full = format!("{}.{}", session.name(schema), session.name(table));
                let hash = hash_of_java(&full);
                (FLYWAY + i64::from(hash), Some(format!("Flyway-{hash}")))
            }
        };
        session.peer_lock(number, name.as_deref())
    }
}

/// `hashCode` of a text.
fn hash_of_java(text: &str) -> i32 {
    text.encode_utf16()
        .fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::dialect::session::session;

    fn lock(tool: &str, dialect: Dialect, table: Option<&str>) -> Option<PeerLock> {
        let tool = Tool::named(tool).unwrap();
        // As `Session::peer_names` tells them.
        let schema = if dialect == Dialect::Mysql { "" } else { "public" };
        tool.lock(session(dialect), schema, "app", table.unwrap_or(tool.table))
    }

    /// Computed by other means than this, of what the tools' sources say.
    #[test]
    fn a_lock_is_the_one_that_the_tool_asks_for() {
        for (tool, number, name) in [
            ("sqlx", "3469795979745788610", Some("3027310f4fd382c2")),
            ("golang-migrate", "1787120056", Some("2938252834")),
            ("goose", "5887940537704921958", None),
            ("flyway", "77433833903597", Some("Flyway--320650056")),
        ] {
            let taken = lock(tool, Dialect::Postgres, None).unwrap();
            let of = format!("pg_try_advisory_lock({number})");
            assert!(taken.take.contains(&of), "{tool} {taken:?}");
            assert!(taken.release.contains(&format!("pg_advisory_unlock({number})")), "{taken:?}");
            let taken = lock(tool, Dialect::Mysql, None).map(|it| it.take);
            let of = name.map(|name| format!("get_lock('{name}', 0) = 1"));
            assert_eq!(taken.is_some(), of.is_some(), "{tool}");
            assert!(taken.unwrap_or_default().contains(&of.unwrap_or_default()), "{tool}");
            assert_eq!(lock(tool, Dialect::Sqlite, None), None, "{tool}");
        }
        assert_eq!(lock("diesel", Dialect::Postgres, None), None);
    }

    #[test]
    fn a_table_may_be_in_another_schema() {
        let there = lock("flyway", Dialect::Postgres, Some("ops.history")).unwrap();
        assert!(there.take.contains("(77430531000717)"), "{there:?}");
    }
}
