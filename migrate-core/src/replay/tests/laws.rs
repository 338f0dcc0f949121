//! What holds for every script.

use crate::dialect::{Dialect, Target};
use crate::replay::dependents::Dependents;
use crate::replay::{Replay, Step};
use crate::schema::{Name, Schema};
use crate::sql::normal;

impl Replay {
    /// The indexes over the schema, built anew.
    fn rebuilt(&self) -> Dependents {
        Dependents::of(&self.schema, self.engine)
    }
}

/// Statements that fit together in many ways.
const POSTGRES: [&str; 40] = [
    "create table a (id serial primary key, x int, y text unique)",
    "create table b (id bigint generated always as identity, a int references a, z text)",
    "create table if not exists a (id int)",
    "create table c (like a including all)",
    "create table d (w int) inherits (b)",
    "drop table a",
    "drop table a cascade",
    "drop table if exists b cascade",
    "drop table c, b",
    "alter table a rename to b",
    "alter table b rename to a",
    "alter table a add column z int check (z > x)",
    "alter table a add column s e",
    "alter table b add column if not exists z int references a (id)",
    "alter table a drop column x cascade",
    "alter table a drop column y",
    "alter table a rename column x to y2",
    "alter table a rename column id to pk",
    "alter table b alter column z type varchar(20), alter z set not null",
    "alter table a add constraint q unique (x, y)",
    "alter table a drop constraint q",
    "alter table a drop constraint a_pkey cascade",
    "alter table a add primary key (x)",
    "alter table a rename constraint a_pkey to k",
    "create index on a (x)",
    "create index i on a (lower(y)) where x > 3",
    "drop index i",
    "create view v as select id, x from a",
    "create or replace view v as select id, x, y from a",
    "create view w as select * from v",
    "drop view v cascade",
    "drop view w",
    "create type e as enum ('a')",
    "alter type e rename to f",
    "drop type e cascade",
    "alter sequence a_id_seq rename to n",
    "create schema s",
    "alter table a set schema s",
    "alter table s.a set schema public",
    "drop schema s cascade",
];

const SQLITE: [&str; 16] = [
    "create table A (id integer primary key, X int, y text unique)",
    "create table b (id integer primary key, a int references a (X))",
    "drop table a",
    "drop table B",
    "alter table a rename to b",
    "alter table B rename to A",
    "alter table a add column z int check (z > x)",
    "alter table a drop column Z",
    "alter table a rename column x to q",
    "alter table a rename column q to X",
    "create index I on a (x) where x > 3",
    "drop index i",
    "create view v as select x from a",
    "drop view V",
    "create trigger g after update of x on a begin select x from a; end",
    "drop trigger if exists G",
];

fn holds(statements: &[&str], dialect: Dialect) {
    let mut replay = Replay::new(Target::oldest(dialect));
    let script = super::read(&statements.join(";\n"), dialect);
    for statement in &script.statements {
        let steps = replay.run(std::slice::from_ref(statement));
        let mut expected: Option<Schema> = None;
        for step in &steps {
            assert!(expected.is_none_or(|expected| expected == step.before), "{statements:#?}");
            expected = Some(super::check(step));
            assert_eq!(readers(step), searched(step), "{statements:#?}");
        }
        assert_eq!(expected.as_ref(), Some(&replay.schema), "{statements:#?}");
        assert_eq!(*replay.dependents.get(), replay.rebuilt(), "{statements:#?}");
    }
}

/// The views that may read each table and view, as the indexes have them.
fn readers(step: &Step<'_>) -> Vec<Vec<Name>> {
    let relations = step.before.tables.keys().chain(step.before.views.keys());
    relations.map(|relation| step.texts.views(&relation.name)).collect()
}

/// The same, found by looking through all views.
fn searched(step: &Step<'_>) -> Vec<Vec<Name>> {
    let relations = step.before.tables.keys().chain(step.before.views.keys());
    let views = |relation: &Name| {
        let mut views: Vec<Name> = Vec::new();
        for (name, view) in &step.before.views {
            let mut stars = view.frozen.iter().map(|(of, _)| &of.name);
            let is_star = stars.any(|of| of.eq_ignore_ascii_case(&relation.name));
            if is_star || normal::mentions(&view.query, &relation.name) {
                views.push(name.clone());
            }
        }
        views
    };
    relations.map(views).collect()
}

/// A generator that gives the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn indexes_over_the_schema_are_what_a_rebuild_gives() {
    let mut numbers = Numbers(7);
    for _ in 0..60 {
        for (statements, dialect) in [
            (POSTGRES.as_slice(), Dialect::Postgres),
            (SQLITE.as_slice(), Dialect::Sqlite),
            (MYSQL.as_slice(), Dialect::Mysql),
        ] {
            let pick: Vec<&str> =
                (0..25).map(|_| statements[numbers.below(statements.len())]).collect();
            holds(&pick, dialect);
        }
    }
}

/// For MySQL and MariaDB.
const MYSQL: [&str; 28] = [
    "create table a (id int unsigned primary key auto_increment, x int not null default 7, y varchar(20) unique)",
    "create table b (id bigint primary key, a int unsigned, z text, key k (a), foreign key (a) references a (id))",
    "create table c like a",
    "create table d (w json, v enum('p', 'q') default 'p', u timestamp default current_timestamp on update current_timestamp) comment 'it''s'",
    "create table e (g int, h int as (g + 1) stored, check (g > 0), constraint k2 check (h < 9)) engine = MyISAM default charset = latin1",
    "drop table a",
    "drop table if exists b, c",
    "alter table a rename to f",
    "rename table f to a",
    "alter table a add column z int check (z > x) after id",
    "alter table a add column w varchar(9) character set latin1 collate latin1_bin first",
    "alter table a drop column x",
    "alter table a change y y2 varchar(30) not null default 'a\\\\b'",
    "alter table b modify z varchar(20) comment 'x'",
    "alter table b add unique q (id, z)",
    "alter table b drop index q",
    "alter table b add constraint fk foreign key (a) references a (id) on delete cascade",
    "alter table b drop foreign key fk",
    "alter table b drop primary key, add primary key (id, a)",
    "create index i on a (x, y(5))",
    "create fulltext index j on b (z)",
    "drop index i on a",
    "create view v as select id, x from a",
    "create or replace sql security invoker view v (i, j) as select id, x from a where x > 1 with local check option",
    "create view w as select i from v",
    "create trigger t before insert on a for each row set new.x = 3",
    "create procedure p (in n int) begin delete from a where id = n; end",
    "drop view v",
];

fn after(statements: &[&str], dialect: Dialect) -> Replay {
    let mut replay = Replay::new(Target::oldest(dialect));
    for statement in statements {
        replay.run(&super::read(statement, dialect).statements);
    }
    replay
}

/// Whether all of a schema is known, in the spelling of a file.
fn is_settled(replay: &Replay) -> bool {
    let text = format!("{:?}", replay.schema());
    replay.doubts().is_empty() && !text.contains(crate::replay::REWRITTEN.trim())
}

/// Whether the engine reads all views of a schema. Where something is gone under one of them, MySQL
/// does not create it anew and SQLite renames no table, so that a schema can be come to from which, or
/// to which, no script leads. PostgreSQL lets nothing go that a view reads.
fn is_whole(replay: &Replay, dialect: Dialect) -> bool {
    let schema = replay.schema();
    let target = Target::oldest(dialect);
    let scene = crate::render::Scene {
        target,
        from: schema,
        now: schema,
        to: schema,
        words: crate::render::Words::Author,
    };
    let write = crate::dialect::writer(dialect);
    let anew = schema.views.iter().map(|(name, view)| {
        let put = crate::change::Change::PutView(name.clone(), view.clone());
        write(scene, &put).unwrap_or_default().concat()
    });
    let renamed = "create table probe (x int); alter table probe rename to probed;".to_owned();
    anew.chain([renamed]).all(|sql| {
        let script = super::read(&sql, dialect);
        replay.clone().run(&script.statements).iter().all(|step| step.failure.is_none())
    })
}

/// Reads what is rendered of a difference, and does it to the first of the two.
fn rendered(from: &Replay, to: &Schema, dialect: Dialect) -> Option<String> {
    let rendered = crate::render::migration(from.schema(), to, Target::oldest(dialect));
    if !rendered.left.is_empty() {
        return None;
    }
    let sql = rendered.statements.join("\n");
    let mut replay = from.clone();
    let script = super::read(&sql, dialect);
    let steps = replay.run(&script.statements);
    let failures: Vec<_> = steps.iter().filter_map(|step| step.failure.as_ref()).collect();
    assert!(failures.is_empty(), "{sql}\n{failures:#?}");
    let differences = crate::diff::diff(to, replay.schema());
    assert!(differences.is_empty(), "{sql}\n{differences:#?}");
    Some(sql)
}

#[test]
fn what_is_rendered_of_a_difference_is_read_as_it() {
    let mut numbers = Numbers(11);
    let all = [
        (POSTGRES.as_slice(), Dialect::Postgres),
        (MYSQL.as_slice(), Dialect::Mysql),
        (SQLITE.as_slice(), Dialect::Sqlite),
    ];
    for (statements, dialect) in all {
        let mut compared = 0;
        for _ in 0..300 {
            let mut script = |count: usize| {
                let pick = (0..count).map(|_| statements[numbers.below(statements.len())]);
                let pick = pick.collect::<Vec<_>>();
                after(&pick, dialect)
            };
            let (one, other) = (script(20), script(20));
            let is_fit = |replay: &Replay| is_settled(replay) && is_whole(replay, dialect);
            if !is_fit(&one) || !is_fit(&other) {
                continue;
            }
            let empty = Replay::new(Target::oldest(dialect));
            compared += usize::from(rendered(&empty, one.schema(), dialect).is_some());
            compared += usize::from(rendered(&one, other.schema(), dialect).is_some());
        }
        assert!(compared > 200, "{dialect}: {compared}");
    }
}
