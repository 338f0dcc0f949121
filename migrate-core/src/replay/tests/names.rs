//! Names of columns in expressions and queries. What is refused here is refused by a PostgreSQL 15, and
//! what is not is not.

use super::{After, read};
use crate::dialect::Dialect;

const SETUP: &str = r#"
    create schema s;
    create table users (id bigint primary key, email text unique, x text, age int, data jsonb,
    tags text[], created_at timestamptz);
    create table posts (id bigint primary key, user_id bigint references users, title text);
    create table s.things (a int, b int);
    create table parts (k int, v text) partition by list (k);
    create type pair as (f1 int, f2 text);
    create table pairs (id int, c pair);
    create view emails as select id, email as mail from users;
    create materialized view stored as select id, email from users;
    create function shouted(u users) returns text language sql as 'select upper(u.email)';
    create function tell() returns trigger language plpgsql as 'begin return new; end';
"#;

/// Statements with the name that cannot be, and the one that was probably meant.
const REFUSED: &str = r#"
    create view v as select emial from users -- emial: email
    create view v as select u.emial from users u -- emial: email
    create view v as select u.email, p.titel from users u join posts p on p.user_id = u.id -- titel: title
    create view v as select u.email from users u join posts p on p.userid = u.id -- userid: user_id
    create view v as select users.email from users u -- users
    create view v as select email from users where idd = 1 -- idd: id
    create view v as select email from users group by emial -- emial: email
    create view v as select email as e from users order by ee -- ee: e
    create view v as select email as e, count(*) from users group by e having e > '' -- e: x
    create view v as select email as e from users order by e || 'x' -- e: x
    create view v as select row_to_json(uu) from users u -- uu
    create view v as select count(w.*) from users u -- w: u
    create view v as with q as (select id, email from users) select id, emial from q -- emial: email
    create view v as with q (a, b) as (select id, email from users) select a, email from q -- email
    create view v as with recursive q as (select 1 as n union all select m + 1 from q) select n from q -- m: n
    create view v as select q.age from (select id, email from users) q -- age
    create view v as select q.agge from (select u.* from users u) q -- agge: age
    create view v as select q.b from (values (1)) q (a) -- b: a
    create view v as select l.id from users u left join lateral (select p.id from posts p where p.user_id = u.idd) l on true -- idd: id
    create view v as select id from users u where exists (select 1 from posts where user_id = u.uid) -- uid: id
    create view v as select j.tittle from (users join posts using (id)) as j -- tittle: title
    create view v as select 1 from users join posts using (idd) -- idd: id
    create view v as select email from emails -- email: mail
    create view v as select s.things.c from s.things -- c: a
    create view v as select c.f1 from pairs -- c
    create view v as select row_number() over (partition by agee) from users -- agee: age
    create view v as select sum(age) over w from users window w as (order by agee) -- agee: age
    create view v as select sum(age) filter (where agee > 1) from users -- agee: age
    create view v as select email from users union select title from posts order by title -- title
    create view v as select distinct on (emial) id from users -- emial: email
    create view v as select "Email" from users -- Email: email
    create materialized view m as select emial from users -- emial: email
    create table t as select emial from users -- emial: email
    create table t (id int, email text, check (emial <> '')) -- emial: email
    create table t (id int check (idd > 0)) -- idd: id
    create table t (like users, check (emial <> '')) -- emial: email
    create table t partition of parts (check (w <> '')) for values in (1) -- w: k
    create table t (a int, b int generated always as (c * 2) stored) -- c: a
    create table t (a int, exclude using btree ((a + b) with =)) -- b: a
    create table t (a int) partition by range (c) -- c: a
    create table t (a text default hello) -- hello
    alter table users add constraint c check (emial <> '') -- emial: email
    alter table users add column c int check (d > 0) -- d: c
    alter table users add column a1 int generated always as (a2) stored, add column a2 int -- a2: a1
    alter table users alter column age type bigint using agee::bigint -- agee: age
    alter table users alter column created_at set default now -- now
    create index on users (lower(emial)) -- emial: email
    create index on users (email) where idd > 1 -- idd: id
    create index on users (email) include (agee) -- agee: age
    create index on stored (lower(emial)) -- emial: email
    update users set x = lower(emial) -- emial: email
    update users u set x = users.email -- users
    update users set x = 'a' where idd = 1 -- idd: id
    update users set x = p.titel from posts p where p.user_id = users.id -- titel: title
    update users set (x, email) = (select title, ttle from posts) -- ttle: title
    update users set x = 'a' returning emial -- emial: email
    with q as (delete from users returning *) select emial from q -- emial: email
    delete from users where idd = 1 -- idd: id
    delete from users u using posts p where p.userid = u.id -- userid: user_id
    insert into users (id, email) select idd, 'x' from posts -- idd: id
    insert into users (id, email) values (2, foo) -- foo
    insert into users (id) values (2) on conflict (emial) do nothing -- emial: email
    insert into users (id) values (2) on conflict (email) do update set x = excluded.emial -- emial: email
    insert into users (id) values (2) on conflict (email) do update set xy = 1 -- xy: x
    insert into users (id) values (2) returning idd -- idd: id
    merge into users u using posts p on p.userid = u.id when matched then delete -- userid: user_id
    create policy p on users using (idd = 1) -- idd: id
    create policy p on users for insert with check (users.idd = 1) -- idd: id
    create trigger t before update of emial on users for each row execute function tell() -- emial: email
    create trigger t before update on users for each row when (old.x <> new.emial) execute function tell() -- emial: email
    create rule r as on update to users do also delete from posts where user_id = new.idd -- idd: id
    do $$ begin update users set x = emial; end $$ -- emial: email
"#;

const ACCEPTED: &str = r#"
    create view v as select email as e from users order by e
    create view v as select email as e, count(*) from users group by e
    create view v as select u.shouted, u.to_json from users u
    create view v as select ctid, xmin, xmax, cmin, cmax, tableoid from users
    create view v as select current_date, current_user, session_user, user, localtime, current_role
    create view v as with recursive q as (select 1 as n union all select n + 1 from q where n < 5) select n from q
    create recursive view v (n) as select 1 union all select n + 1 from v where n < 3
    create view v as select q.count, q.lower from (select count(*), lower(email) from users group by 2) q
    create view v as select q.text from (select 1::text) q
    create view v as select q.column1 from (values (1)) q
    create view v as select g.g, n from generate_series(1, 3) g, generate_series(1, 2) as h (n)
    create view v as select a.value, b.key from users u, jsonb_array_elements(u.data) a, lateral jsonb_each(u.data) b
    create view v as select l.title from users u left join lateral (select title from posts p where p.user_id = u.id) l on true
    create view v as select things.a, s.things.b from s.things
    create view v as select (c).f1, (pairs.c).f2 from pairs
    create view v as select data->>'a' as a, tags[1:2] as b, x collate "C" as c from users
    create view v as select extract(epoch from created_at), position('a' in email), trim(both 'x' from x) from users
    create view v as select make_interval(days => age), sum(age) over (w rows 1 preceding) from users window w as (order by id)
    create view v as select email from users union select title from posts order by email
    create view v as select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    create view v as select U&"em\0061il", EMAIL as other from users
    create view v as select x.* from users, xmltable('/r' passing '<r/>' columns a int path 'a') x
    create table t (id int check (t.id > 0 and tableoid > 0), check (t is not null))
    create table t (a int) inherits (users)
    create table if not exists users (id int, check (emial <> ''))
    create table t (a text default current_user, b date default current_date)
    alter table users add check (c > 0), add column c int
    alter table users add column a1 int check (a2 > users.a1), add column a2 int
    alter table users drop column x, alter column age type text using x
    create index on users (email collate "C" text_pattern_ops desc, (users.age + 1))
    update users set data = jsonb_set(data, '{a}', '1'), tags[1] = 'x', x = default
    update pairs set c.f1 = 1
    insert into users as u (id) values (2) on conflict (email) do update set x = u.email where u.age > 1
    with q as (insert into posts (id) values (1) returning id as i) select i from q
    create policy p on users using (id in (select user_id from posts where posts.user_id = users.id))
    create trigger t before update on users for each row when (old.* is distinct from new.*) execute function tell()
    do $$ declare emial text := 'a'; begin update users set x = emial; end $$
    do $$ declare r record; begin for r in select * from users loop update users set x = r.emial; end loop; end $$
    create view v as select u from users u
    insert into users (id) values (2) on conflict (email) do update set x = excluded.email, age = users.age + 1
"#;

/// The lines of a text that have something in them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Asserts that each statement is refused at the name that stands behind it as a comment.
pub(super) fn refuses(after: &After, statements: &str) {
    for line in lines(statements) {
        let (sql, expected) = line.rsplit_once(" -- ").unwrap();
        let (name, meant) = expected.split_once(": ").unwrap_or((expected, ""));
        let script = read(sql, after.replay.target.dialect);
        let mut replay = after.replay.clone();
        let steps = replay.run(&script.statements);
        let Some(failure) = steps.iter().find_map(|step| step.failure.as_ref()) else {
            panic!("{sql}: {:#?}", steps.last());
        };
        let at = sql[failure.span.range()].trim_matches('"');
        assert_eq!(at, name, "{sql}: {}", failure.message);
        let note = failure.notes.iter().find_map(|note| note.strip_prefix("did you mean `"));
        let note = note.and_then(|note| note.strip_suffix("`?")).unwrap_or_default();
        assert_eq!(note, meant, "{sql}: {}", failure.message);
    }
}

/// Asserts that nothing is said of any of them.
pub(super) fn accepts(after: &After, statements: &str) {
    for line in lines(statements) {
        let script = read(line, after.replay.target.dialect);
        for step in after.replay.clone().run(&script.statements) {
            assert_eq!(step.failure, None, "{line}");
        }
    }
}

#[test]
fn a_name_that_nothing_has_is_refused_where_it_stands() {
    let after = After::new(SETUP, Dialect::Postgres);
    refuses(&after, REFUSED);
    accepts(&after, ACCEPTED);
}

#[test]
fn of_what_is_not_known_nothing_is_said() {
    let after = After::new(SETUP, Dialect::Postgres);
    let unknown =
        after.then("do $$ begin execute 'alter table users add ' || 'emial text'; end $$");
    let all = lines(REFUSED).filter(|line| line.contains(" users "));
    for line in all.filter(|line| line.starts_with("create view v as select emial")) {
        let (sql, _) = line.rsplit_once(" -- ").unwrap();
        accepts(&unknown, sql);
    }
}
