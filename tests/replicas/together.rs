//! Scripts that go to PostgreSQL in one text: each failure is that of one statement, and each time that of one
//! script.

use std::time::{Duration, Instant};

use migrate_core::dialect::Dialect;
use migrate_runtime::{Migrator, Options};

use super::round_trips::set;
use super::site::Site;

fn migrations(second: &str) -> Vec<(String, String, String)> {
    let migration = |name: &str, up: String| (name.to_owned(), up, "SELECT 1;\n".to_owned());
    vec![
        migration(
            "1_a",
            "CREATE TABLE a (é INT);\nINSERT INTO a VALUES (1) RETURNING é;\n".to_owned(),
        ),
        migration("2_b", format!("CREATE TABLE b (é INT);\n{second}\nCREATE TABLE c (n INT);\n")),
        migration("3_d", "CREATE TABLE d (n INT);\n".to_owned()),
    ]
}

const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'c', 'd')";

#[tokio::test]
async fn what_fails_among_others_fails_as_if_it_were_alone() {
    let Some(site) = Site::new("together_fails", &migrations("")) else { return };
    for (second, place, words) in [
        ("INSERT INTO b (m) VALUES (1);", "2:16", "column \"m\" of relation \"b\" does not exist"),
        ("CREATE TABLE a (n INT);", "2:14", "relation \"a\" already exists"),
        (
            "ALTER TABLE b ADD n INT; INSERT INTO b SELECT 1 / é FROM a, d;",
            "2:61",
            "relation \"d\"",
        ),
        // These it cannot read, and so runs nothing of what is in the text with them.
        ("CREATE TABEL e (n INT);", "2:8", "syntax error at or near \"TABEL\""),
        ("INSERT INTO b VALUES (1 +);", "2:26", "syntax error at or near \")\""),
    ] {
        site.write("migrations/2_b.up.sql", &migrations(second)[1].1);
        let set = set(&site, Dialect::Postgres);
        let applied = Migrator::new(&set, Options::default()).apply(&site.url()).await;
        let said = applied.unwrap_err().to_string();
        assert!(said.contains(&format!("2_b.up.sql:{place}: {words}")), "{second}: {said}");
        assert!(said.contains("the database is as it was before"), "{said}");
        assert_eq!(site.ask(TABLES), "0", "{second}");
    }
}

/// What means something else than we read is sent alone, and so fails as its client would.
#[tokio::test]
async fn what_is_read_otherwise_swallows_nothing() {
    let second = "INSERT INTO b (é) VALUES (length('\\'));";
    let Some(site) = Site::new("together_reads", &migrations(second)) else { return };
    site.ask("ALTER DATABASE together_reads SET standard_conforming_strings = off");
    let set = set(&site, Dialect::Postgres);
    let error = Migrator::new(&set, Options::default()).apply(&site.url()).await.unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("2_b.up.sql:2:") && said.contains("unterminated quoted string"),
        "{said}"
    );
    assert_eq!(site.ask(TABLES), "0");
}

#[tokio::test]
async fn each_script_has_a_time_of_its_own() {
    let sleeps = "INSERT INTO b SELECT 1 FROM pg_sleep(0.2);";
    let Some(site) = Site::new("together_times", &migrations(sleeps)) else { return };
    let (set, started) = (set(&site, Dialect::Postgres), Instant::now());
    let report = Migrator::new(&set, Options::default()).apply(&site.url()).await.unwrap();
    let took: Vec<Duration> = report.steps.iter().map(|step| step.took).collect();
    assert!(took.len() == 3 && took[1] >= Duration::from_millis(200), "{took:?}");
    assert!(took.iter().sum::<Duration>() <= started.elapsed(), "{took:?}");
    let recorded = "SELECT version FROM _migrate_history WHERE duration_ms >= 200";
    assert_eq!(site.ask(recorded), "2");
}
