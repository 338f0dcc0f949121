//! Never proven where the engine shows a difference: random pairs, most of them with a down that is
//! almost right, judged and then run.

mod writer;

use proptest::test_runner::{RngAlgorithm, TestRng};
use rusqlite::Connection;

use super::analysed;
use crate::analysis::Settings;
use crate::dialect::catalog::{Catalog, Scope};
use crate::dialect::sqlite::catalog::Sqlite;
use crate::dialect::sqlite::testing::{inspect, rows};
use crate::proof::{RowVerdict, SchemaVerdict};
use crate::schema::Schema;
use writer::Writer;

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    rows(connection, sql).into_iter().filter_map(|row| row.into_iter().next()?).collect()
}

fn names(connection: &Connection, kind: &str) -> Vec<String> {
    let sql = format!(
        "select name from sqlite_schema where type = '{kind}' and name not like 'sqlite%' order by name"
    );
    texts(connection, &sql)
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    texts(connection, &format!("select name from pragma_table_info('{table}') order by cid"))
}

/// The table's own definition, then what hangs on it.
fn definitions(connection: &Connection, table: &str) -> Vec<String> {
    let sql = format!(
        "select sql from sqlite_schema where tbl_name = '{table}' and sql is not null \
         order by type <> 'table', rowid"
    );
    texts(connection, &sql)
}

fn schema(connection: &Connection) -> Schema {
    let mut catalog = Sqlite::new(&[]);
    inspect(&mut catalog, connection, Scope::Everything);
    catalog.schema().clone()
}

/// All rows of all tables, as text.
fn contents(connection: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for table in names(connection, "table") {
        let list = columns(connection, &table);
        let mut sorted = list.clone();
        sorted.sort();
        let values: Vec<String> =
            sorted.iter().map(|name| format!("'{name}=' || quote(\"{name}\")")).collect();
        let sql = format!("select '{table}: ' || {} from \"{table}\"", values.join(" || ', ' || "));
        found.extend(texts(connection, &sql));
    }
    found.sort();
    found
}

/// As many statements as the engine takes, run one by one.
fn written(
    writer: &mut Writer,
    connection: &Connection,
    count: usize,
) -> (Vec<String>, Vec<String>) {
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let Some(next) = writer.statement(connection) else { continue };
        let wrapped = format!("begin; {}; commit", next.up);
        if connection.execute_batch(&wrapped).is_err() {
            let _ = connection.execute_batch("rollback");
            continue;
        }
        up.push(next.up);
        down.splice(0..0, next.down);
    }
    (up, down)
}

#[derive(Default, Debug)]
struct Counts {
    proven: usize,
    differs: usize,
    order: usize,
    fails: usize,
    unknown: usize,
    kept: usize,
    /// Restored by the engine and not proven.
    missed: usize,
    /// Not restored, and not said to differ.
    undecided: usize,
    /// Said to differ or to fail, and does not.
    false_alarms: usize,
}

/// For whoever wants to see them: `SHOW=1 cargo test … -- --nocapture`.
fn show(what: &str, text: &str) {
    if std::env::var_os("SHOW").is_some() {
        eprintln!("{what}: {text}");
    }
}

fn seeds() -> usize {
    std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

fn one(seed: usize, counts: &mut Counts) {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut writer = Writer { random, serial: 0 };
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("pragma foreign_keys = off").unwrap();
    let count = 3 + writer.below(6);
    let (before, _) = written(&mut writer, &connection, count);
    for table in names(&connection, "table") {
        for key in 1..=3 {
            let _ =
                connection.execute_batch(&format!("insert into \"{table}\" (id) values ({key})"));
        }
    }
    let (schema_before, rows_before) = (schema(&connection), contents(&connection));
    let count = 1 + writer.below(3);
    let (up, mut down) = written(&mut writer, &connection, count);
    if before.is_empty() || up.is_empty() {
        return;
    }
    writer.spoil(&mut down);
    if down.is_empty() {
        down.push("select 1".to_owned());
    }
    let (before, up, down) = (before.join(";\n"), up.join(";\n"), down.join(";\n"));
    let ran = connection.execute_batch(&format!("begin; {down}; commit"));
    let restored = ran.is_ok() && schema(&connection) == schema_before;
    let rows_kept = ran.is_ok() && contents(&connection) == rows_before;

    let (_, analysis) =
        analysed("sqlite 3.45", &[(&before, "select 1"), (&up, &down)], &Settings::default());
    let verdict = &analysis.verdicts[1];
    let shown = || {
        format!(
            "seed {seed}\n-- before\n{before}\n-- up\n{up}\n-- down\n{down}\n{verdict:#?}\n{ran:?}"
        )
    };
    if matches!(verdict.schema, SchemaVerdict::Proven) {
        assert!(restored, "proven and not restored: {}", shown());
        counts.proven += 1;
        if verdict.rows == RowVerdict::Kept {
            assert!(
                rows_kept,
                "kept and lost: {}\n{rows_before:#?}\n{:#?}",
                shown(),
                contents(&connection)
            );
            counts.kept += 1;
        }
    } else if restored {
        counts.missed += 1;
        show("restored and not proven", &shown());
    }
    counts.count(&verdict.schema, restored, &ran, &shown);
}

impl Counts {
    fn count(
        &mut self,
        verdict: &SchemaVerdict,
        restored: bool,
        ran: &rusqlite::Result<()>,
        shown: &dyn Fn() -> String,
    ) {
        let counts = self;
        match verdict {
            SchemaVerdict::Proven | SchemaVerdict::Irreversible => {}
            SchemaVerdict::Differs(_) => {
                counts.differs += 1;
                counts.false_alarms += usize::from(restored);
            }
            SchemaVerdict::Order(_) => counts.order += 1,
            SchemaVerdict::Fails(_) => {
                counts.fails += 1;
                if ran.is_ok() {
                    counts.false_alarms += 1;
                    show("said to fail and does not", &shown());
                }
            }
            SchemaVerdict::Unknown(_) => {
                counts.unknown += 1;
                counts.undecided += usize::from(!restored);
            }
        }
    }
}

#[test]
fn what_is_proven_is_restored_by_the_engine() {
    let mut counts = Counts::default();
    for seed in 0..seeds() {
        one(seed, &mut counts);
    }
    eprintln!("{counts:?}");
    let decided = counts.proven + counts.differs + counts.order + counts.fails;
    assert!(decided > counts.unknown, "{counts:?}");
}
