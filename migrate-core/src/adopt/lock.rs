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
    /// It has the same in every database, which a program may ask for (`NewPostgresSessionLocker`), or a
    /// row of a table (`NewPostgresTableLocker`).
    Goose,
    /// It has the same in every database, which whoever runs it may ask for (`--migration-lock`).
    Dbmate,
    /// By the full name of the table.
    Flyway,
}

/// The CRC-64 of `goose`, as that computes it up to 3.25, and the CRC-32, which it is since.
const GOOSE: [i64; 2] = [5_887_940_537_704_921_958, 4_097_083_626];
/// As 2.37 was seen to take it, whatever the database and the table.
const DBMATE: i64 = 48_372_615;
/// `Flyway`, letter by letter.
const FLYWAY: i64 = 0x466c_7977_6179;

impl Tool {
    /// The locks of its table in a database of those names: whoever has all of them keeps every version
    /// of the tool away. None where the tool has none there.
    #[must_use]
    pub fn locks(
        &self,
        session: &dyn Session,
        schema: &str,
        database: &str,
        table: &str,
    ) -> Vec<PeerLock> {
        let Some(lock) = self.lock else { return Vec::new() };
        let keys = lock.keys(session, [schema, database, table]).into_iter();
        let locks = keys.filter_map(|(number, name)| session.peer_lock(number, name.as_deref()));
        let leases = lock.leases().and_then(|leases| session.peer_lease(schema, leases));
        locks.chain(leases).collect()
    }
}

impl Lock {
    /// The table in which a program may have a lease in place of such a lock.
    fn leases(self) -> Option<&'static str> {
        (self == Self::Goose).then_some("goose_lock")
    }

    /// The number, and the name if they have names, of each lock that a version of the tool takes.
    fn keys(
        self,
        session: &dyn Session,
        [schema, database, table]: [&str; 3],
    ) -> Vec<(i64, Option<String>)> {
        let (schema, table) = table.split_once('.').unwrap_or((schema, table));
        match self {
            Self::Sqlx => {
                let number = 0x3d32_ad9e * i64::from(crc32fast::hash(database.as_bytes()));
                vec![(number, Some(format!("{number:x}")))]
            }
            Self::GolangMigrate => {
                let of =
                    |names: String| crc32fast::hash(names.as_bytes()).wrapping_mul(1_486_364_155);
                let number = of(format!("{schema}\0{table}\0{database}"));
                let name = of(format!("{database}:{table}")).to_string();
                vec![(i64::from(number), Some(name))]
            }
            Self::Goose => GOOSE.map(|number| (number, None)).to_vec(),
            Self::Dbmate => vec![(DBMATE, None)],
            Self::Flyway => {
                // Where the schemas of a server are its databases.
                let schema = if schema.is_empty() { database } else { schema };
                let full = format!("{}.{}", session.name(schema), session.name(table));
                let hash = hash_of_java(&full);
                vec![(FLYWAY + i64::from(hash), Some(format!("Flyway-{hash}")))]
            }
        }
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

    fn locks(tool: &str, dialect: Dialect, table: Option<&str>) -> Vec<PeerLock> {
        let tool = Tool::named(tool).unwrap();
        // As `Session::peer_names` tells them.
        let schema = if dialect == Dialect::Mysql { "" } else { "public" };
        tool.locks(session(dialect), schema, "app", table.unwrap_or(tool.table))
    }

    /// Computed by other means than this, of what the tools' sources say.
    #[test]
    fn a_lock_is_the_one_that_the_tool_asks_for() {
        for (tool, number, name) in [
            ("sqlx", "3469795979745788610", Some("3027310f4fd382c2")),
            ("golang-migrate", "1787120056", Some("2938252834")),
            ("goose", "5887940537704921958", None),
            ("dbmate", "48372615", None),
            ("flyway", "77433833903597", Some("Flyway--320650056")),
        ] {
            let taken = &locks(tool, Dialect::Postgres, None)[0];
            let of = format!("pg_try_advisory_lock({number})");
            assert!(taken.take.contains(&of), "{tool} {taken:?}");
            assert!(taken.release.contains(&format!("pg_advisory_unlock({number})")), "{taken:?}");
            let taken = locks(tool, Dialect::Mysql, None);
            let of = name.map(|name| format!("get_lock('{name}', 0) = 1"));
            assert_eq!(taken.len(), usize::from(of.is_some()), "{tool}");
            assert!(taken.iter().all(|it| it.take.contains(of.as_deref().unwrap())), "{tool}");
            assert_eq!(locks(tool, Dialect::Sqlite, None), [], "{tool}");
        }
        assert_eq!(locks("diesel", Dialect::Postgres, None), []);
    }

    #[test]
    fn every_lock_of_goose_is_taken() {
        let [old, new, lease] = &locks("goose", Dialect::Postgres, None)[..] else { panic!() };
        assert!(old.take.contains("(5887940537704921958)") && old.exists.is_none(), "{old:?}");
        assert!(new.take.contains("(4097083626)"), "{new:?}");
        assert!(lease.take.contains("LOCK TABLE \"public\".\"goose_lock\""), "{lease:?}");
        assert!(lease.exists.is_some());
    }

    #[test]
    fn a_table_may_be_in_another_schema() {
        let there = &locks("flyway", Dialect::Postgres, Some("ops.history"))[0];
        assert!(there.take.contains("(77430531000717)"), "{there:?}");
    }
}
