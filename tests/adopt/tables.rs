//! Tools that are no Rust: their files and their tables, as they document them.

use crate::Project;

const UP: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n";
const DOWN: &str = "DROP TABLE users;\n";

fn marked(up: &str, down: &str) -> [String; 2] {
    [
        format!("{up}\n{UP}{down}\n{DOWN}"),
        format!("{up}\nCREATE INDEX i ON users (email);\n{down}\nDROP INDEX i;\n"),
    ]
}

/// A project whose two migrations are applied, and a table that says so.
fn project(tool: &'static str, table: &'static str, files: &[(&str, &str)], rows: &str) -> Project {
    let it = Project::with(tool, table, files);
    let applied = format!("{UP}CREATE INDEX i ON users (email);{rows}");
    it.connection().execute_batch(&applied).unwrap();
    it
}

const GOLANG: &str = "CREATE TABLE schema_migrations (version uint64, dirty bool);
    CREATE UNIQUE INDEX version_unique ON schema_migrations (version);
    INSERT INTO schema_migrations VALUES (2, false);";

pub(crate) fn golang() -> Project {
    let files = [
        ("000001_create-users.up.sql", UP),
        ("000001_create-users.down.sql", DOWN),
        ("000002_index.up.sql", "BEGIN;\nCREATE INDEX i ON users (email);\nCOMMIT;\n"),
        ("000002_index.down.sql", "DROP INDEX i;\n"),
    ];
    let it = project("golang-migrate", "schema_migrations", &files, GOLANG);
    let layout = "\n[package.metadata.migrate]\nlayout = \"golang-migrate\"\n";
    it.it.write("Cargo.toml", &(it.it.read("Cargo.toml") + layout));
    it
}

#[test]
fn a_project_of_golang_migrate_goes_on() {
    let it = golang();
    it.adopt(2, None);
    assert_eq!(it.go_on(), ["000003_add_role.down.sql", "000003_add_role.up.sql"]);
    it.done(&["down", "base", "--yes"]);
}

#[test]
fn a_dirty_version_is_refused() {
    let it = golang();
    it.done(&["init", "--dialect", "sqlite"]);
    it.connection().execute_batch("UPDATE schema_migrations SET dirty = true").unwrap();
    it.refuses("migration 2 was begun and not finished");
}

pub(crate) fn goose() -> Project {
    let [users, index] = marked("-- +goose Up", "-- +goose Down");
    let rows = "CREATE TABLE goose_db_version (
            id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL,
            is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
        INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES
            (0, 1, '2026-01-05 08:00:00'), (1, 1, '2026-01-05 08:09:10'), (2, 1, '2026-01-05 08:09:11'),
            (2, 0, '2026-01-05 08:09:12'), (2, 1, '2026-01-05 08:09:13');";
    let files = [("00001_create_users.sql", &*users), ("00002_index.sql", &*index)];
    project("goose", "goose_db_version", &files, rows)
}

#[test]
fn a_project_of_goose_goes_on() {
    let it = goose();
    it.adopt(2, Some("2026-01-05T08:09:10.000Z"));
    it.says_layout("goose");
    let [new] = &it.go_on()[..] else { panic!("one file holds both") };
    let text = it.it.read(&format!("migrations/{new}"));
    assert!(new.ends_with("00003_add_role.sql"), "{new}");
    assert!(text.starts_with("-- +goose Up\n") && text.contains("\n-- +goose Down\n"), "{text}");
    it.done(&["down", "base", "--yes"]);
    assert_eq!(
        it.value("SELECT CAST(count(*) AS TEXT) FROM sqlite_schema WHERE name = 'users'"),
        "0"
    );
}

pub(crate) fn dbmate() -> Project {
    let [users, index] = marked("-- migrate:up", "-- migrate:down");
    let rows = "CREATE TABLE schema_migrations (version varchar(128) primary key);
        INSERT INTO schema_migrations VALUES ('20260101120000'), ('20260102120000');";
    let files =
        [("20260101120000_create_users.sql", &*users), ("20260102120000_index.sql", &*index)];
    project("dbmate", "schema_migrations", &files, rows)
}

#[test]
fn a_project_of_dbmate_goes_on() {
    let it = dbmate();
    it.adopt(2, None);
    it.says_layout("dbmate");
    let [new] = &it.go_on()[..] else { panic!("one file holds both") };
    let text = it.it.read(&format!("migrations/{new}"));
    let (_, down) = text.split_once("\n-- migrate:down\n").unwrap();
    assert!(down.contains("ALTER TABLE users DROP COLUMN"), "{text}");
    it.done(&["down", "base", "--yes"]);
}

/// What alembic 1.20 prints and leaves for two migrations.
pub(crate) fn alembic() -> Project {
    let rows = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,
            CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
        INSERT INTO alembic_version VALUES ('ae1027a6acf');";
    let it = project("alembic", "alembic_version", &[], rows);
    let metadata = "\n[package.metadata.migrate]\ndialect = \"sqlite\"\n";
    it.it.write("Cargo.toml", &(it.it.read("Cargo.toml") + metadata));
    let version = "alembic_version SET version_num=";
    let up = format!(
        "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);\n\n\
         -- Running upgrade  -> 1975ea83b712\n\n{UP}\n\
         INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING version_num;\n\n\
         -- Running upgrade 1975ea83b712 -> ae1027a6acf\n\nCREATE INDEX i ON users (email);\n\n\
         UPDATE {version}'ae1027a6acf' WHERE alembic_version.version_num = '1975ea83b712';\n\n"
    );
    let down = format!(
        "-- Running downgrade ae1027a6acf -> 1975ea83b712\n\nDROP INDEX i;\n\n\
         UPDATE {version}'1975ea83b712' WHERE alembic_version.version_num = 'ae1027a6acf';\n\n\
         -- Running downgrade 1975ea83b712 -> \n\n{DOWN}\n\
         DELETE FROM alembic_version WHERE alembic_version.version_num = '1975ea83b712';\n"
    );
    it.it.write("up.sql", &up).write("down.sql", &down);
    it
}

#[test]
fn a_project_of_alembic_goes_on() {
    let it = alembic();
    it.done(&["adopt", "--from", "alembic", "--script", "up.sql", "--script", "down.sql"]);
    it.done(&["status", "--check"]);
    assert_eq!(it.it.read("migrations/0001_1975ea83b712.up.sql"), UP);
    assert_eq!(it.it.read("migrations/0002_ae1027a6acf.down.sql"), "DROP INDEX i;\n");
    assert!(it.it.read("Cargo.toml").contains("since = \"0003\""), "{}", it.it.read("Cargo.toml"));
    it.is_as_expected();
    assert_eq!(it.go_on(), ["0003_add_role.down.sql", "0003_add_role.up.sql"]);
    it.done(&["down", "base", "--yes"]);
    it.it.write("none.sql", "SELECT 1;\n");
    let none = it.run(&["adopt", "--from", "alembic", "--script", "none.sql"]);
    assert!(
        !none.status.success() && crate::said(&none).contains("begins a migration"),
        "{none:?}"
    );
}

/// What SeaORM leaves for two migrations, and the schema that both of them make.
pub(crate) fn sea_orm() -> Project {
    let rows = "CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
        INSERT INTO seaql_migrations VALUES
            ('m20260101_000001_create_users', 1767600550), ('m20260102_000001_index', 1767600551);";
    let it = project("sea-orm", "seaql_migrations", &[], rows);
    let metadata = "\n[package.metadata.migrate]\ndialect = \"sqlite\"\n";
    it.it.write("Cargo.toml", &(it.it.read("Cargo.toml") + metadata));
    it.it.write("schema.sql", &format!("{UP}CREATE INDEX i ON users (email);\n"));
    it
}

#[test]
fn a_project_of_sea_orm_goes_on() {
    let it = sea_orm();
    it.done(&["new", "m20260102_000001_index", "--from", "schema.sql"]);
    it.done(&["adopt", "--from", "sea-orm"]);
    assert_eq!(it.history()["migrations"][0]["applied_at"], "2026-01-05T08:09:11.000Z");
    it.done(&["status", "--check"]);
    it.is_as_expected();
    it.go_on();
}

const FLYWAY: &str = "CREATE TABLE flyway_schema_history (
        installed_rank INT NOT NULL PRIMARY KEY, version VARCHAR(50), description VARCHAR(200) NOT NULL,
        type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INT,
        installed_by VARCHAR(100) NOT NULL, installed_on TEXT NOT NULL DEFAULT (datetime('now')),
        execution_time INT NOT NULL, success BOOLEAN NOT NULL);
    CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
    INSERT INTO flyway_schema_history VALUES
        (1, '1', 'Create users', 'SQL', 'V1__Create_users.sql', CHECKSUM, 'me', '2026-01-05 08:09:10', 7, 1),
        (2, '2', 'Index', 'SQL', 'V2__Index.sql', NULL, 'me', '2026-01-05 08:09:11', 3, 1),
        (3, '2', 'Index', 'UNDO_SQL', 'U2__Index.sql', NULL, 'me', '2026-01-05 08:09:12', 3, 1),
        (4, '2', 'Index', 'SQL', 'V2__Index.sql', NULL, 'me', '2026-01-05 08:09:13', 3, 1),
        (5, NULL, 'views', 'SQL', 'R__views.sql', 1, 'me', '2026-01-05 08:09:13', 3, 1);";

pub(crate) fn flyway() -> Project {
    let files = [
        ("V1__Create_users.sql", UP),
        ("U1__Create_users.sql", DOWN),
        ("V2__Index.sql", "CREATE INDEX i ON users (email);\n"),
        ("U2__Index.sql", "DROP INDEX i;\n"),
    ];
    // `zlib.crc32` of the line without its end, as a signed number.
    project("flyway", "flyway_schema_history", &files, &FLYWAY.replace("CHECKSUM", CHECKSUM))
}

const CHECKSUM: &str = "-1798401824";

#[test]
fn a_project_of_flyway_goes_on() {
    let it = flyway();
    it.adopt(2, Some("2026-01-05T08:09:10.000Z"));
    it.says_layout("flyway");
    assert_eq!(it.history()["migrations"][0]["took_ms"], 7);
    assert_eq!(it.go_on(), ["U3__add_role.sql", "V3__add_role.sql"]);
    it.done(&["down", "base", "--yes"]);
}

#[test]
fn a_script_that_flyway_ran_as_it_is_does_not_run_again() {
    let it = flyway();
    let view = "DROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT id FROM users;\n";
    it.it.write("migrations/R__Some views.sql", view);
    let sql = "INSERT INTO flyway_schema_history VALUES
        (6, NULL, 'Some views', 'SQL', 'R__Some views.sql', 7, 'me', '2026-01-05 08:09:14', 4, 1),
        (7, NULL, 'Some views', 'SQL', 'R__Some views.sql', CRC, 'me', '2026-01-05 08:09:15', 5, 1),
        (8, NULL, 'edited', 'SQL', 'R__edited.sql', 7, 'me', '2026-01-05 08:09:16', 5, 1);";
    it.connection().execute_batch(&sql.replace("CRC", RUN_CHECKSUM)).unwrap();
    it.connection().execute_batch(view).unwrap();
    it.adopt(3, Some("2026-01-05T08:09:10.000Z"));
    let history = it.history();
    assert_eq!(history["migrations"][2]["title"], "some_views");
    assert_eq!(history["migrations"][2]["applied_at"], "2026-01-05T08:09:15.000Z");
    it.it.write("migrations/R__edited.sql", &view.replace(" v", " w"));
    it.done(&["adopt", "--from", "flyway"]);
    assert_eq!(it.done(&["pending"]).trim(), "R__edited");
    it.done(&["up"]);
    it.done(&["status", "--check"]);
}

/// Of both lines without their ends.
const RUN_CHECKSUM: &str = "-827075883";

#[test]
fn what_flyway_has_to_repair_is_refused() {
    let refused = |sql: &str, reason: &str| {
        let it = flyway();
        it.done(&["init", "--dialect", "sqlite"]);
        it.connection().execute_batch(&format!("UPDATE flyway_schema_history SET {sql}")).unwrap();
        it.refuses(reason);
    };
    refused(
        "success = 0 WHERE installed_rank = 4",
        "migration 2 (Index) was begun and not finished",
    );
    refused("checksum = 7 WHERE installed_rank = 1", "V1__Create_users.sql has another checksum");
    refused(
        "version = '2.1' WHERE installed_rank = 4",
        "migration 2.1 (Index) is applied and is not in the directory",
    );
}

/// Versions of several parts, as people mix them.
const PARTS: &str = "\
    INSERT INTO flyway_schema_history VALUES
        (1, '1.0', 'Create users', 'SQL', 'V1.0__Create_users.sql', NULL, 'me', '2026-01-05 08:09:10', 7, 1),
        (2, '1.2', 'Roles', 'SQL', 'V1_2__Roles.sql', NULL, 'me', '2026-01-05 08:09:11', 3, 1),
        (3, '1.9', 'Index', 'SQL', 'V1.9__Index.sql', NULL, 'me', '2026-01-05 08:09:12', 3, 1);";

#[test]
fn versions_of_several_parts_go_on() {
    let files = [
        ("V1.0__Create_users.sql", UP),
        ("U1.0__Create_users.sql", DOWN),
        ("V1_2__Roles.sql", "CREATE TABLE roles (id INTEGER PRIMARY KEY);\n"),
        ("V1.9__Index.sql", "CREATE INDEX i ON users (email);\n"),
        ("V1.10__More.sql", "ALTER TABLE users ADD COLUMN more TEXT;\n"),
        ("U1.10__More.sql", "ALTER TABLE users DROP COLUMN more;\n"),
    ];
    let it = Project::with("flyway", "flyway_schema_history", &files);
    let (table, _) = FLYWAY.split_once("INSERT").unwrap();
    let applied = format!("{UP}{}{}{table}{PARTS}", files[2].1, files[3].1);
    it.connection().execute_batch(&applied).unwrap();
    it.done(&["init", "--dialect", "sqlite"]);
    it.says_layout("flyway");
    assert!(
        it.it.read("Cargo.toml").contains("since = \"1.10.1\""),
        "{}",
        it.it.read("Cargo.toml")
    );
    let planned = it.done(&["adopt", "--from", "flyway", "--dry-run"]);
    assert!(planned.contains("1.9") && !planned.contains("1.10"), "{planned}");
    it.done(&["adopt", "--from", "flyway"]);
    let versions = |it: &Project| {
        let history = it.history();
        let migrations = history["migrations"].as_array().unwrap().iter();
        migrations.map(|it| it["version"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(versions(&it), ["1.0", "1.2", "1.9"]);
    it.done(&["up", "1.10"]);
    it.done(&["status", "--check"]);
    it.is_as_expected();
    assert_eq!(it.go_on(), ["U1.11__add_role.sql", "V1.11__add_role.sql"]);
    it.done(&["verify"]);
    let lock = it.it.read("migrations/migrate.lock");
    assert!(lock.contains("\n[\"1.11_add_role\".\"sqlite"), "receipts are kept: {lock}");
    it.done(&["check"]);
    it.done(&["down", "1.9", "--yes"]);
    assert_eq!(versions(&it), ["1.0", "1.2", "1.9"]);
    let sqlx = it.run(&["adopt", "--export", "sqlx", "--into", "back"]);
    assert!(crate::said(&sqlx).contains("version 1.0 is no number that sqlx can have"), "{sqlx:?}");
}

#[test]
fn a_baseline_stands_for_all_before_it() {
    let it = flyway();
    let sql = "DELETE FROM flyway_schema_history;
        INSERT INTO flyway_schema_history VALUES
            (1, '2', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'me',
                '2026-01-05 08:09:10', 0, 1);";
    it.connection().execute_batch(sql).unwrap();
    it.adopt(2, Some("2026-01-05T08:09:10.000Z"));
}
