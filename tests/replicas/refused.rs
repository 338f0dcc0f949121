//! Databases of MariaDB that cannot be migrated, and the rights that are enough for those that can.

use std::time::Duration;

use migrate_core::dialect::session::{HistoryTable, NewRow, Write, session};
use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::read::{self, Location};
use migrate_runtime::{Migrator, Options};
use sqlx::mysql::MySqlPoolOptions;

use super::site::{Site, succeeded};

fn one(up: &str, down: &str) -> Vec<(String, String, String)> {
    vec![("1_t".to_owned(), up.to_owned(), down.to_owned())]
}

/// Each is an error that says what is the matter, and none of them leaves anything.
#[test]
fn what_cannot_be_migrated_says_why() {
    let Some(site) =
        Site::on_mariadb("refused", &one("CREATE TABLE t (n INT);\n", "DROP TABLE t;\n"))
    else {
        return;
    };
    site.ask("CREATE USER reader; GRANT SELECT ON refused.* TO reader");
    site.ask("CREATE USER secret IDENTIFIED BY 'right'; GRANT ALL ON refused.* TO secret");
    let url = |user: &str| site.url().replace("root@", &format!("{user}@"));
    for (url, code, words) in [
        (url("stranger"), 3, "Access denied for user 'stranger'"),
        (url("secret:wrong"), 3, "check the user and the password"),
        (site.url().replace("/refused?", "/refused_not?"), 3, "create the database first"),
        (site.url().replace("/refused?", "/?"), 3, "name the database in the URL"),
        ("mysql://localhost:1/app".to_owned(), 3, "the database cannot be opened"),
        (url("reader"), 4, "command denied to user 'reader'"),
    ] {
        let output = site.command_at(&url, &["up"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words), "{url}: {said}");
        assert_eq!(output.status.code(), Some(code), "{url}: {said}");
    }
    assert_eq!(site.ask("SHOW TABLES"), "");
}

/// What the README says is enough, is enough.
#[test]
fn few_rights_are_enough() {
    let Some(site) = Site::on_mariadb(
        "rights",
        &one(
            "CREATE TABLE t (n INT);\nALTER TABLE t ADD INDEX (n);\nINSERT INTO t VALUES (1);\n",
            "DROP TABLE t;\n",
        ),
    ) else {
        return;
    };
    site.ask("CREATE USER few");
    site.ask("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON rights.* TO few");
    let url = site.url().replace("root@", "few@");
    for arguments in [&["up"][..], &["down", "--yes"], &["up"]] {
        succeeded(site.command_at(&url, arguments).spawn().unwrap());
    }
    // Where nothing is pending, reading is enough.
    site.ask("REVOKE ALL ON rights.* FROM few; GRANT SELECT ON rights.* TO few");
    succeeded(site.command_at(&url, &["up"]).spawn().unwrap());
}

#[test]
fn a_server_that_is_read_only_says_so() {
    let migrations = one("CREATE TABLE t (n INT);\n", "DROP TABLE t;\n");
    let Some(site) = Site::on_mariadb_alone("standby", &migrations) else { return };
    site.ask("CREATE USER owner; GRANT ALL ON standby.* TO owner");
    let url = site.url().replace("root@", "owner@");
    site.ask("SET GLOBAL read_only = 1");
    let output = site.command_at(&url, &["up"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("connect to the primary"), "{said}");
    assert_eq!(output.status.code(), Some(4), "{said}");
}

/// A service that is told to stop while it migrates drops the future, wherever that is; the next one
/// finds no lease.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_holds_nothing() {
    let rows: Vec<String> = (1..=20_000).map(|n| format!("({n})")).collect();
    let up = format!(
        "CREATE TABLE t (n INT);\nINSERT INTO t VALUES {};\nALTER TABLE t ADD INDEX (n);\n\
         UPDATE t SET n = n + 1;\nALTER TABLE t ADD COLUMN m INT;\n",
        rows.join(", ")
    );
    let Some(site) = Site::on_mariadb("cancelled", &one(&up, "DROP TABLE t;\n")) else { return };
    let location = Location {
        path: site.path().join("migrations"),
        name: "migrations".into(),
        shown: "migrations".into(),
    };
    let set = read::read(&location, Target::oldest(Dialect::Mysql)).set;
    let pool = MySqlPoolOptions::new().max_connections(1).connect(&site.url()).await.unwrap();
    let migrator = Migrator::new(&set, Options::default());
    migrator.apply(&pool).await.unwrap();
    migrator.rollback(&pool, 1).await.unwrap();
    for milliseconds in [1, 5, 10, 20, 40, 60, 80, 100, 150, 200] {
        let limit = Duration::from_millis(milliseconds);
        if tokio::time::timeout(limit, migrator.apply(&pool)).await.is_ok() {
            migrator.rollback(&pool, 1).await.unwrap();
        }
    }
    site.wait_for("SELECT until < '1972-01-01' FROM _migrate_history_lease");
    assert_eq!(migrator.apply(&pool).await.unwrap().pending, 0);
    assert_eq!(site.ask("SELECT count(*), min(n), max(n) FROM t"), "20000|2|20001");
}

/// What a cancelled run had sent may arrive when its lease was given back already.
#[test]
fn what_arrives_too_late_holds_nothing() {
    let on_postgres = Site::new("too_late", &one("CREATE TABLE t (n INT);\n", "DROP TABLE t;\n"));
    let on_mariadb =
        Site::on_mariadb("too_late", &one("CREATE TABLE t (n INT);\n", "DROP TABLE t;\n"));
    let sites = [(Dialect::Postgres, on_postgres), (Dialect::Mysql, on_mariadb)];
    for (dialect, site) in sites {
        let Some(site) = site else { continue };
        let table = HistoryTable::new(session(dialect), None, "_migrate_history");
        let lease = session(dialect).lease(&table).unwrap();
        lease.create().iter().for_each(|text| drop(site.ask(text)));
        let said = site.ask(&lease.claim("somebody"));
        let token = said.split('|').nth(1).unwrap().parse().unwrap();
        lease.take("somebody", token).iter().for_each(|text| drop(site.ask(text)));
        assert_eq!(site.ask(&lease.beat(token).join("; ")), "1", "{dialect}");
        // Elsewhere a transaction of the runner's own holds the lease while a row is added.
        let in_one_text = dialect == Dialect::Mysql;
        assert_eq!(lease.writes_all(), in_one_text);
        site.ask(&table.create());
        let held = |doing, writes: &[Write]| lease.whole(&lease.held(token, doing, writes));
        // Without the lease there is no row, or it fails.
        let is_held = |text: &str| match site.try_ask(text) {
            Ok(rows) => !rows.is_empty(),
            Err(said) => !said.contains("out of range"),
        };
        let rows_1 = [Write::Row(table.values(&row(1)))];
        let rows_1 = if in_one_text { &rows_1[..] } else { &[] };
        assert!(is_held(&held(Some("a statement"), rows_1)), "{dialect}");
        assert!(is_held(&held(None, &[])), "{dialect}");
        site.ask(&lease.release(token));
        assert!(!is_held(&lease.beat(token).join("; ")), "{dialect}");
        let state = Write::State { sequence: 1, state: "applied".to_owned() };
        let applied = Write::Applied { sequence: 1, duration_ms: 0 };
        let late = [state, applied, Write::Row(table.values(&row(2)))];
        for writes in late.chunks(1).chain([&[][..], &late]) {
            assert!(!is_held(&held(None, writes)), "{dialect}: {writes:?}");
            assert!(!is_held(&held(Some("a statement"), writes)), "{dialect}: {writes:?}");
        }
        let there = if in_one_text { "1|applying 0" } else { "" };
        assert_eq!(site.ask("SELECT sequence, state FROM _migrate_history"), there, "{dialect}");
        assert!(site.ask(&lease.claim("another")).starts_with("taken"), "{dialect}");
    }
}

/// What says that a migration begins.
fn row(sequence: i64) -> NewRow<'static> {
    NewRow {
        sequence,
        version: if sequence == 1 { "1" } else { "2" },
        title: "t",
        state: "applying 0",
        up_checksum: "",
        chain: "",
        down_checksum: None,
        up_sql: "",
        down_sql: None,
        irreversible: None,
        applied_at: None,
        duration_ms: 0,
        host: "",
        process: 1,
        crate_name: "",
    }
}
