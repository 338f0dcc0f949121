use rusqlite::Connection;

use super::*;
use crate::dialect::sqlite::testing::{inspect, schema};
use crate::schema::{IndexKey, Table};

mod definitions;
mod quoted;
mod random;

fn table(script: &str) -> Table {
    let schema = schema(script);
    let unread: Vec<_> =
        schema.objects.keys().filter(|name| name.kind == ObjectKind::Unread).collect();
    assert!(unread.is_empty(), "{script}: {:?}", schema.objects);
    Table::clone(&schema.tables[&Name::bare("t")])
}

/// Each pair is one statement in two spellings.
#[test]
fn what_means_the_same_is_equal() {
    for (one, other) in [
        ("create table t (a int not null, b)", "CREATE TABLE \"t\" ([a] INT NOT NULL, 'b')"),
        (
            "create table t (id integer primary key)",
            "create table t (id integer primary key not null)",
        ),
        (
            "create table t (id integer primary key)",
            "create table t (id integer collate binary default null, primary key (ID collate nocase desc))",
        ),
        (
            "create table t (a text, primary key (a)) without rowid",
            "create table t (a text not null primary key collate binary) without rowid",
        ),
        (
            "create table t (a references o (x) not deferrable initially deferred)",
            "create table t (a references o (x) match full deferrable initially immediate)",
        ),
        (
            "create table t (a text collate nocase); create index i on t (a)",
            "create table t (a text collate nocase); create index i on t ((a) collate NoCase asc)",
        ),
    ] {
        assert_eq!(table(one), table(other), "{one}");
    }
}

#[test]
fn what_means_something_else_is_not_equal() {
    for (one, other) in [
        ("create table t (id integer primary key)", "create table t (id integer primary key desc)"),
        ("create table t (id integer primary key)", "create table t (id int primary key)"),
        ("create table t (a text primary key)", "create table t (a text primary key not null)"),
        ("create table t (a default 'A')", "create table t (a default \"a\")"),
        ("create table t (a check (a <> \"X\"))", "create table t (a check (a <> \"x\"))"),
        ("create table t (a check (a = \"null\"))", "create table t (a check (a = null))"),
        (
            "create table t (a collate nocase); create index i on t (a)",
            "create table t (a collate nocase); create index i on t (a collate binary)",
        ),
        ("create table t (a unique)", "create table t (a); create unique index i on t (a)"),
        (
            "create table t (a); create index i on t (a) where a > 1",
            "create table t (a); create index i on t (a) where a > 2",
        ),
    ] {
        assert_ne!(table(one), table(other), "{one}");
    }
}

/// The pragmas agree with the reader about everything here, or `table` would find it unread.
#[test]
fn pragmas_and_text_agree() {
    for columns in [
        "a, b, unique (a), unique (a collate nocase), unique (a desc), unique (b, a)",
        "a integer primary key desc, b unique",
        "a, b, primary key (b, a desc)",
        "a, b, unique (a, b), primary key (a, b)",
        "id integer primary key unique, b varchar /* x */ ( 10 , -2 )",
        "id integer primary key autoincrement, b 'my type', c \"INTEGER\"",
        "a default +5, b default - 5, c default (1+1), d default 'it''s', e default -.5e+3, f default true",
        "a default \"x\", b default [x y], c default current_date, d default x'00', e default null",
        "a, b as (a) stored, c generated always as (a + 1), d int generated always as (b) virtual",
        "a references o, b references \"O\" (x, y) on delete set null on update restrict",
        "a, b, foreign key (b, a) references t on delete set default on insert cascade match simple",
        "a collate nocase unique, b, unique (a collate binary), unique (A, b collate rtrim)",
        "a not null on conflict ignore, b null, c constraint x, constraint y check (a) constraint z",
        "[a b], `c\"d`, 'e''f', \"g\"\"h\", primary key ('a b', \"c\"\"d\"), check (\"a b\" > 1) unique (\"g\"\"h\")",
        "key, \"order\", action text, replace int",
    ] {
        let o = columns.replace("references \"O\" (x, y)", "references \"O\" (x)");
        for options in ["", " without rowid", " strict"] {
            let script = format!("create table t ({o}){options}");
            let possible = Connection::open_in_memory().unwrap().execute_batch(&script).is_ok();
            if possible {
                table(&script);
            }
            assert!(possible || !options.is_empty(), "{script}");
        }
    }
}

#[test]
fn indexes_agree_too() {
    let table = table(
        "create table t (a collate nocase, b, c as (a));
         create index i on t \
         (((a)), ((b collate nocase)) desc, lower(b) collate nocase, c, a || b);",
    );
    let parts = &table.indexes["i"].columns;
    assert_eq!(parts[0].key, IndexKey::Column("a".to_owned()));
    assert_eq!(parts[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(parts[4].key, IndexKey::Expression("a || b".to_owned()));
}

/// Every statement that creates something, from a list written to probe SQL parsers.
#[test]
fn statements_written_by_others_are_read() {
    let mut refused = Vec::new();
    for sql in include_str!("../../../sql/sqlite/probes.sql")
        .lines()
        .filter(|line| line.starts_with("CREATE"))
    {
        let created = create(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let mut needed = "CREATE TABLE o (id INTEGER PRIMARY KEY, a, b, c);".to_owned();
        if matches!(created.what, Created::Index { .. } | Created::Trigger { .. }) {
            needed.push_str("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);");
            needed.push_str("CREATE VIEW v AS SELECT * FROM t;");
        }
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(&needed).unwrap();
        if let Err(error) = connection.execute_batch(sql) {
            refused.push(error.to_string());
        }
        let mut catalog = Sqlite::new(&["O"]);
        inspect(&mut catalog, &connection, Scope::Everything);
        let mut unread = catalog.schema().objects.keys();
        assert!(unread.all(|name| name.kind != ObjectKind::Unread), "{sql}");
        assert!(!catalog.schema().tables.contains_key(&Name::bare("o")), "it is left out");
    }
    let [error] = &refused[..] else { panic!("{refused:?}") };
    assert!(error.starts_with("AUTOINCREMENT not allowed on WITHOUT ROWID tables"), "{error}");
}

#[test]
fn a_text_that_cannot_be_read_is_kept() {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("create table t (a); create index i on t (a)").unwrap();
    let mut catalog = Sqlite::new(&[]);
    catalog.refresh(Scope::Everything);
    while let Some(sql) = catalog.query() {
        let mut rows = crate::dialect::sqlite::testing::rows(&connection, &sql);
        for cell in rows.iter_mut().flatten().flatten() {
            if cell.starts_with("CREATE") {
                cell.push_str(" frobnicated");
            }
        }
        catalog.feed(rows).unwrap();
    }
    let names: Vec<String> =
        catalog.schema().objects.keys().map(|name| name.name.to_string()).collect();
    assert_eq!(names, ["i", "t"]);
    assert_eq!(catalog.schema().tables[&Name::bare("t")].columns.len(), 1);
}

#[test]
fn an_unchanged_schema_takes_one_query() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    connection.execute_batch("create table t (a); create table u (b)").unwrap();
    assert_eq!(inspect(&mut catalog, &connection, Scope::Everything), 2);
    assert_eq!(inspect(&mut catalog, &connection, Scope::Script("insert into t values (1)")), 1);
    let script = "create table if not exists t (a)";
    assert_eq!(inspect(&mut catalog, &connection, Scope::Script(script)), 1);
    connection.execute_batch("alter table t add column b").unwrap();
    let before = catalog.schema().clone();
    assert_eq!(inspect(&mut catalog, &connection, Scope::Script("alter table t add b")), 2);
    let changes = crate::diff::diff(&before, catalog.schema());
    assert_eq!(changes.len(), 1);
}

#[test]
fn a_change_that_the_script_does_not_explain_is_seen() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    inspect(&mut catalog, &connection, Scope::Everything);
    connection.execute_batch("create table t (a)").unwrap();
    let script = "select add_geometry_column('t')";
    assert_eq!(inspect(&mut catalog, &connection, Scope::Script(script)), 3);
    assert_eq!(catalog.schema().tables.len(), 1);
}

#[test]
fn answers_of_the_wrong_shape_are_errors_and_not_trusted_later() {
    let text = |text: &str| Some(text.to_owned());
    let mut catalog = Sqlite::new(&[]);
    assert_eq!(catalog.feed(vec![]), Err(CatalogError::Unasked));
    catalog.refresh(Scope::Everything);
    let error = catalog.feed(vec![vec![text("cookie"), text("x")]]).unwrap_err();
    assert!(matches!(error, CatalogError::Shape { column: "the schema version", .. }));
    assert_eq!(catalog.query(), None);
    catalog.refresh(Scope::Script("create table t (a)"));
    assert_eq!(catalog.query(), Some(query::all_rows()));
}

#[test]
fn shadow_tables_come_and_go_with_their_virtual_table() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    let mut run = |script: &str| {
        connection.execute_batch(script).unwrap();
        inspect(&mut catalog, &connection, Scope::Script(script));
        let names = catalog.schema().tables.keys().map(|name| name.name.clone());
        (names.collect::<Vec<_>>().join(" "), catalog.schema().objects.len())
    };
    assert_eq!(run("create table t (a)"), ("t".to_owned(), 0));
    let made = run("create virtual table f using fts5(a, b, content='')");
    assert_eq!(made, ("f_config f_data f_docsize f_idx t".to_owned(), 1));
    let renamed = run("alter table f rename to g");
    assert_eq!(renamed, ("g_config g_data g_docsize g_idx t".to_owned(), 1));
    assert_eq!(run("drop table g_config"), ("g_data g_docsize g_idx t".to_owned(), 1));
}

/// Nothing but its name makes a table a shadow.
#[test]
fn a_table_that_looks_like_a_shadow_is_compared() {
    let docs = "create virtual table docs using fts5(body, content='docs_content')";
    let one = schema(&format!("create table docs_content (id integer primary key, body); {docs}"));
    let other = schema(&format!("create table docs_content (id integer primary key); {docs}"));
    assert_ne!(one, other);
}

/// A run of migrations reads each new row a bounded number of times, however many there are already.
#[test]
fn reading_after_each_script_is_linear_in_what_the_scripts_do() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    inspect(&mut catalog, &connection, Scope::Everything);
    let mut most = 0;
    for number in 0..300 {
        let script = format!(
            "create table t{number} (id integer primary key, text text references t0 (id));
             create index t{number}_text on t{number} (text);
             alter table t{number} add column id_of_text text;
             drop table if exists t{};",
            number.max(10) - 10,
        );
        connection.execute_batch(&script).unwrap();
        catalog.refresh(Scope::Script(&script));
        let mut fed = 0;
        while let Some(sql) = catalog.query() {
            let rows = crate::dialect::sqlite::testing::rows(&connection, &sql);
            fed += rows.len();
            catalog.feed(rows).unwrap();
        }
        most = most.max(fed);
    }
    assert!(most < 40, "one inspection read {most} rows");
    assert_eq!(catalog.schema().tables.len(), 10);
}

/// The largest rowid ever seen says nothing about where new rows go.
#[test]
fn a_new_row_may_fill_a_hole() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    let mut run = |script: &str| {
        connection.execute_batch(script).unwrap();
        inspect(&mut catalog, &connection, Scope::Script(script));
        catalog.schema().tables.keys().map(|name| name.name.clone()).collect::<Vec<_>>()
    };
    run("create table a (x); create table b (x); create table c (x); create table d (x)");
    run("drop table b; drop table c");
    assert_eq!(run("drop table d; create table e (x)"), ["a", "e"]);
}

/// A reference to a table that is not there is renamed with the table that comes to be it.
#[test]
fn a_dangling_reference_follows_a_rename() {
    let connection = Connection::open_in_memory().unwrap();
    let mut catalog = Sqlite::new(&[]);
    let mut run = |script: &str| {
        connection.execute_batch(script).unwrap();
        inspect(&mut catalog, &connection, Scope::Script(script));
    };
    run("create table a (x references ghost)");
    run("create table ghost (x); alter table ghost rename to real");
    let table = &catalog.schema().tables[&Name::bare("a")];
    assert_eq!(table.foreign_keys[0].references, Name::bare("real"));
}
