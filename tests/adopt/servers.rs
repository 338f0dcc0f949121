//! The same on servers: with sqlx itself, and with the tables of the others as they declare them.

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::said;

const UP: &str = "CREATE TABLE users (email varchar(20));\n";
const DOWN: &str = "DROP TABLE users;\n";

/// A tool, its file, and its table with a row, in which `{moment}` stands for a type.
struct Case {
    tool: &'static str,
    layout: &'static str,
    file: &'static str,
    table: &'static str,
    at: Option<&'static str>,
}

const AT: Option<&str> = Some("2026-01-05T08:09:10.000Z");

const CASES: [Case; 7] = [
    Case {
        tool: "diesel",
        layout: "diesel",
        file: "2026-01-01-120000_a/up.sql",
        table: "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL,
                run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO __diesel_schema_migrations VALUES ('20260101120000', '2026-01-05 08:09:10');",
        at: AT,
    },
    Case {
        tool: "refinery",
        layout: "refinery",
        file: "V1__a.sql",
        table: "CREATE TABLE refinery_schema_history (version int PRIMARY KEY, name varchar(255),
                applied_on varchar(255), checksum varchar(255));
            INSERT INTO refinery_schema_history VALUES
                (1, 'a', '2026-01-05T08:09:10.000000001Z', '5504414362610698338');",
        at: AT,
    },
    Case {
        tool: "golang-migrate",
        layout: "golang-migrate",
        file: "1_a.up.sql",
        table: "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
            INSERT INTO schema_migrations VALUES (1, false);",
        at: None,
    },
    Case {
        tool: "goose",
        layout: "goose",
        file: "1_a.sql",
        table: "CREATE TABLE goose_db_version (id int PRIMARY KEY, version_id bigint NOT NULL,
                is_applied boolean NOT NULL, tstamp timestamp DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO goose_db_version VALUES (1, 0, true, '2026-01-05 08:09:09'),
                (2, 1, true, '2026-01-05 08:09:10');",
        at: AT,
    },
    Case {
        tool: "dbmate",
        layout: "dbmate",
        file: "1_a.sql",
        table: "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('1');",
        at: None,
    },
    Case {
        tool: "flyway",
        layout: "flyway",
        file: "V1__a.sql",
        table: "CREATE TABLE flyway_schema_history (installed_rank int NOT NULL PRIMARY KEY,
                version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
                script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,
                installed_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
                execution_time int NOT NULL, success boolean NOT NULL);
            INSERT INTO flyway_schema_history VALUES (1, '1', 'a', 'SQL', 'V1__a.sql', 2099250796, 'me',
                '2026-01-05 08:09:10', 7, true);",
        at: AT,
    },
    Case {
        tool: "sea-orm",
        layout: "native",
        file: "1_m20260101_000001_a.up.sql",
        table: "CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY,
                applied_at bigint NOT NULL);
            INSERT INTO seaql_migrations VALUES ('m20260101_000001_a', 1767600550);",
        at: AT,
    },
];

/// A crate for an engine, with metadata beside its dialect, whose migrations are not judged.
fn crate_for(engine: &str, more: &str) -> Crate {
    let it = Crate::bare();
    let metadata = format!("\n[package.metadata.migrate]\ndialect = \"{engine}\"\n{more}");
    it.write("Cargo.toml", &(it.read("Cargo.toml") + &metadata));
    it
}

fn done(it: &Crate, url: &str, arguments: &[&str]) -> String {
    let output = it.run(&[arguments, &["--database-url", url]].concat());
    assert!(output.status.success(), "{url} {arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// A project of each tool, on a database of its own that `create` makes with that in it.
fn tables(engine: &str, create: &dyn Fn(&str, &str) -> String) {
    for Case { tool, layout, file, table, at } in CASES {
        let since = if layout == "native" { "2" } else { "30000101000000" };
        let it = crate_for(engine, &format!("layout = \"{layout}\"\nsince = \"{since}\"\n"));
        let text = match tool {
            "goose" => format!("-- +goose Up\n{UP}-- +goose Down\n{DOWN}"),
            "dbmate" => format!("-- migrate:up\n{UP}-- migrate:down\n{DOWN}"),
            _ => UP.to_owned(),
        };
        it.write(&format!("migrations/{file}"), &text);
        let url = create(&tool.replace('-', "_"), &format!("{UP}{table}"));
        done(&it, &url, &["adopt", "--from", tool]);
        let history = done(&it, &url, &["history", "--format", "json"]);
        let history: serde_json::Value = serde_json::from_str(&history).unwrap();
        let migrations = history["migrations"].as_array().unwrap();
        assert_eq!(migrations.len(), 1, "{tool} {history}");
        if let Some(at) = at {
            assert_eq!(migrations[0]["applied_at"], at, "{tool} on {engine}");
        }
        done(&it, &url, &["status", "--check"]);
    }
}

/// sqlx applies, its history is taken over, and given back.
fn sqlx(engine: &str, url: &str) {
    let it = crate_for(engine, "layout = \"sqlx\"\nsince = \"3\"\n");
    it.write("migrations/1_a.sql", UP);
    migrate_tests::peer("sqlx", "run", &it.path().join("migrations"), url);
    done(&it, url, &["adopt", "--from", "sqlx"]);
    it.write("migrations/2_b.up.sql", "CREATE TABLE more (a int);\n");
    it.write("migrations/2_b.down.sql", "DROP TABLE more;\n");
    done(&it, url, &["up"]);
    done(&it, url, &["adopt", "--export", "sqlx", "--into", "back"]);
    migrate_tests::peer("sqlx", "run", &it.path().join("back"), url);
    migrate_tests::peer("sqlx", "undo", &it.path().join("back"), url);
    done(&it, url, &["adopt", "--from", "sqlx", "--dry-run"]);
}

#[test]
fn projects_on_postgres_go_on() {
    let Some(server) = Postgres::start() else { return };
    tables("postgres", &|name, sql| {
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        server.run(name, sql).unwrap();
        server.url(name)
    });
    server.run("postgres", "CREATE DATABASE of_sqlx").unwrap();
    sqlx("postgres", &server.url("of_sqlx"));
}

#[test]
fn projects_on_mariadb_go_on() {
    let Some(server) = Mariadb::start() else { return };
    tables("mariadb", &|name, sql| {
        server.run("", &format!("CREATE DATABASE {name}")).unwrap();
        server.run(name, &format!("SET time_zone = '+00:00'; {sql}")).unwrap();
        server.url(name)
    });
    server.run("", "CREATE DATABASE of_sqlx").unwrap();
    sqlx("mariadb", &server.url("of_sqlx"));
}

/// Who has the lock of sqlx keeps this one waiting.
#[tokio::test]
async fn the_lock_of_sqlx_is_waited_for() {
    let Some(server) = Postgres::start() else { return };
    let url = server.url("postgres");
    let it = crate_for("postgres", "layout = \"sqlx\"\nsince = \"3\"\n");
    it.write("migrations/1_a.sql", UP);
    migrate_tests::peer("sqlx", "run", &it.path().join("migrations"), &url);
    let other = ::sqlx::PgPool::connect(&url).await.unwrap();
    let mut other = other.acquire().await.unwrap();
    // `0x3d32ad9e` times the CRC-32 of `postgres`.
    let lock = |verb: &str| format!("SELECT pg_advisory_{verb}(368907709894077238)");
    ::sqlx::raw_sql(::sqlx::AssertSqlSafe(lock("lock"))).execute(&mut *other).await.unwrap();
    let arguments = ["adopt", "--from", "sqlx", "--lock-timeout", "1s", "--database-url", &url];
    let refused = it.run(&arguments);
    assert!(said(&refused).contains("another process holds the database"), "{}", said(&refused));
    ::sqlx::raw_sql(::sqlx::AssertSqlSafe(lock("unlock"))).execute(&mut *other).await.unwrap();
    done(&it, &url, &["adopt", "--from", "sqlx"]);
}
