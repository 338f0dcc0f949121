//! Statements that are about neither tables nor indexes.

use super::*;
use crate::command::{
    Data, DataKind, Grant, Maintenance, Setting, SettingScope, Transaction, What,
};
use crate::schema::ObjectKind;

fn one(sql: &str, engine: &str) -> What {
    commands(sql, engine).remove(0).what
}

fn data(sql: &str) -> Data {
    match one(sql, "mariadb") {
        What::Data(data) => *data,
        other => panic!("{sql}: {other:?}"),
    }
}

fn names(paths: &[Path]) -> String {
    paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn rows_are_written_to_the_tables_that_are_named() {
    for (sql, kind, tables, reads) in [
        ("update t join u on t.a = u.a set t.b = u.b", DataKind::Update, "t", "u"),
        ("update t x, d.u y set y.b = 1, x.a = 2", DataKind::Update, "d.u t", ""),
        ("update t join u set b = 1", DataKind::Update, "t u", ""),
        ("update low_priority t set a = (select b from v)", DataKind::Update, "t", "v"),
        ("delete x from t as x join u on x.a = u.a", DataKind::Delete, "t", "u"),
        ("delete from t using t join u", DataKind::Delete, "t", "u"),
        ("delete from d.t where a in (select b from u)", DataKind::Delete, "d.t", "u"),
        ("insert into t select * from u", DataKind::Insert, "t", "u"),
        ("load data local infile 'x' into table t", DataKind::Insert, "t", ""),
        ("truncate d.t", DataKind::Truncate, "d.t", ""),
        ("with x as (select a from u) update t, x set t.a = x.a", DataKind::Update, "t", "u"),
        ("(select a from t) union (select b from u)", DataKind::Select, "", "t u"),
    ] {
        let data = data(sql);
        assert_eq!(data.kind, kind, "{sql}");
        assert_eq!(
            (names(&data.tables), names(&data.reads)),
            (tables.to_owned(), reads.to_owned()),
            "{sql}"
        );
    }
}

#[test]
fn what_a_rule_asks_of_a_statement_about_rows() {
    let insert = data("insert ignore into t (a, b) values (1, f(2, 3)), (4, 5)");
    assert!(insert.ignores && insert.values && !insert.overwrites);
    assert_eq!(insert.arity, Some(2));
    assert_eq!(insert.columns.len(), 2);
    assert_eq!(insert.calls, ["f"]);
    assert!(data("insert into t set a = 1 on duplicate key update a = 2").overwrites);
    assert!(data("replace into t values (1)").overwrites);
    assert!(!data("update t set a = 1 where 1 = 1").filtered);
    assert!(!data("delete from t").filtered);
    let limited = data("update t set a = 1 where b order by c limit 5");
    assert!(limited.filtered && limited.limited);
    assert_eq!(data("select 1 into outfile '/x'").outside.unwrap().name, "INTO OUTFILE");
}

#[test]
fn settings_have_a_name_a_value_and_a_reach() {
    let set = |name: &str, value: Option<&str>, scope| {
        What::Set(Setting { name: name.to_owned(), value: value.map(str::to_owned), scope })
    };
    use SettingScope::{Global, Session, Transaction};
    for (sql, expected) in [
        ("SET FOREIGN_KEY_CHECKS = 0", set("foreign_key_checks", Some("0"), Session)),
        ("set @@session.sql_mode := 'ANSI'", set("sql_mode", Some("ansi"), Session)),
        ("set global a = default", set("a", None, Global)),
        ("set @@global.a = on", set("a", Some("on"), Global)),
        ("set names utf8mb4", set("names", Some("utf8mb4"), Session)),
        ("set transaction read only", set("transaction", Some("read only"), Transaction)),
        ("set @a = 1", What::Nothing),
    ] {
        assert_eq!(one(sql, "mysql"), expected, "{sql}");
    }
    assert_eq!(commands("set a = 1, @b = 2, session c = 3", "mysql").len(), 3);
    assert!(matches!(one("set @a = (select max(b) from t)", "mysql"), What::Data(_)));
    assert!(matches!(
        one("set statement max_statement_time = 1 for drop table t", "mariadb"),
        What::DropTables { .. }
    ));
}

#[test]
fn transactions_locks_and_upkeep() {
    for (sql, expected) in [
        ("begin work", Transaction::Begin),
        ("start transaction", Transaction::Begin),
        ("commit", Transaction::Commit),
        ("rollback", Transaction::Rollback),
        ("rollback to savepoint a", Transaction::Savepoint),
        ("xa prepare 'a'", Transaction::Prepare),
    ] {
        assert_eq!(one(sql, "mysql"), What::Transaction(expected), "{sql}");
    }
    let What::Lock { tables, mode } = one("lock tables t as x read, u write", "mysql") else {
        panic!("no lock")
    };
    assert_eq!((names(&tables).as_str(), mode.as_str()), ("t u", "WRITE"));
    let What::Maintenance(Maintenance { words, on, .. }) =
        one("optimize local table t, u", "mysql")
    else {
        panic!("no upkeep")
    };
    assert_eq!((words.as_str(), names(&on).as_str()), ("OPTIMIZE TABLE", "t u"));
}

#[test]
fn views_routines_and_triggers() {
    let view = "create or replace algorithm=merge definer=`a`@`%` sql security invoker view v (x, y) \
                as select *, t.a from t join u with local check option";
    let What::CreateView(view) = one(view, "mysql") else { panic!("no view") };
    assert!(view.or_replace && view.star);
    assert_eq!(view.view.query, "select *, t.a from t join u");
    assert_eq!((view.view.columns.len(), names(&view.reads).as_str()), (2, "t u"));
    assert_eq!(view.view.settings["check option"], "local");
    assert_eq!(view.view.settings["definer"], "a@%");

    let body = "create procedure p(in a int, out b decimal(5, 2)) sql security invoker begin \
                declare exit handler for not found, sqlstate '1' rollback; \
                if a > 0 then insert into t values (a); else l: while b do delete from u; end while; \
                end if; alter table w add x int; end";
    let What::CreateObject(routine) = one(body, "mysql") else { panic!("no routine") };
    assert_eq!((routine.kind, routine.name.name.as_str()), (ObjectKind::Routine, "procedure p"));
    assert_eq!(names(&routine.uses), "t u");
    let says = routine.routine.unwrap();
    assert_eq!(says.arguments, ["a", "b"]);
    assert!(says.body_is_known && !says.security_definer);
    let conditional: Vec<bool> = says
        .body
        .iter()
        .flat_map(|inside| &inside.commands)
        .map(|inside| inside.conditional)
        .collect();
    assert_eq!(conditional, [false, true, true, false]);

    let dynamic = "create procedure p() begin prepare s from @a; execute s; end";
    let What::CreateObject(routine) = one(dynamic, "mysql") else { panic!("no routine") };
    assert!(!routine.routine.unwrap().body_is_known);

    let trigger =
        "create trigger r before insert on d.t for each row begin insert into u values (1); end";
    let What::CreateObject(trigger) = one(trigger, "mysql") else { panic!("no trigger") };
    assert_eq!(trigger.table.unwrap().to_string(), "d.t");
    assert_eq!(names(&trigger.uses), "u");
}

#[test]
fn accounts_and_rights() {
    let What::Grant(grant) =
        one("grant select (a), insert on table d.t to 'a'@'%', b with grant option", "mysql")
    else {
        panic!("no grant")
    };
    let Grant { privileges, tables, grantees, grantable, on, .. } = *grant;
    assert_eq!(privileges, ["SELECT", "INSERT"]);
    assert_eq!((names(&tables).as_str(), on.as_str(), grantable), ("d.t", "table d.t", true));
    assert_eq!(grantees.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a@%", "b"]);
    let all = "create user 'a'@'%' identified by 'secret', b@localhost identified with x as 'y'";
    let users = commands(all, "mysql");
    assert_eq!(users.len(), 2);
    assert!(matches!(&users[0].what, What::CreateObject(user)
        if user.kind == ObjectKind::Role && user.text == "identified by 'secret'"));
    assert_eq!(commands("drop user if exists a, b@'%'", "mysql").len(), 1);
}

#[test]
fn sequences_have_their_defaults_filled_in() {
    let made =
        commands("create or replace sequence s start with 5 increment by -1 nocache", "mariadb");
    let [What::DropObjects(_), What::CreateSequence(create)] = [&made[0].what, &made[1].what]
    else {
        panic!("{made:?}")
    };
    let sequence = &create.sequence;
    assert_eq!((sequence.start, sequence.increment, sequence.maximum), (5, -1, -1));
    assert_eq!(commands("alter sequence s restart 3 cache 10", "mariadb").len(), 2);
}

#[test]
fn conditional_comments_are_read_as_sql_at_their_place() {
    let sql =
        "/*!40101 ALTER TABLE t */ ADD a int /*!80023 INVISIBLE */, /*!90000 nonsense */ FORCE";
    let found = commands(sql, "mysql 8.1");
    let texts: Vec<&str> = found.iter().map(|command| &sql[command.span.range()]).collect();
    assert_eq!(texts, ["ADD a int /*!80023 INVISIBLE", "FORCE"]);
    assert!(matches!(one("/*!90000 nonsense */", "mysql 8.1"), What::Nothing));
}

#[test]
fn nothing_that_can_be_typed_makes_the_reader_panic() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % bound as u64).unwrap()
    };
    let inserted =
        ["'", "\"", "`", "(", ")", ";", "/*!", "*/", "é", "\\", ",", "\nDELIMITER $$\n", "."];
    let probes: Vec<&str> = include_str!("probes.sql").lines().collect();
    for sql in &probes {
        for round in 0..60 {
            let mut text: Vec<char> = sql.chars().collect();
            for _ in 0..=below(3) {
                let at = below(text.len().max(1));
                match below(4) {
                    0 => text.truncate(at),
                    1 if at < text.len() => drop(text.remove(at)),
                    2 => {
                        let other: Vec<char> = probes[below(probes.len())].chars().collect();
                        text.extend(&other[below(other.len())..]);
                    }
                    _ => {
                        let insert = inserted[below(inserted.len())];
                        text.splice(at.min(text.len())..at.min(text.len()), insert.chars());
                    }
                }
            }
            let sql: String = text.into_iter().collect();
            let script = script(&sql, if round % 2 == 0 { "mysql 8.0" } else { "mariadb 10.11" });
            let spans = script.errors.iter().map(|error| error.span).chain(
                script.statements.iter().flat_map(|statement| {
                    let inside = statement.commands.iter().map(|command| command.span);
                    inside.chain([statement.span])
                }),
            );
            for span in spans {
                assert!(sql.get(span.range()).is_some(), "{span:?} in {sql}");
            }
        }
    }
}
