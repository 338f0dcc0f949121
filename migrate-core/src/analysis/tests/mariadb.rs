//! Verdicts on MariaDB pairs, each as an engine showed it.

use super::judged;

/// The verdict on a pair that follows a script.
fn schema(before: &str, up: &str, down: &str) -> String {
    let (verdict, _) = judged("mariadb 10.11", &[(before, "SELECT 1"), (up, down)]);
    verdict.split(' ').next().unwrap_or_default().to_owned()
}

/// The verdict on a column that goes and comes back with another definition.
fn column(before: &str, after: &str) -> String {
    let before = format!("create table t (id int primary key, c {before})");
    let down = format!("alter table t add column c {after}");
    schema(&before, "alter table t drop column c", &down)
}

#[test]
fn a_check_of_a_column_goes_with_its_definition() {
    let before = "create table t (id int primary key, a int check (a > 0), j json)";
    let pair = |up, down| schema(before, up, down);
    assert_eq!(pair("alter table t modify a bigint", "alter table t modify a int"), "differs");
    let again = "alter table t modify a int check (a > 0)";
    assert_eq!(pair("alter table t modify a bigint check (a > 0)", again), "proven");
    let json = "alter table t change k j json";
    assert_eq!(pair("alter table t change j k json", json), "proven");
    assert_eq!(pair("alter table t modify j longtext", "alter table t modify j json"), "proven");
    let named = "alter table t drop constraint a";
    assert_eq!(pair("alter table t add b int", named), "fails", "it has no name of its own");
}

#[test]
fn an_index_on_the_beginning_of_a_column_may_come_to_be_on_all_of_it() {
    let before = "create table t (id int primary key, a varchar(20), key k (a(10)))";
    let to = |length: u32| format!("alter table t modify a varchar({length})");
    assert_eq!(schema(before, &to(10), &to(20)), "differs");
    assert_eq!(schema(before, &to(15), &to(20)), "proven");
    let text = before.replace("varchar(20)", "text");
    assert_eq!(schema(&text, &to(10), "alter table t modify a text"), "unknown");
    let whole = "create table t (id int primary key, a varchar(20), key k (a))";
    assert_eq!(schema(whole, "drop index k on t", "create index k on t (a(20))"), "proven");
}

#[test]
fn names_that_the_engine_made_follow_the_table() {
    let before = "create table p (id int primary key)";
    let up = "create table n (id int primary key, a int, foreign key (a) references p (id)); \
              rename table n to t";
    let down = |name: &str| format!("alter table t drop foreign key {name}; drop table t");
    assert_eq!(schema(before, up, &down("t_ibfk_1")), "proven");
    assert_eq!(schema(before, up, &down("n_ibfk_1")), "fails");
    let named = "create table t (id int primary key, a int, foreign key own (a) references p (id))";
    assert_eq!(schema(before, named, &down("own")), "proven");
    assert_eq!(schema(before, named, &down("t_ibfk_1")), "fails");
}

#[test]
fn what_a_foreign_key_needs_is_asked_at_the_end_of_a_statement() {
    let before = "create table p (id int primary key, u int); \
                  create table t (id int primary key, a int, key k (a), \
                  constraint fk foreign key (a) references p (id))";
    let pair = |up, down| schema(before, up, down);
    let wider = "alter table t drop key k, add key w (a, id)";
    let anew =
        "alter table t add constraint fk foreign key (a) references p (id) on delete restrict";
    assert_eq!(pair("alter table t drop foreign key fk", anew), "proven");
    assert_eq!(pair(wider, "alter table t drop key w, add key k (a)"), "proven");
    assert_eq!(pair("alter table t add x int", "alter table t drop x, drop key k"), "fails");
    let both = "alter table t drop column a, drop key k, drop foreign key fk";
    let back = "alter table t add a int, add key k (a), \
                add constraint fk foreign key (a) references p (id)";
    assert_eq!(pair(both, back), "proven");
    let up = "create unique index u on p (u); \
              create table r (u int, foreign key (u) references p (u))";
    assert_eq!(pair(up, "drop index u on p; drop table r"), "fails");
    assert_eq!(pair(up, "drop table r; drop index u on p"), "proven");
}

#[test]
fn a_check_of_several_columns_keeps_them() {
    let before = "create table t (id int primary key, a int, b int, constraint y check (a > b))";
    let up = "alter table t add c int";
    assert_eq!(schema(before, up, "alter table t drop c, drop b"), "fails");
    let up = "alter table t drop column b, drop constraint y";
    let down = "alter table t add b int, add constraint y check (a > b)";
    assert_eq!(schema(before, up, down), "proven");
    let up = "alter table t add c int check (c > a)";
    assert_eq!(schema(before, up, "alter table t drop c"), "proven", "it is the column's own");
}

#[test]
fn a_new_default_takes_on_update_with_it() {
    let before = "create table t (id int, a timestamp not null default now() on update now())";
    let (up, down) = (
        "alter table t alter a set default '2020-01-01'",
        "alter table t alter a set default now()",
    );
    assert_eq!(schema(before, up, down), "differs");
}

#[test]
fn an_alter_table_is_read_as_a_whole() {
    let table = "create table t (id int not null, s varchar(9)) charset latin1";
    let to = |charset: &str| format!("alter table t modify s varchar(9), charset {charset}");
    assert_eq!(schema(table, &to("utf8mb4"), &to("latin1")), "proven");
    let unique = "alter table t add constraint u unique (id)";
    assert_eq!(schema(table, unique, "alter table t drop constraint u"), "proven");
}

#[test]
fn what_the_server_decides_is_no_difference_for_certain() {
    assert_eq!(column("varchar(9)", "varchar(9) character set utf8mb4"), "unknown");
    assert_eq!(column("varchar(9) charset latin1", "varchar(9) charset utf8mb4"), "differs");
    assert_eq!(column("int default 1", "int default 1e0"), "unknown");
    assert_eq!(column("int default 1", "int default 2"), "differs");
    assert_eq!(column("date default '2020-01-01'", "date default 20200101"), "unknown");
    assert_eq!(column("date default '2020-01-01'", "date default '2020-01-02'"), "differs");
    assert_eq!(column("varchar(9) default 0x78", "varchar(9) default '0x78'"), "unknown");
    assert_eq!(column("bit default 0", "bit(1) default '0'"), "unknown");
    let sum = "alter table t alter c set default (1 + 1)";
    let table = "create table t (c varchar(9) default '1 + 1')";
    assert_eq!(schema(table, "alter table t alter c drop default", sum), "unknown");
    let table = "create table t (id int primary key, a varchar(9))";
    let (up, down) = ("alter table t drop id", "alter table t add id int primary key");
    assert_eq!(schema(table, up, down), "order", "only what is said of the table is unclear");
    let to = |charset: &str| format!("alter table t convert to character set {charset}");
    assert_eq!(schema(table, &to("latin1"), &to("utf8mb4")), "unknown");
}

#[test]
fn routines_are_found_in_any_letters() {
    let (up, down) = ("create procedure `My Proc`() select 1", "drop procedure `my proc`");
    assert_eq!(schema("select 1", up, down), "proven");
}

#[test]
fn what_hangs_on_a_moment_or_a_database_is_not_known() {
    let event = "create event e on schedule every 1 day do select 1";
    assert_eq!(schema(event, "drop event e", event), "unknown");
    assert_eq!(schema("select 1", event, "drop event e"), "proven");
    let enable = "alter event e enable";
    assert_eq!(schema(event, "alter event e disable", enable), "unknown");
    let table = "create table t (a varchar(9))";
    let up = "drop table t; alter database character set latin1";
    assert_eq!(schema(table, up, table), "unknown");
    let period = "create table t (s date, e date)";
    let (up, down) = ("alter table t add period for p (s, e)", "alter table t drop period for p");
    assert_eq!(schema(period, up, down), "unknown");
}

#[test]
fn a_reference_is_no_part_of_a_new_definition() {
    let before = "create table p (id int primary key); \
                  create table t (id int primary key, a int references p (id))";
    let down = "alter table t modify a int references p (id)";
    assert_eq!(schema(before, "alter table t drop foreign key t_ibfk_1", down), "unknown");
}

/// The verdicts on schema and rows of a pair that follows a script.
fn both(before: &str, up: &str, down: &str) -> String {
    judged("mariadb 10.11", &[(before, "SELECT 1"), (up, down)]).0
}

#[test]
fn partitions_that_the_pair_adds_have_no_old_rows() {
    let table = "create table logs (id bigint, at date, primary key (id, at)) partition by range (year(at)) \
                 (partition p2023 values less than (2024), partition p2024 values less than (2025))";
    let add = "alter table logs add partition (partition p2025 values less than (2026))";
    assert_eq!(both(table, add, "alter table logs drop partition p2025"), "proven kept");
    assert_eq!(both(table, add, "alter table logs drop partition p2024, p2025"), "differs lossy");
    let old = "alter table logs drop partition p2024";
    let back = "alter table logs add partition (partition p2024 values less than (2025))";
    assert_eq!(both(table, old, back), "proven lossy");
    let moved = format!("{add}; update logs set at = '2025-05-05'");
    assert_ne!(both(table, &moved, "alter table logs drop partition p2025"), "proven kept");
}

#[test]
fn texts_may_have_a_wider_character_set_for_a_while() {
    let table = |column: &str| {
        format!("create table users (id bigint primary key, {column}) default charset = latin1")
    };
    let to = |charset: &str| format!("alter table users convert to character set {charset}");
    let there = |column: &str, up: &str, down: &str| both(&table(column), &to(up), &to(down));
    assert_eq!(there("name varchar(50)", "utf8mb4", "latin1"), "proven kept");
    assert_eq!(there("name varchar(50)", "ascii", "latin1"), "proven unknown", "letters are lost");
    assert_ne!(there("name text", "utf8mb4", "latin1"), "proven kept", "its type grows");
    let other = "name varchar(50) character set utf8mb4";
    assert_ne!(there(other, "utf8mb4", "latin1"), "proven kept");
}

#[test]
fn an_event_is_switched_off_and_on() {
    let table = "create table logs (id bigint primary key);
        create event tidy on schedule every 1 day starts '2024-01-01 03:00:00' do delete from logs";
    let pair = |up: &str, down: &str| schema(table, up, down);
    let (off, on) = ("alter event tidy DISABLE", "alter event tidy enable");
    let add = "alter table logs add column level int";
    let drop = "alter table logs drop column level";
    assert_eq!(pair(&format!("{off}; {add}; {on}"), drop), "proven");
    assert_eq!(pair(off, on), "proven");
    assert_eq!(pair(off, "select 1"), "differs");
    assert_ne!(pair("alter event tidy comment 'x'", on), "proven");
}
