use proptest::prelude::*;

use super::*;
use crate::schema::{Action, Column, Conflict, Deferrable, Identity, IndexKey};

fn table(sql: &str) -> Table {
    match create(sql).unwrap_or_else(|error| panic!("{sql}: {error}")).what {
        Created::Table(table) => *table,
        other => panic!("{other:?}"),
    }
}

fn only_column(sql: &str) -> Column {
    table(&format!("CREATE TABLE t ({sql})")).columns[0].clone()
}

fn index(sql: &str) -> Vec<(IndexKey, bool, Option<String>)> {
    match create(&format!("create index i on t ({sql})")).unwrap().what {
        Created::Index { index, .. } => index
            .columns
            .into_iter()
            .map(|part| (part.key, part.descending, part.collation))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_header_is_read_in_any_form() {
    let read = create("create temporary table if not exists main.\"a b\" (x);").unwrap();
    assert_eq!((read.database.as_deref(), read.name.as_str()), (Some("main"), "a b"));
    assert!(read.temporary && read.if_not_exists);
    assert_eq!(create("CREATE TABLE 'if' (x)").unwrap().name, "if");
    assert_eq!(create("CREATE TABLE if (x)").unwrap().name, "if");
}

#[test]
fn types_have_many_words_and_sizes() {
    for (sql, expected) in [
        ("a", ""),
        ("a unsigned  big int", "UNSIGNED BIG INT"),
        ("a native character ( 70 ) not null", "NATIVE CHARACTER(70)"),
        ("a decimal(10, -2)", "DECIMAL(10,-2)"),
        ("a 'text' /* why */", "TEXT"),
        ("a int generated always as (1) stored", "INT"),
        ("a generated always as (1)", ""),
        ("'a' \"my type\"", "MY TYPE"),
    ] {
        assert_eq!(only_column(sql).data_type, expected, "{sql}");
    }
}

#[test]
fn defaults_are_spelled_one_way() {
    for (sql, expected) in [
        ("a default 'x'", Some("'x'")),
        ("a default -  5", Some("-5")),
        ("a default (1+ 1)", Some("1 + 1")),
        ("a default \"Foo\"", Some("'Foo'")),
        ("a default foo", Some("'foo'")),
        ("a default TRUE", Some("true")),
        ("a default current_TIMESTAMP not null", Some("current_timestamp")),
        ("a default x'AB'", Some("x'AB'")),
        ("a default null", None),
        ("a default (NULL)", None),
    ] {
        assert_eq!(only_column(sql).default.as_deref(), expected, "{sql}");
    }
}

#[test]
fn columns_carry_constraints_of_all_kinds() {
    let table = table(
        "CREATE TABLE t (
           id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT ROLLBACK AUTOINCREMENT,
           a TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT REPLACE COLLATE nocase,
           b INT CONSTRAINT positive CHECK (b > 0) REFERENCES o (x) ON DELETE SET NULL
             MATCH FULL ON UPDATE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED,
           c REFERENCES o DEFERRABLE INITIALLY DEFERRED CONSTRAINT trailing,
           d AS (a || b) VIRTUAL, e GENERATED ALWAYS AS (a) STORED NULL)",
    );
    let key = table.primary_key.as_ref().unwrap();
    assert_eq!((key.name.as_deref(), key.conflict), (Some("pk"), Some(Conflict::Rollback)));
    assert_eq!(table.columns[0].identity, Some(Identity::AutoIncrement));
    assert!(!table.columns[0].nullable, "a rowid is never NULL");
    assert_eq!(table.columns[1].not_null_conflict, Some(Conflict::Ignore));
    assert_eq!(table.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(table.uniques[0].conflict, Some(Conflict::Replace));
    assert_eq!(table.checks[0].name.as_deref(), Some("positive"));
    assert_eq!(table.checks[0].expression, "b > 0");
    assert_eq!(table.foreign_keys.len(), 2);
    let (b, c) = (&table.foreign_keys[0], &table.foreign_keys[1]);
    assert_eq!((b.on_delete, b.deferrable), (Action::SetNull, Deferrable::No));
    assert_eq!((b.referenced_columns.len(), c.referenced_columns.len()), (1, 0));
    assert_eq!(c.deferrable, Deferrable::InitiallyDeferred);
    let stored = |at: usize| table.columns[at].generated.as_ref().map(|generated| generated.stored);
    assert_eq!((stored(4), stored(5)), (Some(false), Some(true)));
}

#[test]
fn tables_carry_constraints_with_and_without_commas() {
    let table = table(
        "CREATE TABLE t (a, b /* , c */, CONSTRAINT k PRIMARY KEY (a, B COLLATE nocase DESC)
           ON CONFLICT FAIL UNIQUE (b) CHECK (a <> ')') ON CONFLICT IGNORE
           CONSTRAINT f FOREIGN KEY (a, b) REFERENCES o (x, y) ON UPDATE CASCADE
           DEFERRABLE INITIALLY DEFERRED, CONSTRAINT alone) STRICT, WITHOUT ROWID",
    );
    let key = table.primary_key.as_ref().unwrap();
    assert_eq!(key.columns[1].name, "b", "spelled like the column");
    assert!(key.columns[1].descending);
    assert_eq!(key.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!((table.uniques.len(), table.checks.len()), (1, 1));
    assert_eq!(table.checks[0].conflict, Some(Conflict::Ignore));
    assert_eq!(table.foreign_keys[0].on_update, Action::Cascade);
    assert!(table.options.strict && table.options.without_rowid);
    assert!(table.columns.iter().all(|column| !column.nullable));
}

#[test]
fn only_a_column_makes_its_rowid_descend() {
    let descends = |sql: &str| table(sql).primary_key.unwrap().columns[0].descending;
    assert!(descends("create table t (a integer primary key desc)"));
    assert!(!descends("create table t (a integer, primary key (a desc))"));
    assert!(descends("create table t (a integer, primary key (a desc)) without rowid"));
    assert!(descends("create table t (a int, primary key (a desc))"));
}

#[test]
fn parts_of_an_index_are_columns_or_expressions() {
    let column = |name: &str| IndexKey::Column(name.to_owned());
    let expression = |text: &str| IndexKey::Expression(text.to_owned());
    let nocase = || Some("nocase".to_owned());
    assert_eq!(
        index("a, ((b)) desc, 'c' collate nocase asc, (d collate nocase) desc"),
        [
            (column("a"), false, None),
            (column("b"), true, None),
            (column("c"), false, nocase()),
            (column("d"), true, nocase()),
        ]
    );
    assert_eq!(
        index("lower(a) collate nocase, (a)+(b), a || b collate nocase, (a, b), null"),
        [
            (expression("lower ( a )"), false, nocase()),
            (expression("( a ) + ( b )"), false, None),
            (expression("a || b collate nocase").normal(), false, None),
            (expression("a , b"), false, None),
            (expression("null"), false, None),
        ]
    );
}

trait Spelled {
    fn normal(self) -> Self;
}

impl Spelled for IndexKey {
    fn normal(self) -> Self {
        match self {
            Self::Expression(text) => {
                Self::Expression(crate::sql::normal::normal(&text, Dialect::Sqlite))
            }
            column => column,
        }
    }
}

#[test]
fn what_is_not_understood_is_an_error() {
    for (sql, said) in [
        ("create table t", "expected `(`, found the end of the statement"),
        ("create table t (a", "expected `)`, found the end of the statement"),
        ("create table t ()", "expected a name, found the end of the statement"),
        (
            "create table t (a int frobnicate(1) not)",
            "expected a constraint of the column, found `not`",
        ),
        (
            "create table t (a) without oids",
            "expected `WITHOUT ROWID` or `STRICT`, found `without`",
        ),
        ("create table t (a, primary key (a + 1))", "expected a column of the key, found `a`"),
        (
            "create table t (a primary key, primary key (a))",
            "expected a single primary key, found `primary`",
        ),
        ("create table t (a, check (a), b)", "expected a constraint of the table, found `b`"),
        ("create table t (a on delete 'x)", "expected a closing quote, found `'x)`"),
        ("create sequence s", "expected `TABLE`, `INDEX`, `VIEW` or `TRIGGER`, found `sequence`"),
        (
            "create trigger t after truncate on x begin select 1; end",
            "expected `INSERT`, `UPDATE` or `DELETE`, found `truncate`",
        ),
        ("create table t (a default)", "expected a value, found the end of the statement"),
        (
            "create table t (a) strict, ",
            "expected `WITHOUT ROWID` or `STRICT`, found the end of the statement",
        ),
        ("create view v as", "expected a query, found the end of the statement"),
    ] {
        assert_eq!(create(sql).map_err(|error| error.to_string()), Err(said.to_owned()), "{sql}");
    }
}

#[test]
fn depth_is_no_danger() {
    let deep = 100_000;
    let check = format!("create table t (a check ({}1{}))", "(".repeat(deep), ")".repeat(deep));
    assert!(create(&check).is_ok());
    let part = format!("create index i on t ({}a{})", "(".repeat(deep), ")".repeat(deep));
    assert!(create(&part).is_ok());
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(words in proptest::collection::vec(
        proptest::sample::select(&[
            "create", "table", "index", "on", "unique", "t", "(", ")", ",", "a", "primary", "key",
            "collate", "desc", "default", "check", "references", "'s'", "\"q\"", "[", "1", "-", ".",
            "not", "null", "constraint", "as", "generated", "always", "trigger", "virtual", ";",
        ][..]), 0..24))
    {
        let sql = words.join(" ");
        let _ = create(&sql);
        let _ = create(&format!("create table t ({sql})"));
        let _ = create(&format!("create index i on t ({sql})"));
    }
}
