//! A hundred migrations of several statements, and processes and servers that are killed at any moment
//! of them. Whoever comes next finishes, and nobody can tell that anything happened.

use std::io::{BufRead as _, BufReader};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::mariadb;
use super::site::{Site, succeeded, until};

const MIGRATIONS: usize = 100;

/// How many kills each engine gets; a hundred take some minutes.
fn kills() -> usize {
    let asked = std::env::var("MIGRATE_TESTS_KILLS").ok();
    asked.map_or(10, |asked| asked.parse().unwrap())
}

/// Half of them are committed as a whole, and half statement by statement.
fn migrations() -> Vec<(String, String, String)> {
    let migration = |number| {
        let up = match number % 2 {
            0 => format!(
                "CREATE TABLE t{number} (id BIGINT PRIMARY KEY, note TEXT);\n\
                 INSERT INTO t{number} VALUES (1, '');\n\
                 ALTER TABLE t{number} ADD COLUMN n INT NOT NULL DEFAULT 0;\n\
                 UPDATE counter SET n = n + 1;\n\
                 CREATE INDEX t{number}_idx ON t{number} (n);\n"
            ),
            _ => format!(
                "-- migrate: no-transaction\n\
                 CREATE TABLE t{number} (id BIGINT PRIMARY KEY, note TEXT);\n\
                 INSERT INTO t{number} VALUES (1, '');\n\
                 CREATE INDEX CONCURRENTLY t{number}_idx ON t{number} (note);\n\
                 UPDATE counter SET n = n + 1;\n\
                 INSERT INTO t{number} SELECT id + 1, 'x' FROM t{number};\n\
                 DROP INDEX CONCURRENTLY t{number}_idx;\n\
                 CREATE UNIQUE INDEX CONCURRENTLY t{number}_both_idx ON t{number} (id, note);\n"
            ),
        };
        (format!("{number:04}_add_t{number}"), up, format!("DROP TABLE t{number};\n"))
    };
    let counter = "CREATE TABLE counter (n INT);\nINSERT INTO counter VALUES (0);\n";
    let first = ("0001_counter".to_owned(), counter.to_owned(), "DROP TABLE counter;\n".to_owned());
    std::iter::once(first).chain((2..=MIGRATIONS).map(migration)).collect()
}

/// A third of them is journaled statement by statement; of the others whole runs of statements at once.
fn mariadb_migrations() -> Vec<(String, String, String)> {
    let mut migrations = mariadb::tables(MIGRATIONS);
    for (number, (_, up, _)) in (1..).zip(&mut migrations) {
        let create =
            format!("CREATE TABLE u{number} (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL);\n");
        let view = format!("CREATE VIEW v{number} AS SELECT note FROM u{number};\n");
        match number % 3 {
            1 => continue,
            2 => {
                *up = format!(
                    "{create}ALTER TABLE u{number} ADD COLUMN note TEXT;\n\
                     CREATE UNIQUE INDEX u{number}_name ON u{number} (name);\n{view}"
                );
            }
            _ => {
                *up = format!(
                    "{create}INSERT INTO u{number} VALUES (1, 'row');\n\
                     ALTER TABLE u{number} ADD note TEXT;\n\
                     UPDATE u{number} SET note = CONCAT(IFNULL(note, ''), 'x');\n{view}\
                     INSERT INTO u{number} SELECT id + 1, 'another', note FROM u{number};\n"
                );
            }
        }
    }
    migrations
}

fn postgres_state(site: &Site) -> String {
    let columns = "SELECT c.relname, a.attname, a.atttypid::regtype, a.attnotnull \
                   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
                   WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 \
                   AND c.relname NOT LIKE '%lease%' ORDER BY 1, a.attnum";
    let indexes = "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), indisvalid \
                   FROM pg_index JOIN pg_class c ON c.oid = indexrelid \
                   WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname";
    let rows: Vec<String> = (2..=MIGRATIONS)
        .map(|number| {
            format!("SELECT {number}, count(*), sum(id), min(note), max(note) FROM t{number}")
        })
        .collect();
    let history = "SELECT sequence, version, state, chain FROM _migrate_history ORDER BY 1";
    let rows = format!("{} ORDER BY 1", rows.join(" UNION ALL "));
    ["SELECT n FROM counter", columns, indexes, &rows, history].map(|sql| site.ask(sql)).join("\n")
}

/// Kills the process, or now and then the server, until so many were killed; after each few of them the
/// work is let to its end.
fn disturb(site: &Site, state: &dyn Fn() -> String, is_in_the_middle: &dyn Fn() -> bool) {
    let up = || site.up(&["--transaction", "each"]).spawn().unwrap();
    succeeded(up());
    let undisturbed = state();
    let mut seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    let (mut killed, mut middle) = (0, 0);
    while killed < kills() {
        site.begin_anew();
        for _ in 0..5 {
            let mut child = up();
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // So far it has come, and a little further: a clock would tell how busy the machine is.
            let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
            lines.by_ref().take((seed >> 16) as usize % (MIGRATIONS / 3)).for_each(drop);
            sleep(Duration::from_micros(u64::from(seed >> 8) % 20_000));
            if killed % 5 == 3 {
                site.crash();
                ends(&mut child);
            }
            child.kill().unwrap();
            child.wait().unwrap();
            site.let_run_out();
            killed += 1;
            middle += usize::from(is_in_the_middle());
        }
        succeeded(up());
        let found = state();
        let pairs = found.split(['\n', '\u{1e}']).zip(undisturbed.split(['\n', '\u{1e}']));
        let first = pairs.into_iter().find(|(found, expected)| found != expected);
        assert!(found == undisturbed, "after {killed} kills: {first:?}");
    }
    println!("{middle} of {killed} kills hit the middle of the work");
    assert!(middle > 0, "none of {killed} kills hit the middle of the work");
}

/// Whoever loses the server says so and ends.
fn ends(child: &mut std::process::Child) {
    let mut status = None;
    until("whoever lost the server notices that", || {
        status = child.try_wait().unwrap();
        status.is_some()
    });
    let status = status.unwrap();
    assert!(matches!(status.code(), Some(0 | 3 | 4)), "{status}");
}

#[test]
fn whatever_is_killed_on_postgres_is_gone_on_behind() {
    let Some(site) = Site::on_postgres_alone("kills", &migrations()) else { return };
    let count = "SELECT CASE WHEN to_regclass('public._migrate_history') IS NULL THEN 0 ELSE \
                 (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM _migrate_history', \
                 false, true, '')))[1]::text::int END";
    disturb(&site, &|| postgres_state(&site), &|| {
        !matches!(site.ask(count).parse::<usize>().unwrap(), 0 | MIGRATIONS)
    });
}

#[test]
fn whatever_is_killed_on_mariadb_is_gone_on_behind() {
    let migrations = mariadb_migrations();
    let Some(site) = Site::on_mariadb_alone("kills", &migrations) else { return };
    disturb(&site, &|| mariadb::state(&site, MIGRATIONS), &|| {
        let exists = site.ask("SHOW TABLES LIKE '\\_migrate\\_history'");
        let count = || site.ask("SELECT count(*) FROM _migrate_history WHERE state = 'applied'");
        !exists.is_empty() && !matches!(count().parse::<usize>().unwrap(), 0 | MIGRATIONS)
    });
}
