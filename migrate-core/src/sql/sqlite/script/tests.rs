use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rusqlite::Connection;

use crate::command::{
    ColumnChange, Command, DataKind, NewColumn, SettingScope, TableChange, TableElement, Touches,
    What,
};
use crate::dialect::sqlite::testing;
use crate::dialect::{Dialect, Target};
use crate::schema::{Constraint, Identity, ObjectKind};
use crate::sql::{Script, SyntaxError, read};
use crate::text::Span;

fn script(sql: &str) -> Script {
    read(sql, Target::oldest(Dialect::Sqlite))
}

fn command(sql: &str) -> Command {
    let mut script = script(sql);
    assert_eq!(script.errors, [], "{sql}");
    assert_eq!(script.statements.len(), 1, "{sql}");
    let mut commands = script.statements.remove(0).commands;
    assert_eq!(commands.len(), 1, "{sql}");
    commands.remove(0)
}

fn what(sql: &str) -> What {
    command(sql).what
}

fn error(sql: &str) -> SyntaxError {
    let mut errors = script(sql).errors;
    assert_eq!(errors.len(), 1, "{sql}: {errors:?}");
    errors.remove(0)
}

fn help(sql: &str) -> String {
    error(sql).help.unwrap_or_else(|| panic!("no help for {sql}: {}", error(sql).message))
}

/// An engine with what the statements here are about, so that it gets as far as their syntax.
fn engine() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("create table t (a, z); create table o (b)").unwrap();
    connection
}

/// What SQLite says of the syntax of one statement, without running it.
fn refused_by_engine(connection: &Connection, sql: &str) -> bool {
    let said = match connection.prepare(sql) {
        Ok(_) => return false,
        Err(error) => error.to_string(),
    };
    ["syntax error", "incomplete input", "unrecognized token"]
        .iter()
        .any(|part| said.contains(part))
}

const PROBES: &str = include_str!("../probes.sql");

/// Forms of SQLite 3.53, which the engine of the tests is too old for.
const YOUNGER: [&str; 4] = [
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
    "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)",
    "ALTER TABLE t DROP CONSTRAINT x",
];

#[test]
fn every_probe_is_understood() {
    // It writes the schema as text, which may make of it what it wants.
    let opaque = ["UPDATE sqlite_master SET sql = 'x' WHERE name = 't'"];
    let connection = engine();
    for probe in PROBES.lines() {
        let command = command(probe);
        let is_opaque = matches!(command.what, What::Opaque(_));
        assert_eq!(is_opaque, opaque.contains(&probe), "{probe}");
        assert_eq!(refused_by_engine(&connection, probe), YOUNGER.contains(&probe), "{probe}");
    }
    assert_eq!(PROBES.lines().count(), 71);
}

#[test]
fn names_types_and_constraints_keep_their_place() {
    let sql = "  create table if not exists temp.\"a b\" (id integer primary key autoincrement, \
               c varchar ( 10 ) constraint k check (c > 0) references o (x), constraint u unique (c))";
    let What::CreateTable(create) = what(sql) else { panic!() };
    let at = |span: Span| &sql[span.range()];
    assert_eq!(
        (create.name.namespace.as_deref(), at(create.name.span)),
        (Some("temp"), "temp.\"a b\"")
    );
    assert!(create.if_not_exists && !create.temporary);
    let columns: Vec<&NewColumn> = create
        .elements
        .iter()
        .filter_map(|element| match element {
            TableElement::Column(column) => Some(&**column),
            _ => None,
        })
        .collect();
    assert_eq!(at(columns[0].type_span), "integer");
    assert_eq!(columns[0].column.identity, Some(Identity::AutoIncrement));
    assert_eq!(at(columns[0].span), "id integer primary key autoincrement");
    assert_eq!(at(columns[1].name.span), "c");
    assert_eq!(at(columns[1].type_span), "varchar ( 10 )");
    assert_eq!(columns[1].column.data_type, "VARCHAR(10)");
    let spans: Vec<&str> = columns[1].constraints.iter().map(|one| at(one.span)).collect();
    assert_eq!(spans, ["constraint k check (c > 0)", "references o (x)"]);
    let references = columns[1].constraints[1].references.as_ref().unwrap();
    assert_eq!(at(references.span), "o");
    let TableElement::Constraint(unique) = &create.elements[2] else { panic!() };
    assert_eq!(at(unique.span), "constraint u unique (c)");
    assert!(
        matches!(&unique.constraint, Constraint::Unique(key) if key.name.as_deref() == Some("u"))
    );
}

#[test]
fn an_alteration_is_the_text_behind_the_table() {
    let sql = "alter table main.t add column a int not null default 1 references o";
    let command = command(sql);
    assert_eq!(&sql[command.span.range()], "add column a int not null default 1 references o");
    let What::AlterTable(alter) = command.what else { panic!() };
    assert_eq!(alter.table.namespace.as_deref(), Some("main"));
    let TableChange::AddColumn { column, .. } = alter.change else { panic!() };
    assert!(!column.column.nullable && column.constraints.len() == 1);
    let What::AlterTable(alter) = what("alter table t alter a set not null") else { panic!() };
    assert!(matches!(
        alter.change,
        TableChange::AlterColumn { change: ColumnChange::Nullable(false), .. }
    ));
    let What::Opaque(opaque) = what("alter table t alter a set not null on conflict ignore") else {
        panic!()
    };
    assert!(matches!(opaque.touches, Touches::Only(tables) if tables[0].name == "t"));
}

fn names(paths: &[crate::command::Path]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

#[test]
fn views_and_triggers_know_what_they_read() {
    let What::CreateView(view) = what(
        "create view v as with c (x) as (select * from a), d as not materialized (select 1) \
         select c.x, \"B\".y from c, main.\"B\" left join d on 1 in e join json_each(z) \
         where x in f and exists (select 1 from a where 1)",
    ) else {
        panic!()
    };
    assert_eq!(names(&view.reads), ["a", "main.B", "e", "f"]);
    assert!(view.star);
    let What::CreateObject(trigger) = what(
        "create temp trigger r after update of a, b on main.t for each row when new.a > 1 begin \
         update or ignore u set a = 1; insert into w (a) select a from x; delete from y; \
         replace into z values (1); end",
    ) else {
        panic!()
    };
    assert_eq!(trigger.kind, ObjectKind::Trigger);
    assert!(trigger.temporary);
    assert_eq!(names(&trigger.uses), ["u", "w", "x", "y", "z"]);
    assert_eq!(trigger.table.unwrap().to_string(), "main.t");
}

fn data(sql: &str) -> crate::command::Data {
    match what(sql) {
        What::Data(data) => *data,
        other => panic!("{other:?}"),
    }
}

#[test]
fn data_statements_say_what_they_write() {
    let insert = data(
        "insert or ignore into t (a, b) values (f(1, 2), 2), (3, 4) on conflict (a) do nothing",
    );
    assert_eq!((insert.kind, insert.arity, insert.values), (DataKind::Insert, Some(2), true));
    assert!(insert.ignores && !insert.overwrites && insert.reads.is_empty());
    assert_eq!(insert.calls, ["f"]);
    assert!(
        data("insert into t select * from o where true on conflict (a) do update set a = 1")
            .overwrites
    );
    assert!(data("replace into t values (1)").overwrites);
    let update = data(
        "with x as (select 1) update main.t set (a, b) = (select 1, 2), c = c is distinct from d from o, x where t.id = o.id",
    );
    assert_eq!(
        update.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(
        (names(&update.tables), names(&update.reads)),
        (vec!["main.t".to_owned()], vec!["o".to_owned()])
    );
    assert!(update.filtered);
    for (sql, filtered, limited) in [
        ("delete from t", false, false),
        ("delete from t where 1 = 1", false, false),
        ("delete from t where true", false, false),
        ("delete from t where 1", false, false),
        ("delete from t where a returning *", true, false),
        ("update t set a = (select b from o where c)", false, false),
        ("update t set a = 1 where a limit 5", true, true),
    ] {
        let data = data(sql);
        assert_eq!((data.filtered, data.limited), (filtered, limited), "{sql}");
    }
    let select =
        data("select count(*), load_extension('x') from a join b using (c) where d like 'e'");
    assert_eq!(select.calls, ["count", "load_extension"]);
    assert_eq!(
        (select.kind, names(&select.reads)),
        (DataKind::Select, vec!["a".to_owned(), "b".to_owned()])
    );
}

#[test]
fn pragmas_and_storage() {
    for (sql, name, value, scope) in [
        ("pragma foreign_keys = OFF", "foreign_keys", Some("off"), SettingScope::Session),
        ("PRAGMA main.User_Version(5)", "user_version", Some("5"), SettingScope::Database),
        ("pragma cache_size = -2000", "cache_size", Some("-2000"), SettingScope::Session),
        ("pragma foreign_key_check(t)", "foreign_key_check", None, SettingScope::Session),
        ("pragma journal_mode='WAL'", "journal_mode", Some("wal"), SettingScope::Database),
    ] {
        let What::Set(setting) = what(sql) else { panic!("{sql}") };
        assert_eq!(
            (setting.name.as_str(), setting.value.as_deref(), setting.scope),
            (name, value, scope)
        );
    }
    let What::Maintenance(work) = what("attach database 'x' || '.db' as other") else { panic!() };
    assert_eq!((work.words.as_str(), names(&work.on)), ("ATTACH", vec!["other".to_owned()]));
    assert_eq!(what("explain query plan select 1"), What::Nothing);
}

#[test]
fn what_belongs_to_other_engines_is_told_so() {
    for (sql, said) in [
        ("drop index i on t", "`DROP INDEX i`"),
        ("alter table t add a int, add b int", "a statement for each"),
        ("alter table t alter column a type text", "anew under another name"),
        ("alter table t modify a int", "anew under another name"),
        (
            "alter table t add constraint f foreign key (a) references o (b)",
            "anew under another name",
        ),
        ("alter table t add constraint f unique (a)", "CREATE [UNIQUE] INDEX"),
        ("alter table t add column if not exists a int", "leave it out"),
        ("alter table t drop column if exists a", "leave it out"),
        ("alter table t drop foreign key f", "anew under another name"),
        ("alter table t drop index i", "`DROP INDEX name`"),
        ("alter table t add index i (a)", "CREATE [UNIQUE] INDEX"),
        ("alter table t drop column a cascade", "CASCADE"),
        ("alter table t add column c int default 1 after b", "`AFTER`"),
        ("alter table if exists t add a", "leave it out"),
        ("alter table t alter column a set default 1", "anew under another name"),
        ("alter table t alter column a drop default", "anew under another name"),
        ("create table n (id int not null auto_increment)", "INTEGER PRIMARY KEY"),
        ("create table n (id int) engine=InnoDB", "MySQL"),
        ("create table n (id int not null comment 'x')", "COMMENT"),
        ("create table n (id int, key k (id))", "CREATE INDEX"),
        ("create table n (id int, index k (id))", "CREATE INDEX"),
        ("create table n (at text default now())", "DEFAULT (…)"),
        ("create or replace view v as select 1", "IF EXISTS"),
        ("create index concurrently i on t (a)", "CONCURRENTLY"),
        ("create index i on t using btree (a)", "USING"),
        ("create type e as enum ('a')", "other engines"),
        ("create materialized view v as select 1", "materialised"),
        ("drop table a, b", "a `DROP` for each"),
        ("drop table a cascade", "CASCADE"),
        ("insert ignore into t values (1)", "OR IGNORE"),
        ("insert into t values (1) on duplicate key update a = 1", "ON CONFLICT"),
        ("truncate table t", "DELETE FROM"),
        ("set foreign_key_checks = 0", "PRAGMA"),
        ("start transaction", "BEGIN"),
        ("select a::text from t", "CAST"),
        (".mode csv", "shell"),
        ("delete from t create table n (a)", "semicolon"),
        ("create table n (a) create table m (a)", "semicolon"),
    ] {
        assert!(help(sql).contains(said), "{sql}: {}", help(sql));
        assert!(refused_by_engine(&engine(), sql), "{sql}");
    }
}

#[test]
fn an_error_stands_where_the_reader_could_not_go_on() {
    for (sql, at) in [
        ("drop index i on t", "on"),
        ("select 1; create table t (a,)", ""),
        ("create table t (a int))", ")"),
        ("create table t (a int", "("),
        ("select 1; frobnicate", "frobnicate"),
        ("create trigger r after insert on t begin drop table x; end", "drop"),
        ("update t set", ""),
        ("select a ^ b", "^"),
    ] {
        let error = error(sql);
        assert_eq!(&sql[error.span.range()], at, "{sql}: {}", error.message);
        assert!(error.span.end <= sql.len());
    }
}

#[test]
fn deep_statements_are_refused_and_the_others_read() {
    let deep = format!("select {}1{}; drop table t", "(".repeat(9_999), ")".repeat(9_999));
    let script = script(&deep);
    assert_eq!((script.errors.len(), script.statements.len()), (1, 2));
    assert!(matches!(script.statements[1].commands[0].what, What::DropTables { .. }));
    assert_eq!(self::script(&format!("{} select 1", "explain ".repeat(9_999))).errors.len(), 1);
}

/// Statements that differ from the probes in a few tokens: what the engine accepts is accepted, and
/// nothing makes the reader panic or point outside of the text.
#[test]
fn mutations_are_accepted_where_the_engine_accepts_them() {
    let connection = engine();
    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut below = |limit: usize| (random.next_u32() as usize) % limit.max(1);
    let words: Vec<&str> = PROBES.split_inclusive([' ', '(', ')', ',']).collect();
    let probes: Vec<&str> = PROBES.lines().filter(|line| !YOUNGER.contains(line)).collect();
    let rounds = std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3_000);
    let (mut accepted, mut wrong) = (0, Vec::new());
    for _ in 0..rounds {
        let probe = probes[below(probes.len())];
        let mut parts: Vec<&str> = probe.split_inclusive([' ', '(', ')', ',']).collect();
        for _ in 0..=below(2) {
            let at = below(parts.len());
            match below(4) {
                0 if parts.len() > 1 => drop(parts.remove(at)),
                1 => parts.insert(at, words[below(words.len())]),
                2 => parts[at] = words[below(words.len())],
                _ => parts.swap(at, 0),
            }
        }
        let sql: String = parts.concat().replace('\n', " ");
        let script = script(&sql);
        assert!(script.errors.iter().all(|error| sql.get(error.span.range()).is_some()), "{sql}");
        if script.statements.len() == 1 && connection.prepare(&sql).is_ok() {
            accepted += 1;
            wrong.extend(script.errors.first().map(|error| format!("{sql}: {}", error.message)));
        }
    }
    assert!(accepted > rounds / 20, "{accepted}");
    assert_eq!(wrong, [""; 0], "of {accepted} that the engine accepts");
}

/// Holds the reader against the engine over whole projects.
#[test]
fn projects_are_read() {
    let (mut statements, mut opaque, mut wrong) = (0, Vec::new(), Vec::new());
    for project in testing::projects() {
        let connection = Connection::open_in_memory().unwrap();
        for file in project {
            let sql = std::fs::read_to_string(&file).unwrap();
            let sql = crate::text::normalized(&sql);
            let script = script(&sql);
            let is_down = file.to_string_lossy().ends_with(".down.sql");
            for statement in &script.statements {
                statements += 1;
                let text = &sql[statement.span.range()];
                let mut errors = script.errors.iter();
                let error = errors.find(|error| {
                    statement.span.start <= error.span.start && error.span.end <= statement.span.end
                });
                let refused = refused_by_engine(&connection, text);
                if refused != error.is_some() {
                    wrong.push(format!("{}: {text}: {error:?}", file.display()));
                }
                let is_opaque = |command: &Command| matches!(command.what, What::Opaque(_));
                if error.is_none() && statement.commands.iter().any(is_opaque) {
                    opaque.push(text.to_owned());
                }
                if !is_down {
                    let _ = connection.execute_batch(text);
                }
            }
        }
    }
    assert!(statements > 0);
    assert_eq!((opaque, wrong), (vec![], vec![]), "{statements} statements");
}
