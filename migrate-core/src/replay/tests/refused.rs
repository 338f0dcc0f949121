//! What a PostgreSQL 15 refuses for what things are rather than for what they are called, and what looks
//! like it and is taken.

use super::After;
use super::names::{accepts, refuses};
use crate::dialect::Dialect;
use crate::replay::FailureKind::{Refused, Unknown};

const SETUP: &str = "
    create table t (id int primary key, a int, b boolean, x text, j json, p point, tags text[], doc jsonb,
      r int4range, ip inet);
    create sequence s;
    create view v as select id, a from t;
    create materialized view m as select id, a from t;
    create function f() returns int language sql as 'select 1';
    create function f(integer) returns int language sql as 'select 1';
    create procedure p() language sql as 'select 1';
    create aggregate total(int) (sfunc = int4pl, stype = int);";

fn after() -> After {
    After::new(SETUP, Dialect::Postgres)
}

#[test]
fn routines_are_of_a_kind() {
    refuses(
        &after(),
        "
        drop function p() -- p()
        drop function if exists p() -- p()
        drop function p -- p
        drop function total(int) -- total(int)
        drop procedure f() -- f()
        drop function f -- f
        drop routine f -- f
        create or replace function p() returns int language sql as 'select 1' -- p()",
    );
    accepts(
        &after(),
        "
        drop procedure p()
        drop procedure p
        drop routine p
        drop aggregate total(int)
        drop routine total
        drop function if exists p
        drop function f(integer)
        drop function f(), f(int)",
    );
}

#[test]
fn no_query_stands_in_a_definition() {
    refuses(
        &after(),
        "
        create table n (a int default (select 1)) -- select 1
        create table n (a int check (a > (select 1))) -- select 1
        create table n (a int, b int generated always as ((select a)) stored) -- select a
        alter table t add check (exists (select 1)) -- select 1
        alter table t alter a set default (select 1) -- select 1
        alter table t alter x type varchar(9) using (select 'a') -- select 'a'
        create index on t ((a + (select 1))) -- select 1
        create index on t (a) where id in (select 1) -- select 1",
    );
    accepts(
        &after(),
        "
        create policy c on t using (exists (select 1 from t as o where o.id = t.a))
        create view w as select (select 1)",
    );
}

#[test]
fn a_condition_is_true_or_false() {
    refuses(
        &after(),
        "
        create policy c on t using (1) -- 1
        create policy c on t using (id) -- id
        create policy c on t using ('x') -- 'x'
        create policy c on t using (id + 1) -- id + 1
        create policy c on t using (id = 1 or x) -- x
        create policy c on t for insert with check (x) -- x
        create index on t (a) where x -- x
        alter table t add check (a) -- a
        alter table t add check (b and not b and t.a) -- t.a
        select id from t where a -- a
        select o.id from t as o join t as u on u.tags -- u.tags
        update t set a = 1 where x -- x
        delete from t where id -- id
        create table n (a int check (a)) -- a",
    );
    accepts(
        &after(),
        "
        create policy c on t using (true)
        create policy c on t using (null)
        create policy c on t using ('t')
        create policy c on t using (b)
        create policy c on t for insert with check ((b))
        create index on t (a) where not b and a = 1
        create domain flag as boolean; create table n (a flag check (a))
        create type mood as enum ('sad'); create table n (a mood check (a = 'sad'))
        select id from t where b or x = 'x'
        update t set a = 1 where coalesce(b, false)
        delete from t where x ~ 'x' and doc @> '{}'",
    );
}

#[test]
fn a_sequence_is_named_by_a_string() {
    refuses(
        &after(),
        "
        select setval('nothing', 1) -- 'nothing'
        select nextval('Nothing'::regclass) -- 'Nothing'
        select pg_catalog.setval('public.nothing', 1, false) -- 'public.nothing'
        select setval('\"S\"', 1) -- '\"S\"': s
        select setval('t', 1) -- 't'
        insert into t (id) values (nextval('nothing')) -- 'nothing'",
    );
    accepts(
        &after(),
        "
        select setval('s', 1)
        select setval('S', 1)
        select setval('public.s'::regclass, max(id)) from t
        select setval(pg_get_serial_sequence('t', 'id'), 1)
        select nextval('16384')",
    );
}

#[test]
fn rows_are_told_apart_by_a_unique_index() {
    let refresh = "refresh materialized view concurrently m";
    let after = after();
    after.is_refused(refresh, Refused);
    after.is_refused("refresh materialized view v", Refused);
    after.is_refused("refresh materialized view t", Refused);
    for index in ["(id) where id > 0", "((id + 1))", "(id)"] {
        let sql = format!("create unique index i on m {index}; {refresh}");
        if index == "(id)" { accepts(&after, &sql) } else { after.is_refused(&sql, Refused) }
    }
    after.is_refused(&format!("create index i on m (id); {refresh}"), Refused);
}

#[test]
fn a_method_keeps_the_types_that_it_has_classes_for() {
    let after = after();
    for index in [
        "gin (a)",
        "gin (x)",
        "gin (j)",
        "gin (a, tags)",
        "gist (a)",
        "gist (ip)",
        "gist (tags)",
        "spgist (a)",
        "brin (b)",
        "brin (tags)",
        "brin (doc)",
        "hash (p)",
        "hash (j)",
        "btree (p)",
    ] {
        after.is_refused(&format!("create index on t using {index}"), Refused);
    }
    for index in [
        "gin (tags)",
        "gin (doc)",
        "gin (x gin_trgm_ops)",
        "gist (p)",
        "gist (r)",
        "gist (ip inet_ops)",
        "spgist (x)",
        "brin (a)",
        "hash (x)",
        "btree (doc)",
        "btree (tags)",
    ] {
        accepts(&after, &format!("create index on t using {index}"));
    }
    accepts(&after, "create extension btree_gin; create index on t using gin (a)");
}

#[test]
fn the_body_of_a_function_in_sql_is_read() {
    let after = after();
    let function = |arguments: &str, returns: &str, body: &str| {
        format!("create function g({arguments}) returns {returns} language sql as '{body}'")
    };
    for (arguments, returns, body) in [
        ("", "int", "select nope from t"),
        ("", "int", "select id from nope limit 1"),
        ("", "void", "insert into t (nope) values (1)"),
        ("y int", "int", "select y + z from t limit 1"),
        ("", "void", "create table z (a int); insert into z values (1)"),
    ] {
        after.is_refused(&function(arguments, returns, body), Unknown);
    }
    for (arguments, returns, body) in [
        ("y int", "int", "select a from t where id = y limit 1"),
        ("y int", "int", "select g.y"),
        ("t t", "int", "select t.id"),
        ("int", "int", "select a from t where id = $1"),
        ("", "void", "create table z (a int)"),
        ("int", "int", "drop table nope; select 1"),
        ("y anyelement", "anyelement", "select nope from t"),
    ] {
        accepts(&after, &function(arguments, returns, body));
    }
    let unread = function("", "int", "select nope from t");
    accepts(&after, &format!("set check_function_bodies = off; {unread}"));
    accepts(&after, &unread.replace("language sql", "language plpgsql"));
}

#[test]
fn what_is_written_in_rare_ways_is_taken() {
    accepts(
        &after(),
        "
        create table U&\"d\\0061t\" (U&\"\\0061\" int, \"b\" int); alter table dat rename a to c; create index on dat (U&\"\\+000063\"); drop table U&\"d\\0061t\"
        alter table t alter a set statistics -1
        alter table t alter a set statistics 100
        alter table t set (toast.autovacuum_enabled = false)
        alter table t reset (toast.autovacuum_enabled)
        create table n (a text) with (toast.autovacuum_enabled = false, fillfactor = 70)",
    );
}
