//! The same on servers: with the tools themselves, and with the tables of the others as they declare them.

use migrate_tests::Crate;
use migrate_tests::peers::{LIBMARIADB, LIBPQ, dbmate};

use crate::engine::Engine;
use crate::tools::{self, DBMATE, DIESEL, REFINERY, SQLX, ours};
use crate::{alembic, said};

const UP: &str = "CREATE TABLE users (email varchar(20));\n";
const DOWN: &str = "DROP TABLE users;\n";

/// A tool, its file, and its table with a row, in which `{moment}` stands for a type.
struct Case {
    tool: &'static str,
    layout: &'static str,
    file: &'static str,
    table: &'static str,
    at: Option<&'static str>,
    /// What takes its lock, on PostgreSQL and on MariaDB, in a database that is called as it is; computed
    /// of what the sources of the tools say.
    locks: [&'static [&'static str]; 2],
}

const NO_LOCK: [&[&str]; 2] = [&[], &[]];

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
        locks: NO_LOCK,
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
        locks: NO_LOCK,
    },
    Case {
        tool: "golang-migrate",
        layout: "golang-migrate",
        file: "1_a.up.sql",
        table: "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
            INSERT INTO schema_migrations VALUES (1, false);",
        at: None,
        locks: [&["SELECT pg_advisory_lock(2214863873)"], &["SELECT get_lock('503385306', 0)"]],
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
        locks: [
            &[
                "SELECT pg_advisory_lock(5887940537704921958)",
                "SELECT pg_advisory_lock(4097083626)",
            ],
            &[],
        ],
    },
    Case {
        tool: "dbmate",
        layout: "dbmate",
        file: "1_a.sql",
        table: "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('1');",
        at: None,
        locks: [&["SELECT pg_advisory_lock(48372615)"], &[]],
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
        locks: [
            &["SELECT pg_advisory_lock(77433833903597)"],
            &["SELECT get_lock('Flyway-205212893', 0)"],
        ],
    },
    Case {
        tool: "sea-orm",
        layout: "native",
        file: "1_m20260101_000001_a.up.sql",
        table: "CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY,
                applied_at bigint NOT NULL);
            INSERT INTO seaql_migrations VALUES ('m20260101_000001_a', 1767600550);",
        at: AT,
        locks: NO_LOCK,
    },
];

/// A crate for an engine, with metadata beside its dialect, whose migrations are not judged.
fn crate_for(engine: &str, more: &str) -> Crate {
    let it = Crate::bare();
    let metadata = format!("\n[package.metadata.migrate]\ndialect = \"{engine}\"\n{more}");
    it.write("Cargo.toml", &(it.read("Cargo.toml") + &metadata));
    it
}

fn text_of(tool: &str) -> String {
    match tool {
        "goose" => format!("-- +goose Up\n{UP}-- +goose Down\n{DOWN}"),
        "dbmate" => format!("-- migrate:up\n{UP}-- migrate:down\n{DOWN}"),
        _ => UP.to_owned(),
    }
}

/// A project of each tool, on a database of its own, which is called as the tool is.
fn tables(engine: &Engine) {
    for Case { tool, layout, file, table, at, locks } in CASES {
        let since = if layout == "native" { "2" } else { "30000101000000" };
        let it = crate_for(engine.name(), &format!("layout = \"{layout}\"\nsince = \"{since}\"\n"));
        it.write(&format!("migrations/{file}"), &text_of(tool));
        let database = tool.replace('-', "_");
        let url = engine.create(&database);
        engine.run(&database, &format!("{UP}{table}"));
        waits(engine, &it, &database, tool, locks);
        ours(&it, &url, &["adopt", "--from", tool]);
        let history = ours(&it, &url, &["history", "--format", "json"]);
        let history: serde_json::Value = serde_json::from_str(&history).unwrap();
        let migrations = history["migrations"].as_array().unwrap();
        assert_eq!(migrations.len(), 1, "{tool} {history}");
        if let Some(at) = at {
            assert_eq!(migrations[0]["applied_at"], at, "{tool} on {}", engine.name());
        }
        ours(&it, &url, &["status", "--check"]);
    }
}

/// Who has a lock of a tool keeps this one waiting.
fn waits(engine: &Engine, it: &Crate, database: &str, tool: &str, locks: [&[&str]; 2]) {
    for lock in engine.locks(locks) {
        let held = engine.hold(database, lock);
        waits_for(it, &engine.url(database), tool, "another process holds the database");
        drop(held);
    }
}

fn waits_for(it: &Crate, url: &str, tool: &str, holder: &str) {
    let refused = it.run(&["adopt", "--from", tool, "--lock-timeout", "1s", "--database-url", url]);
    assert!(said(&refused).contains(holder), "{tool}: {}", said(&refused));
}

/// The command of dbmate waits for a lock that is not known from its sources.
fn takes_the_lock(engine: &Engine, it: &Crate) {
    let held = engine.hold("dbmate_there", "SELECT pg_advisory_lock(48372615)");
    let mut dbmate = (DBMATE.apply)(it, &engine.url_for("dbmate", "dbmate_there"));
    dbmate.env("DBMATE_MIGRATION_LOCK", "true").env("DBMATE_MIGRATION_LOCK_TIMEOUT", "1s");
    let output = dbmate.output().unwrap();
    assert!(
        !output.status.success() && said(&output).contains("waiting for migration lock"),
        "{}",
        said(&output)
    );
    drop(held);
}

/// The table of goose for leases, as that declares it, with one that is held and one that has run out.
const LEASES: &str = "\
    CREATE TABLE goose_lock (lock_id bigint NOT NULL PRIMARY KEY, locked boolean NOT NULL DEFAULT false,
        locked_at timestamptz NULL, locked_by text NULL, lease_expires_at timestamptz NULL,
        updated_at timestamptz NULL);
    INSERT INTO goose_lock VALUES
        (1, true, now(), 'host-6-aa', now() - interval '1 second', now()),
        (4097083626, true, now(), 'host-7-bb', now() + interval '1 hour', now());";

/// A lease of goose is waited for until it has run out, and stays as it is.
fn leases(engine: &Engine) {
    let it = crate_for(engine.name(), "layout = \"goose\"\nsince = \"2\"\n");
    it.write("migrations/1_a.sql", &text_of("goose"));
    let url = engine.create("goose_lease");
    let goose = CASES.iter().find(|case| case.tool == "goose").unwrap();
    engine.run("goose_lease", &format!("{UP}{}{LEASES}", goose.table));
    waits_for(&it, &url, "goose", "host-7-bb");
    engine.run("goose_lease", "UPDATE goose_lock SET lease_expires_at = now()");
    let rows = "SELECT string_agg(l::text, ';' ORDER BY lock_id) FROM goose_lock AS l";
    let before = engine.value("goose_lease", rows);
    ours(&it, &url, &["adopt", "--from", "goose"]);
    ours(&it, &url, &["status", "--check"]);
    assert_eq!(engine.value("goose_lease", rows), before);
}

/// The command of sqlx applies, its history is taken over, and given back.
fn sqlx(engine: &Engine, locks: [&[&str]; 2]) {
    let (it, url) = tools::goes_on(engine, &SQLX);
    waits(engine, &it, "sqlx_here", "sqlx", locks);
    tools::goes_back_to_sqlx(&it, &url);
    // Where a change of the schema commits by itself, sqlx notes that it came half-way.
    tools::fails(engine, &SQLX, engine.name() == "mariadb");
}

#[test]
fn projects_on_postgres_go_on() {
    let Some(engine) = Engine::postgres() else { return };
    tables(&engine);
    leases(&engine);
    sqlx(&engine, [&["SELECT pg_advisory_lock(3559718403152288954)"], &[]]);
    if LIBPQ.is_installed() {
        tools::goes_on(&engine, &DIESEL);
        tools::fails(&engine, &DIESEL, false);
    }
    tools::goes_on(&engine, &REFINERY);
    tools::fails(&engine, &REFINERY, false);
    alembic::goes_on(&engine);
    if dbmate().is_some() {
        let (it, _) = tools::goes_on(&engine, &DBMATE);
        takes_the_lock(&engine, &it);
        tools::fails(&engine, &DBMATE, false);
    }
}

#[test]
fn projects_on_mariadb_go_on() {
    let Some(engine) = Engine::mariadb() else { return };
    tables(&engine);
    sqlx(&engine, [&[], &["SELECT get_lock('3166a90708501cba', 0)"]]);
    if LIBMARIADB.is_installed() {
        tools::goes_on(&engine, &DIESEL);
    }
    // It does not notice that a statement behind the first one of a file failed.
    tools::goes_on(&engine, &REFINERY);
    alembic::goes_on(&engine);
    if dbmate().is_some() {
        tools::goes_on(&engine, &DBMATE);
    }
}
