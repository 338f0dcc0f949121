//! Random definitions of tables: what the engine accepts, the reader must read as the pragmas do.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rusqlite::Connection;

use super::*;

const TYPES: [&str; 8] =
    ["", "int", "INTEGER", "text", "varchar ( 5 , 1 )", "\"integer\"", "double  precision", "any"];

const OF_COLUMN: [&str; 18] = [
    "not null on conflict ignore",
    "null",
    "primary key",
    "primary key desc on conflict replace",
    "primary key asc autoincrement",
    "unique",
    "unique on conflict fail",
    "constraint c check (a > 0)",
    "check (b collate nocase <> ')')",
    "default 'x''y'",
    "default -1.5e3",
    "default (1 + (2))",
    "default word",
    "collate nocase",
    "references o",
    "references \"O\" (x) on delete set null on update cascade match simple",
    "deferrable initially deferred",
    "constraint trailing",
];

const OF_TABLE: [&str; 9] = [
    "primary key (a)",
    "primary key (B desc, a collate nocase) on conflict abort",
    "primary key ('a' autoincrement)",
    "unique (a)",
    "unique (b collate binary, \"A\")",
    "unique (c desc) on conflict rollback",
    "constraint k check (a <> b)",
    "foreign key (b) references t",
    "constraint f foreign key (a, c) references o (x, y) on update restrict deferrable",
];

fn column(name: &'static str) -> impl Strategy<Value = String> {
    (select(&TYPES[..]), subsequence(&OF_COLUMN[..], 0..4).prop_shuffle()).prop_map(
        move |(data_type, constraints)| {
            format!("{name} {data_type} {}", constraints.join(" /* , */ "))
        },
    )
}

fn definition() -> impl Strategy<Value = String> {
    let computed = select(&["", ", d as (a)", ", d int generated always as (a || b) stored"][..]);
    let constraints = subsequence(&OF_TABLE[..], 0..4).prop_shuffle();
    let separator = select(&[", ", " "][..]);
    let options = select(&["", "strict", "without rowid", "without rowid, strict"][..]);
    let columns = (column("a"), column("[b]"), column("'c'"));
    (columns, computed, constraints, separator, options).prop_map(
        |((a, b, c), computed, constraints, separator, options)| {
            let comma = if constraints.is_empty() { "" } else { "," };
            let constraints = constraints.join(separator);
            format!("create table t ({a}, {b}, {c}{computed}{comma} {constraints}) {options}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_the_engine_accepts_is_read_as_the_pragmas_read_it(sql in definition()) {
        let connection = Connection::open_in_memory().unwrap();
        if connection.execute_batch(&sql).is_err() {
            return Ok(());
        }
        prop_assert!(create(&sql).is_ok());
        // A unique key over the columns of a descending primary key: the engine keeps a single index
        // for both, in the direction of whichever it read first, so that pragmas and text may
        // rightly disagree. Such a table is unread.
        let shares_an_index = ["unique", "primary key", "desc"].iter().all(|word| sql.contains(word));
        if !shares_an_index {
            table(&sql);
        }
    }
}
