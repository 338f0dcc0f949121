//! Databases beside others, on a server that is named.

use std::fs;

use migrate_runtime::shadow::{Provider, Shadow};
use sqlx::{Connection as _, Executor as _, Row as _};

use super::{Trial, said};

/// A server that somebody else runs: the URL of its first database. It must outlive the test.
async fn server(target: &str) -> Shadow {
    Shadow::start(&Provider::Auto, target.parse().unwrap(), None).await.unwrap()
}

async fn postgres(url: &str, sql: &'static str) -> Vec<String> {
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    let rows = connection.fetch_all(sqlx::raw_sql(sql)).await.unwrap();
    let cells = rows.iter().map(|row| row.get::<String, _>(0)).collect();
    connection.close().await.unwrap();
    cells
}

const DATABASES: &str = "SELECT datname::text FROM pg_database ORDER BY 1";

#[tokio::test]
async fn a_database_is_made_and_dropped_on_postgres() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let server = server("postgres 15").await;
    let before = postgres(server.url(), DATABASES).await;
    let output = trial.run(&["verify", "--shadow", server.url()]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("2 migrations verified on postgres 15"), "{text}");
    assert_eq!(postgres(server.url(), DATABASES).await, before);
    assert_eq!(super::names(&trial.cache.path().join("databases")), [""; 0]);
    // The environment names one as well, for those that need one.
    let mut command = trial.command(&["verify", "--all"]);
    let output = command.env("SHADOW_DATABASE_URL", server.url()).output().unwrap();
    assert!(said(&output).contains(" at /"), "{}", said(&output));
    trial.it.write(".env", &format!("SHADOW_DATABASE_URL={}\n", server.url()));
    assert!(said(&trial.run(&["verify", "--all"])).contains(" at /"));
}

#[tokio::test]
async fn a_database_is_made_and_dropped_on_mariadb() {
    let Some(trial) = Trial::of("mariadb 10.11") else { return };
    let server = server("mariadb 10.11").await;
    let databases = || async {
        let mut connection = sqlx::MySqlConnection::connect(server.url()).await.unwrap();
        let rows = connection.fetch_all(sqlx::raw_sql("SHOW DATABASES")).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>()
    };
    let before = databases().await;
    let output = trial.run(&["verify", "--shadow", server.url()]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("2 migrations verified on mariadb 10"), "{text}");
    assert_eq!(databases().await, before);
}

#[tokio::test]
async fn a_database_with_tables_is_refused() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let mut server = server("postgres 15").await;
    let used = server.another().await.unwrap();
    postgres(&used, "CREATE TABLE customers (id int)").await;
    let output = trial.run(&["verify", "--shadow", &used]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("has tables: `customers`"), "{text}");
    if Trial::of("mariadb 10.11").is_none() {
        return;
    }
    let trial = Trial::for_nobody("mariadb 10.11");
    trial.write("20260101120000_create_users", super::USERS);
    let server = self::server("mariadb 10.11").await;
    let mut connection = sqlx::MySqlConnection::connect(server.url()).await.unwrap();
    connection.execute(sqlx::raw_sql("CREATE TABLE customers (id int)")).await.unwrap();
    let output = trial.run(&["verify", "--shadow", server.url()]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("has tables: `customers`"), "{text}");
}

#[tokio::test]
async fn the_application_s_own_database_is_refused() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let mut server = server("postgres 15").await;
    let own = server.another().await.unwrap();
    // The same database, in other words.
    let other = own.replace("?sslmode=disable", "?application_name=it");
    let output = trial.run(&["verify", "--shadow", &own, "--database-url", &other]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("the application's own"), "{text}");
    let output = trial.run(&["verify", "--shadow", server.url(), "--database-url", &own]);
    assert!(output.status.success(), "{}", said(&output));
}

#[tokio::test]
async fn what_a_killed_run_left_behind_is_dropped_and_nothing_else_is() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let server = server("postgres 15").await;
    let created = "SELECT datname::text FROM pg_database WHERE datname LIKE 'migrate\\_shadow\\_%'";
    trial.write("20260103120000_sleep", ["SELECT pg_sleep(1000);", "SELECT 1;"]);
    let mut running =
        trial.command(&["verify", "--quiet", "--shadow", server.url()]).spawn().unwrap();
    let left = loop {
        if let [left] = &postgres(server.url(), created).await[..] {
            break left.clone();
        }
        assert!(running.try_wait().unwrap().is_none(), "it ended by itself");
    };
    running.kill().unwrap();
    running.wait().unwrap();
    // Nobody knows of this one, however much its name looks like ours.
    let (prefix, _) = left.rsplit_once('_').unwrap();
    let stranger = format!("{prefix}_0123456789abcdef");
    let mut connection = sqlx::PgConnection::connect(server.url()).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {stranger}"));
    connection.execute(sqlx::raw_sql(create)).await.unwrap();
    assert_eq!(postgres(server.url(), created).await.len(), 2);
    // And of this one it is known that somebody uses it.
    let used = format!("{prefix}_fedcba9876543210");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {used}"));
    connection.execute(sqlx::raw_sql(create)).await.unwrap();
    let note = fs::File::create(trial.cache.path().join("databases").join(&used)).unwrap();
    note.lock().unwrap();
    trial.write("20260103120000_sleep", ["SELECT 1;", "SELECT 1;"]);
    let output = trial.run(&["verify", "--shadow", server.url()]);
    assert!(output.status.success(), "{}", said(&output));
    let mut expected = vec![stranger, used];
    expected.sort();
    let mut found = postgres(server.url(), created).await;
    found.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_user_who_may_not_create_databases_is_told_so() {
    let Some(trial) = Trial::of("postgres 15") else { return };
    let server = server("postgres 15").await;
    postgres(server.url(), "CREATE ROLE small LOGIN").await;
    let url = server.url().replacen("postgres@", "small@", 1);
    let output = trial.run(&["verify", "--shadow", &url]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("may not create databases"), "{text}");
}

#[test]
fn a_wrong_url_is_told() {
    let trial = Trial::for_nobody("postgres 15");
    trial.write("20260101120000_create_users", super::USERS);
    for (url, code, words) in [
        ("postgres://me:secret@127.0.0.1:1/postgres", 3, "at 127.0.0.1:1: "),
        ("mysql://me:secret@127.0.0.1:1/", 3, "it is one for `mysql`"),
        ("podman", 2, "`podman` is no place for a throwaway database"),
    ] {
        let output = trial.run(&["verify", "--shadow", url]);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(words), "{text}");
        assert!(!text.contains("secret"), "{text}");
        let step = if code == 3 { "name a server that answers, or leave" } else { "write `auto`" };
        assert!(text.contains(step), "{text}");
    }
}
