//! Long scripts: what a statement costs does not grow with those before it.
//!
//! No test measures time. These say what the time and the memory come from: that a table is kept for
//! each statement without being copied.

use super::{Replay, Step, read};
use crate::dialect::{Dialect, Target};
use crate::schema::{Name, Table};

const MANY: usize = 300;

fn each_dialect(sql: &str, test: impl Fn(&[Step<'_>], Dialect)) {
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
        let script = read(sql, dialect);
        let mut replay = Replay::new(Target::oldest(dialect));
        let steps = replay.run(&script.statements);
        assert!(steps.iter().all(|step| step.failure.is_none()), "{dialect:?}");
        test(&steps, dialect);
    }
}

fn table<'s>(step: &'s Step<'_>) -> &'s Table {
    step.before.tables.get(&Name::bare("t")).unwrap()
}

fn script(line: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..MANY).map(line).collect();
    format!("CREATE TABLE t (id int PRIMARY KEY, a int);\n{}", lines.join("\n"))
}

#[test]
fn a_column_is_kept_once_however_many_come_after_it() {
    let sql = script(|at| format!("ALTER TABLE t ADD COLUMN c{at} int;"));
    each_dialect(&sql, |steps, dialect| {
        for pair in steps[1..].windows(2) {
            let (before, after) = (table(&pair[0]), table(&pair[1]));
            assert_eq!(after.columns.len(), before.columns.len() + 1);
            let shared = |at: usize| std::ptr::eq(&before.columns[at], &after.columns[at]);
            assert!((0..before.columns.len()).all(shared), "{dialect:?}");
        }
    });
}

#[test]
fn an_index_is_kept_once_however_many_come_after_it() {
    let sql = script(|at| format!("CREATE INDEX i{at} ON t (a);"));
    each_dialect(&sql, |steps, dialect| {
        for pair in steps[1..].windows(2) {
            let (before, after) = (table(&pair[0]), table(&pair[1]));
            assert_eq!(after.indexes.len(), before.indexes.len() + 1);
            for (name, index) in &before.indexes {
                assert!(std::ptr::eq(after.indexes.get(name).unwrap(), index), "{dialect:?}");
            }
        }
    });
}

#[test]
fn a_view_may_join_thousands() {
    const JOINS: usize = 4_000;
    let joins: Vec<String> =
        (1..JOINS).map(|at| format!("JOIN t t{at} ON t{at}.id = t{}.a", at - 1)).collect();
    let sql = format!(
        "CREATE TABLE t (id int PRIMARY KEY, a int);\nCREATE VIEW v AS SELECT t0.a FROM t t0 {};",
        joins.join(" ")
    );
    let script = read(&sql, Dialect::Postgres);
    let mut replay = Replay::new(Target::oldest(Dialect::Postgres));
    replay.run(&script.statements);
    let view = replay.schema().views.get(&Name::bare("v")).unwrap();
    let used = [(Name::bare("t"), "a".to_owned()), (Name::bare("t"), "id".to_owned())];
    assert!(used.iter().all(|one| format!("{:?}", view.uses).contains(&one.1)), "{:?}", view.uses);
}
