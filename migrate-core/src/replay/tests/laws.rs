//! What holds for every script.

use crate::dialect::{Dialect, Target};
use crate::replay::Replay;
use crate::replay::dependents::Dependents;
use crate::schema::Schema;

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
        }
        assert_eq!(expected.as_ref(), Some(&replay.schema), "{statements:#?}");
        assert_eq!(replay.dependents, replay.rebuilt(), "{statements:#?}");
    }
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
        for (statements, dialect) in
            [(POSTGRES.as_slice(), Dialect::Postgres), (SQLITE.as_slice(), Dialect::Sqlite)]
        {
            let pick: Vec<&str> =
                (0..25).map(|_| statements[numbers.below(statements.len())]).collect();
            holds(&pick, dialect);
        }
    }
}
