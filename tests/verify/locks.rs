//! What statements are seen to lock, on servers: the same as the tables of measured locks say, and the
//! model of what they cost.

use migrate_core::dialect::Target;
use migrate_core::impact::measured::of_script;
use migrate_core::set::MigrationSet;
use migrate_runtime::verify::{Verdict, Verified};
use migrate_runtime::{Database, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use super::set;

/// An up, what undoes it, and what the two are seen to cost, table by table.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const POSTGRES: &str = "
CREATE TABLE o (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE t (id int PRIMARY KEY, a int, s varchar(50), x text, o_id int REFERENCES o);
CREATE INDEX t_a ON t (a);
CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE MATERIALIZED VIEW m AS SELECT id FROM o;
CREATE VIEW v AS SELECT id FROM o;
CREATE TABLE d (id int, s varchar(50) CHECK (s <> 'x'));
CREATE TABLE e (id int, s varchar(50));
CREATE INDEX e_s ON e (lower(s));
CREATE TABLE f (id int, code text REFERENCES o (code));";

const SEEN_ON_POSTGRES: &[Case] = &[
    (
        "ALTER TABLE t ADD z int",
        "ALTER TABLE t DROP z",
        &["ACCESS EXCLUSIVE on t"],
        &["ACCESS EXCLUSIVE on t"],
    ),
    (
        "ALTER TABLE t ADD z float DEFAULT random()",
        "ALTER TABLE t DROP z",
        &["ACCESS EXCLUSIVE on t (written anew)"],
        &["ACCESS EXCLUSIVE on t"],
    ),
    (
        "ALTER TABLE t ALTER a TYPE bigint",
        "ALTER TABLE t ALTER a TYPE int",
        &["ACCESS EXCLUSIVE on t (written anew)"],
        &["ACCESS EXCLUSIVE on t (written anew)"],
    ),
    (
        "ALTER TABLE t ALTER s TYPE varchar(100)",
        "ALTER TABLE t ALTER s TYPE varchar(50)",
        &["ACCESS EXCLUSIVE on t"],
        &["ACCESS EXCLUSIVE on t (written anew)"],
    ),
    (
        "ALTER TABLE t ALTER a SET NOT NULL",
        "ALTER TABLE t ALTER a DROP NOT NULL",
        &["ACCESS EXCLUSIVE on t (read)"],
        &["ACCESS EXCLUSIVE on t"],
    ),
    ("CREATE INDEX i ON t (x)", "DROP INDEX i", &["SHARE on t (read)"], &["ACCESS EXCLUSIVE on t"]),
    (
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NULL OR a = a) NOT VALID;
         ALTER TABLE o RENAME TO o2; ALTER TABLE o2 ADD z int",
        "ALTER TABLE o2 DROP z; ALTER TABLE o2 RENAME TO o; ALTER TABLE t DROP CONSTRAINT c",
        &["ACCESS EXCLUSIVE on o", "ACCESS EXCLUSIVE on t"],
        &["ACCESS EXCLUSIVE on o2", "ACCESS EXCLUSIVE on t"],
    ),
    (
        "CREATE TABLE n (id int PRIMARY KEY, o_id int REFERENCES o); ALTER TABLE n ADD z int",
        "DROP TABLE n",
        &["SHARE ROW EXCLUSIVE on o"],
        &["ACCESS EXCLUSIVE on n", "ACCESS EXCLUSIVE on o"],
    ),
    (
        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
        "DROP TABLE p2",
        &["ACCESS EXCLUSIVE on p"],
        &["ACCESS EXCLUSIVE on p", "ACCESS EXCLUSIVE on p2"],
    ),
    (
        "COMMENT ON TABLE t IS 'of things'",
        "COMMENT ON TABLE t IS NULL",
        &["SHARE UPDATE EXCLUSIVE on t"],
        &["SHARE UPDATE EXCLUSIVE on t"],
    ),
    ("REFRESH MATERIALIZED VIEW m", "SELECT 1", &["ACCESS EXCLUSIVE on m (written anew)"], &[]),
    // What depends on a column is made anew with its type, whether its rows are or not.
    (
        "ALTER TABLE d ALTER s TYPE varchar(60)",
        "ALTER TABLE d ALTER s TYPE varchar(50)",
        &["ACCESS EXCLUSIVE on d (read)"],
        &["ACCESS EXCLUSIVE on d (written anew)"],
    ),
    (
        "ALTER TABLE e ALTER s TYPE text",
        "ALTER TABLE e ALTER s TYPE varchar(50)",
        &["ACCESS EXCLUSIVE on e (read)"],
        &["ACCESS EXCLUSIVE on e (written anew)"],
    ),
    (
        "ALTER TABLE o ALTER code TYPE varchar",
        "ALTER TABLE o ALTER code TYPE text",
        &["ACCESS EXCLUSIVE on f", "ACCESS EXCLUSIVE on o"],
        &["ACCESS EXCLUSIVE on f", "ACCESS EXCLUSIVE on o"],
    ),
    (
        "ALTER TABLE p ADD z int DEFAULT 1 CHECK (z > 0)",
        "ALTER TABLE p DROP z",
        &["ACCESS EXCLUSIVE on p", "ACCESS EXCLUSIVE on p1 (read)"],
        &["ACCESS EXCLUSIVE on p", "ACCESS EXCLUSIVE on p1"],
    ),
    // What rows are read in between is not what the next statement reads.
    (
        "ALTER TABLE t ADD z int; UPDATE t SET z = 1; ALTER TABLE t ALTER z SET DEFAULT 1",
        "ALTER TABLE t DROP z",
        &["ACCESS EXCLUSIVE on t (read)"],
        &["ACCESS EXCLUSIVE on t"],
    ),
    // By words that are put together when it runs, and under the eyes of a model that does not know.
    (
        "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 't ADD z int'; END $$",
        "ALTER TABLE t DROP z",
        &["ACCESS EXCLUSIVE on t"],
        &["ACCESS EXCLUSIVE on t"],
    ),
    (
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY i ON t (x)",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY i",
        &["1 statement is not measured, since it runs outside a transaction"],
        &["1 statement is not measured, since it runs outside a transaction"],
    ),
    (
        "DROP VIEW v; CREATE TABLE q (id int)",
        "DROP TABLE q; CREATE VIEW v AS SELECT id FROM o",
        &["ACCESS EXCLUSIVE on v"],
        &["ACCESS EXCLUSIVE on q"],
    ),
    (
        "CREATE OR REPLACE VIEW v AS SELECT id FROM o WHERE id > 0",
        "CREATE OR REPLACE VIEW v AS SELECT id FROM o",
        &["ACCESS EXCLUSIVE on v"],
        &["ACCESS EXCLUSIVE on v"],
    ),
    ("CREATE TABLE alone (id int)", "DROP TABLE alone", &[], &["ACCESS EXCLUSIVE on alone"]),
];

const MARIADB: &str = "
CREATE TABLE o (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, s varchar(50) COLLATE utf8mb4_unicode_ci, o_id int)
    CHARACTER SET utf8mb4;
CREATE TABLE u (id int PRIMARY KEY, s varchar(50) COLLATE utf8mb4_unicode_ci, KEY s (s))
    CHARACTER SET utf8mb4;";

const SEEN_ON_MARIADB: &[Case] = &[
    (
        "ALTER TABLE t ADD z int",
        "ALTER TABLE t DROP z",
        &["an exclusive metadata lock on t (INSTANT)"],
        &["an exclusive metadata lock on t (INSTANT)"],
    ),
    ("CREATE INDEX i ON t (a)", "DROP INDEX i ON t", &["a metadata lock on t (NOCOPY)"], &[]),
    (
        "ALTER TABLE t ADD INDEX i (a)",
        "ALTER TABLE t DROP INDEX i",
        &["a metadata lock on t (NOCOPY)"],
        &["a metadata lock on t (NOCOPY)"],
    ),
    (
        "ALTER TABLE t MODIFY a bigint",
        "ALTER TABLE t MODIFY a int",
        &["a shared lock on t (COPY, written anew)"],
        &["a shared lock on t (COPY, written anew)"],
    ),
    (
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (o_id) REFERENCES o (id), ADD z int",
        "ALTER TABLE t DROP FOREIGN KEY f; ALTER TABLE t DROP KEY f; ALTER TABLE t DROP z",
        &["a shared lock on t (COPY, written anew)"],
        &["a metadata lock on t (NOCOPY)"],
    ),
    (
        "ALTER TABLE t ROW_FORMAT = COMPRESSED",
        "ALTER TABLE t ROW_FORMAT = DEFAULT",
        &["a metadata lock on t (INPLACE)"],
        &["a metadata lock on t (INPLACE)"],
    ),
    (
        "ALTER TABLE t MODIFY s varchar(50) COLLATE utf8mb4_bin",
        "ALTER TABLE t MODIFY s varchar(50) COLLATE utf8mb4_unicode_ci",
        &["an exclusive metadata lock on t (INSTANT)"],
        &["an exclusive metadata lock on t (INSTANT)"],
    ),
    (
        "ALTER TABLE u MODIFY s varchar(50) COLLATE utf8mb4_bin",
        "ALTER TABLE u MODIFY s varchar(50) COLLATE utf8mb4_unicode_ci",
        &["a metadata lock on u (NOCOPY)"],
        &["a metadata lock on u (NOCOPY)"],
    ),
    (
        "ALTER TABLE t ADD z int, ALGORITHM = COPY",
        "ALTER TABLE t DROP z",
        &[],
        &["an exclusive metadata lock on t (INSTANT)"],
    ),
    ("CREATE TABLE n (id int); ALTER TABLE n ADD z int", "DROP TABLE n", &[], &[]),
];

/// The case behind the schema that is there before it.
fn of_case(base: &str, (up, down, ..): &Case, target: Target) -> MigrationSet {
    let base = format!("-- migrate: irreversible(reason = \"base\")\n{base}");
    set(&[("1_base.up.sql", &base), ("2_it.up.sql", up), ("2_it.down.sql", down)], target)
}

/// What is found out of the newest migration.
async fn verified(set: &MigrationSet, database: Database) -> Verified {
    let it = Migrator::new(set, Options::default()).verify_on(database).await.unwrap();
    it.migrations.last().cloned().unwrap()
}

/// What is seen of a case otherwise than it says.
async fn surprise(set: &MigrationSet, case: &Case, database: Database) -> Option<String> {
    let (up, down, on_up, on_down) = case;
    let it = verified(set, database).await;
    let seen = [of_script(&it.up_measured), of_script(&it.down_measured)];
    let is_restored = matches!(it.verdict, Verdict::Restored { .. });
    let is_surprise = seen != [*on_up, *on_down] || !it.disagreement.is_empty() || !is_restored;
    let Verified { verdict, disagreement, .. } = &it;
    is_surprise.then(|| format!("{up} / {down}: {seen:#?} {verdict:?} {disagreement:#?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn locks_are_measured_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let target: Target = "postgres 15".parse().unwrap();
    let mut surprises = Vec::new();
    for (at, case) in SEEN_ON_POSTGRES.iter().enumerate() {
        let name = format!("case_{at}");
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        let set = of_case(POSTGRES, case, target);
        surprises.extend(surprise(&set, case, (&server.url(&name)).into()).await);
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    // Who may not watch is told nothing, and verifies all the same.
    server.run("postgres", "CREATE ROLE plain LOGIN; CREATE DATABASE unseen OWNER plain").unwrap();
    let url = server.url("unseen").replacen("postgres@", "plain@", 1);
    let it = verified(&of_case(POSTGRES, &SEEN_ON_POSTGRES[0], target), (&url).into()).await;
    assert!(matches!(it.verdict, Verdict::Restored { .. }), "{:?}", it.verdict);
    assert_eq!((it.up_measured, it.down_measured), (Vec::new(), Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn demands_are_tried_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let target: Target = "mariadb 10.11".parse().unwrap();
    let mut surprises = Vec::new();
    for (at, case) in SEEN_ON_MARIADB.iter().enumerate() {
        let name = format!("case_{at}");
        server.run("", &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        let set = of_case(MARIADB, case, target);
        surprises.extend(surprise(&set, case, (&server.url(&name)).into()).await);
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
