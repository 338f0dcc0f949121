//! Reading only what a script can have changed, against reading everything, after random DDL.

use proptest::test_runner::{RngAlgorithm, TestRng};
use rusqlite::Connection;

use super::*;
use proptest::prelude::Rng;

const TABLES: [&str; 9] =
    ["users", "Posts", "tags", "text", "id", "a b", "new_users", "ghost", "order"];
const COLUMNS: [&str; 6] = ["id", "a", "b", "users", "note", "text"];

/// Strings or names, depending on where they stand and on what there is.
const DOUBTFUL: [&str; 5] = ["a", "Note", "active", "USERS", "it's"];

struct Writer {
    random: TestRng,
    serial: usize,
}

impl Writer {
    fn below(&mut self, limit: usize) -> usize {
        (self.random.next_u32() as usize) % limit
    }

    fn name(&mut self) -> String {
        let at = self.below(TABLES.len());
        let quotes = [('"', '"'), ('[', ']'), ('`', '`')];
        let (open, close) = quotes[self.below(3)];
        format!("{open}{}{close}", TABLES[at])
    }

    fn column(&mut self) -> &'static str {
        COLUMNS[self.below(COLUMNS.len())]
    }

    fn doubtful(&mut self) -> String {
        format!("\"{}\"", DOUBTFUL[self.below(DOUBTFUL.len())])
    }

    fn fresh(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{}", self.below(6))
    }

    fn table(&mut self, name: &str) -> String {
        let other = self.name();
        let constraints = [
            "",
            ", check (a > 0)",
            ", unique (a, b)",
            ", check (a <> DOUBTFUL)",
            ", foreign key (b) references PARENT on delete cascade",
        ];
        let constraint = constraints[self.below(5)].replace("PARENT", &other);
        let constraint = constraint.replace("DOUBTFUL", &self.doubtful());
        let key = ["id integer primary key", "id int", "id integer primary key autoincrement"];
        let key = key[self.below(3)];
        format!(
            "create table {name} ({key}, a text default 'x', b references {other}(id), \"text\" collate nocase{constraint})"
        )
    }

    /// Texts with something in double quotes, and what makes the engine write them anew.
    fn doubtful_statement(&mut self) -> String {
        let (one, two, column) = (self.name(), self.name(), self.column());
        let (this, that) = (self.doubtful(), self.doubtful());
        match self.below(8) {
            0 => {
                let view = self.fresh("v");
                format!("create view {view} as select a from {one} where note = {this}")
            }
            1 => format!("create index {} on {one} (a) where b <> {this}", self.fresh("i")),
            2 => format!(
                "create trigger {} after insert on {one} when new.a = {this} begin \
                 update {two} set {column} = {that}; end",
                self.fresh("r")
            ),
            3 => format!("create table if not exists kept (a, check (a <> {this}))"),
            // Of nothing that the rest is about, so that it succeeds whatever else there is.
            4 | 5 => "create table if not exists other (a, z)".to_owned(),
            6 => "alter table other rename column z to y".to_owned(),
            _ => "alter table other drop column y; drop table other".to_owned(),
        }
    }

    fn statement(&mut self) -> String {
        let (one, two, column) = (self.name(), self.name(), self.column());
        match self.below(30) {
            22.. => self.doubtful_statement(),
            0..=4 => self.table(&one),
            5 | 6 => format!("drop table {one}"),
            7 | 8 => format!("alter table {one} rename to {two}"),
            9 => {
                let rename = format!("{column} to {}", self.column());
                let quoted = rename.split(" to ").collect::<Vec<_>>().join("\" to \"");
                let rename = if self.below(2) == 0 { rename } else { format!("\"{quoted}\"") };
                format!("alter table {one} rename column {rename}")
            }
            10 => format!("alter table {one} add column {column} int default 1"),
            11 => format!("alter table {one} drop column {column}"),
            12 | 13 => format!("create index {} on {one} ({column}, lower(a))", self.fresh("i")),
            14 => format!("drop index {}", self.fresh("i")),
            15 => {
                let of = if self.below(3) == 0 { self.fresh("v") } else { one };
                let what = ["*", column, "x.*"][self.below(3)];
                format!("create view {} as select {what} from {of} as x", self.fresh("v"))
            }
            16 => format!("drop view {}", self.fresh("v")),
            17 => format!(
                "create trigger {} after insert on {one} begin \
                 update {two} set {column} = 1; delete from {one}; end",
                self.fresh("r")
            ),
            18 => format!("drop trigger {}", self.fresh("r")),
            19 => {
                let table = self.table("new_one");
                format!("{table}; drop table {one}; alter table new_one rename to {one}")
            }
            20 => format!("begin; drop table {one}; {}; commit", self.table(&two)),
            _ => [
                "analyze",
                "vacuum",
                "insert into [users] default values",
                "pragma legacy_alter_table=on",
                "pragma legacy_alter_table=off",
                "begin; create table [ghost] (x); rollback",
            ][self.below(6)]
            .to_owned(),
        }
    }
}

/// Several statements, as many as the engine takes: a script that fails half way is what was run of it.
fn run(connection: &Connection, writer: &mut Writer) -> Option<String> {
    let count = 1 + writer.below(3);
    let mut ran = Vec::new();
    for _ in 0..count {
        let statement = writer.statement();
        let _ = connection.execute_batch(&statement);
        if !connection.is_autocommit() {
            connection.execute_batch("rollback").unwrap();
        } else {
            // Of a rebuild that failed in the middle the first statements stand.
            ran.push(statement);
        }
    }
    (!ran.is_empty()).then(|| ran.join(";\n"))
}

fn seeds() -> u8 {
    std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

#[test]
fn reading_what_a_script_touched_is_as_good_as_reading_everything() {
    let mut read = 0;
    for seed in 0..seeds() {
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        let mut writer = Writer { random, serial: 0 };
        let connection = Connection::open_in_memory().unwrap();
        let mut catalog = Sqlite::new(&[]);
        inspect(&mut catalog, &connection, Scope::Everything);
        for _ in 0..60 {
            let Some(script) = run(&connection, &mut writer) else { continue };
            inspect(&mut catalog, &connection, Scope::Script(&script));
            let mut whole = Sqlite::new(&[]);
            inspect(&mut whole, &connection, Scope::Everything);
            assert_eq!(catalog.schema(), whole.schema(), "seed {seed}, after {script}");
            // Both spell a string one way, so that only the rows tell which text was read.
            assert!(catalog.known.rows_are(&whole.known), "seed {seed}, after {script}");
            let mut unread = whole.schema().objects.keys();
            assert!(unread.all(|name| name.kind != ObjectKind::Unread), "{script}");
            read += whole.schema().tables.len() + whole.schema().objects.len();
        }
    }
    assert!(read > 2_000, "too little happened: {read}");
}
