//! PostgreSQL. Names and refusals are those of a PostgreSQL 15.

use super::After;
use crate::dialect::Dialect;
use crate::replay::FailureKind::{Dependents, Duplicate, Refused, Unknown};
use crate::schema::{Name, ObjectKind, ObjectName, Sequence};

fn after(sql: &str) -> After {
    After::new(sql, Dialect::Postgres)
}

fn round(before: &str, up: &str, down: &str) {
    After::round(before, up, down, Dialect::Postgres);
}

#[test]
fn names_are_made_up_as_the_engine_does() {
    let after = after(
        "create table p (id serial primary key, a int unique, b int check (b > 0), \
           c int references p, check (a > b), unique (a, b));
         create index on p (lower(b::text), a);
         create index on p (a);
         create index on p (a);",
    );
    assert_eq!(
        after.names("p"),
        [
            "p_a_b_key",
            "p_a_idx",
            "p_a_idx1",
            "p_a_key",
            "p_b_check",
            "p_c_fkey",
            "p_check",
            "p_lower_a_idx",
            "p_pkey"
        ]
    );
    let id = after.table("p").column("id").unwrap();
    assert_eq!(id.default.as_deref(), Some("nextval ( 'p_id_seq' :: regclass )"));
    assert!(!id.nullable);
    let sequence = &after.schema().sequences[&Name::bare("p_id_seq")];
    let owned_by = Some((Name::bare("p"), "id".to_owned()));
    assert_eq!(*sequence, Sequence { owned_by, ..crate::dialect::types::counting("integer") });
}

#[test]
fn names_do_not_collide() {
    let after = after(
        "create table t (a int);
         create table t_pkey (a int primary key);
         alter table t add primary key (a), add check (a > 0), add check (a > 1);",
    );
    assert_eq!(after.names("t"), ["t_a_check", "t_a_check1", "t_pkey1"]);
    after.is_refused("create index t_pkey on t (a)", Duplicate);
    after.is_refused("create table t_pkey1 (a int)", Duplicate);
    after.is_refused("create view t as select 1", Duplicate);
    after.is_refused("alter table t add constraint t_a_check check (a > 3)", Duplicate);
}

#[test]
fn one_of_two_equal_keys_is_made() {
    let after = after("create table t (id int primary key unique, a int unique unique)");
    assert_eq!(after.names("t"), ["t_a_key", "t_pkey"]);
}

#[test]
fn dropping_a_column_takes_what_is_its_own() {
    let after = after(
        "create table t (id serial primary key, a int unique, b int check (b > 0), c int,
           d int generated always as (c * 2) stored, check (a > c));
         create index i on t (b) where a > 0;
         create index j on t (b);
         create view v as select c from t;",
    );
    assert_eq!(after.refusal("alter table t drop column c").0, Dependents);
    let after = after.then("alter table t drop column a");
    assert_eq!(after.names("t"), ["j", "t_b_check", "t_pkey"]);
    let after = after.then("alter table t drop column c cascade");
    assert!(after.schema().views.is_empty());
    assert_eq!(after.columns("t"), ["id", "b"]);
    let after = after.then("alter table t drop column id");
    assert!(after.schema().sequences.is_empty());
    after.is_refused("alter table t drop column id", Unknown);
}

#[test]
fn a_key_that_is_referred_to_stays() {
    let after = after(
        "create table p (id int primary key, a int unique);
         create table c (id int references p, a int references p (a));",
    );
    let notes = after.refusal("alter table p drop constraint p_pkey").2;
    assert_eq!(notes, ["foreign key `c_id_fkey` of table `c` refers to it"]);
    after.is_refused("alter table p drop column a", Dependents);
    after.is_refused("drop table p", Dependents);
    after.is_refused("create table d (id int references c)", Refused);
    after.is_refused("create table d (id int references q)", Unknown);
    let after = after.then("alter table p drop column a cascade");
    assert_eq!(after.names("c"), ["c_id_fkey"]);
    let after = after.then("drop table p cascade");
    assert!(after.names("c").is_empty());
}

#[test]
fn tables_go_together() {
    let after = after("create table p (id int primary key); create table c (id int references p);");
    let after = after.then("drop table p, c");
    assert_eq!(*after.schema(), crate::schema::Schema::default());
}

#[test]
fn renames_are_followed() {
    let before = "create table p (id serial primary key, a int check (a > 0));
         create table c (p int references p, primary key (p));
         create index i on p (a) where a > 3;
         create view v as select id, a from p;";
    let after =
        after(before).then("alter table p rename column a to b; alter table p rename to q;");
    assert_eq!(after.names("q"), ["i", "p_a_check", "p_pkey"]);
    assert_eq!(after.table("q").checks[0].expression, "b > 0");
    assert_eq!(after.table("q").indexes["i"].predicate.as_deref(), Some("b > 3"));
    assert_eq!(after.table("c").foreign_keys[0].references, Name::bare("q"));
    after.is_refused("alter table q drop column b", Dependents);
    after.is_refused("drop table q", Dependents);
    after.is_refused("alter table c rename to q", Duplicate);
    round(
        before,
        "alter table p rename column a to b; alter table p rename to q;",
        "alter table q rename to p; alter table p rename b to a",
    );
}

#[test]
fn ordinary_pairs_come_back() {
    let t = "create table t (id bigserial primary key, a text not null, b int default 3);";
    for (up, down) in [
        ("create table u (id int primary key)", "drop table u"),
        ("alter table t add column c int references t", "alter table t drop column c"),
        ("alter table t alter a drop not null", "alter table t alter a set not null"),
        ("alter table t alter b drop default", "alter table t alter b set default 3"),
        ("create index on t (a)", "drop index t_a_idx"),
        ("alter table t alter b type bigint", "alter table t alter b type integer"),
        ("alter table t add unique (a)", "alter table t drop constraint t_a_key"),
        ("create view v as select * from t", "drop view v"),
        ("create schema s; create table s.t (a int)", "drop table s.t; drop schema s"),
        ("create schema s; create table s.t (a int)", "drop schema s cascade"),
        ("alter table t rename constraint t_pkey to k", "alter index k rename to t_pkey"),
        ("create type e as enum ('a'); alter table t add c e", "alter table t drop c; drop type e"),
        ("create sequence s", "drop sequence s"),
        ("alter sequence t_id_seq rename to s", "alter sequence s rename to t_id_seq"),
        ("begin; drop table t; rollback;", "select 1"),
    ] {
        round(t, up, down);
    }
}

#[test]
fn the_search_path_says_where() {
    let after = after(
        "create schema s;
         create table a (id int);
         set search_path to s, public;
         create table b (id int);
         alter table a add column c int;
         alter table b add column c int;",
    );
    let b = Name::new("s", "b");
    assert_eq!(after.schema().tables[&b].columns.len(), 2);
    assert_eq!(after.columns("a"), ["id", "c"]);
    after.is_refused("drop table b", Unknown);
    after.is_refused("create table x.b (id int)", Unknown);
    after.is_refused("set search_path to ''; create table x (id int)", Refused);
}

#[test]
fn the_actions_of_one_statement_have_their_order() {
    let after =
        after("create table t (a int)").then("alter table t add column a text, drop column a");
    assert_eq!(after.table("t").column("a").unwrap().data_type, "text");
}

#[test]
fn a_type_in_use_stays() {
    let after =
        after("create type e as enum ('a', 'b'); create table t (a e, b e[] default '{}');");
    assert_eq!(after.refusal("drop type e").2.len(), 2);
    after.is_refused("alter type e add value 'a'", Duplicate);
    after.is_refused("alter type e add value 'c' before 'd'", Unknown);
    let after = after.then("alter type e rename to f; drop type f cascade");
    assert!(after.table("t").columns.is_empty());
}

#[test]
fn a_view_may_be_replaced_by_one_with_more_columns() {
    let after = after("create table t (a int, b int); create view v as select a from t;");
    after.is_refused("create or replace view v as select b from t", Refused);
    let after = after.then("create or replace view v as select a, b from t");
    after.is_refused("create or replace view v as select a from t", Refused);
    after.is_refused("create or replace view v as select a, c from u", Unknown);
}

#[test]
fn what_was_there_once_is_missed() {
    let after = after(
        "create table t (a int, b int); create type e as enum ('x');
         create function f() returns trigger language plpgsql as $$ begin return new; end $$;
         alter table t drop column a; drop type e; drop function f();",
    );
    for sql in [
        "alter table t add check (a > 0)",
        "create index on t (b) where a > 0",
        "create index on t ((a + 1))",
        "create view v as select t.a from t",
        "alter table t add column c e",
        "alter table t add column c int generated always as (a * 2) stored",
        "create trigger g before insert on t for each row execute function f()",
    ] {
        after.is_refused(sql, Unknown);
    }
    let after = after.then("alter table t add column a int; create index i on t (b) where a > 0");
    after.is_refused("alter table t add column c colour", Unknown);
    let after = after.then("create extension x; alter table t add column c colour");
    assert_eq!(after.columns("t"), ["b", "a", "c"]);
}

#[test]
fn partitions_and_children_follow() {
    let after = after(
        "create table p (id int, k int, primary key (id, k)) partition by range (k);
         create table q partition of p for values from (0) to (10);
         create index on p (k);
         create table r (id int not null, k int not null);
         alter table p attach partition r for values from (10) to (20);
         alter table p add column v text not null default 'x';
         alter table p add constraint c check (k > 0);",
    );
    assert_eq!(after.names("q"), ["c", "q_k_idx", "q_pkey"]);
    assert_eq!(after.names("r"), ["c", "r_k_idx", "r_pkey"]);
    assert_eq!(after.columns("r"), ["id", "k", "v"]);
    let after = after.then("drop index p_k_idx; alter table p drop constraint c, drop column v");
    assert_eq!(
        (after.names("q"), after.columns("q")),
        (vec!["q_pkey".to_owned()], vec!["id", "k"])
    );
    assert!(after.then("drop table p").schema().tables.is_empty());
}

#[test]
fn a_primary_key_leaves_its_columns_not_null() {
    let after = after("create table t (a int primary key); alter table t drop constraint t_pkey;");
    assert!(!after.table("t").column("a").unwrap().nullable);
}

#[test]
fn a_table_that_is_made_like_another_numbers_its_rows_like_it() {
    let after = after(
        "create table a (id int generated always as identity (start 10 increment 5 maxvalue 1000 cycle),
           b smallint generated by default as identity (sequence name own));
         alter table a alter id set increment 7;
         create table l (like a including identity);",
    );
    let sequence = |name: &str| after.schema().sequences[&Name::bare(name)].clone();
    let owned_by = |column: &str| Some((Name::bare("l"), column.to_owned()));
    let of = |name: &str, column: &str| Sequence {
        data_type: "bigint".to_owned(),
        owned_by: owned_by(column),
        ..sequence(name)
    };
    assert_eq!(sequence("l_id_seq"), of("a_id_seq", "id"));
    assert_eq!((sequence("l_id_seq").increment, sequence("l_id_seq").maximum), (7, 1000));
    assert_eq!(sequence("l_b_seq"), of("own", "b"));
}

#[test]
fn rights_go_with_what_they_are_to() {
    let rights = |sql: &str| {
        let after = after(sql);
        let kinds = [ObjectKind::Grant, ObjectKind::DefaultPrivileges];
        let objects = after.schema().objects.keys().filter(|it| kinds.contains(&it.kind));
        objects.map(|it| it.name.name.clone()).collect::<Vec<_>>()
    };
    for (made, on) in [
        ("create type m as enum ('a')", "type m"),
        ("create type m as (a int)", "type m"),
        ("create domain m as int", "domain m"),
        ("create schema m", "schema m"),
    ] {
        let given = format!("{made}; grant usage on {on} to r;");
        assert_eq!(rights(&given), [format!("USAGE to r {on}")]);
        assert_eq!(rights(&format!("{given} drop {on}")), <[String; 0]>::default(), "{on}");
        if on != "schema m" {
            let renamed = format!("{given} alter {on} rename to m2;");
            assert_eq!(rights(&renamed), [format!("USAGE to r {on}2")]);
        }
    }
    let called = "create function f(float) returns int language sql as 'select 1';
        grant execute on function f(float) to r; alter function f(float) rename to g;";
    let [right] = &rights(called)[..] else { panic!("{:?}", rights(called)) };
    assert!(right.starts_with("EXECUTE to r function g"), "{right}");
    let taken = "create type m as enum ('a'); revoke all on type m from public;";
    assert_eq!(rights(taken), ["no USAGE to public type m"]);
    assert_eq!(
        rights(&format!("{taken} grant usage on type m to public")),
        <[String; 0]>::default()
    );
    assert_eq!(rights(&format!("{taken} drop type m")), <[String; 0]>::default());
    for on in ["functions", "routines", "types"] {
        let taken = format!("alter default privileges revoke all on {on} from public;");
        assert_eq!(rights(&taken).len(), 1, "{on}");
        let given = format!("{taken} alter default privileges grant all on {on} to public;");
        assert_eq!(rights(&given), <[String; 0]>::default(), "{on}");
        let of_one = format!("create schema s; {}", taken.replace("revoke", "in schema s revoke"));
        assert_eq!(rights(&of_one), <[String; 0]>::default(), "those of one schema only add: {on}");
    }
}

#[test]
fn what_is_said_of_a_thing_goes_on_under_its_new_name() {
    for (made, on) in [
        ("create type m as enum ('a')", "type m"),
        ("create domain m as int", "domain m"),
        ("create collation m from \"C\"", "collation m"),
    ] {
        let said = format!("{made}; comment on {on} is 'said'; alter {on} rename to m2;");
        let after = after(&said);
        let comment = |it: &&ObjectName| it.kind == ObjectKind::Comment;
        let objects = after.schema().objects.keys().filter(comment);
        assert_eq!(objects.map(|it| it.name.name.clone()).collect::<Vec<_>>(), [format!("{on}2")]);
    }
}

#[test]
fn triggers_of_partitions_are_switched_with_those_of_their_table() {
    let after = after(
        "create table p (k int) partition by range (k);
         create table q partition of p for values from (0) to (10);
         create function f() returns trigger language plpgsql as 'begin return new; end';
         create trigger r before insert on p for each row execute function f();
         create trigger s before insert on p execute function f();
         alter table p disable trigger r, disable trigger s;",
    );
    let switched = |after: &After, table| after.table(table).options.settings.len();
    assert_eq!((switched(&after, "p"), switched(&after, "q")), (2, 1));
    let only = after.then("alter table only p enable trigger r");
    assert_eq!((switched(&only, "p"), switched(&only, "q")), (1, 1));
    let all = only.then("alter table p disable trigger r; alter table p enable trigger r");
    assert_eq!((switched(&all, "p"), switched(&all, "q")), (1, 0));
}

#[test]
fn a_foreign_table_is_no_table() {
    let after = after(
        "create foreign data wrapper w; create server s foreign data wrapper w;
         create foreign table t (a int) server s;",
    );
    after.is_refused("drop table t", Refused);
    assert!(after.then("drop foreign table t").schema().tables.is_empty());
}
