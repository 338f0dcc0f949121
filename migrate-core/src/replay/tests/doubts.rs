//! What is not known, and what is known again.

use super::{After, read};
use crate::command::{Command, Opaque, Statement, Touches, What};
use crate::dialect::{Dialect, Target};
use crate::replay::{About, Replay};
use crate::schema::Name;
use crate::text::Span;

/// A statement of which nothing is known, or only what it may touch.
fn opaque(touches: Touches) -> Statement {
    let what = Opaque { reason: "it is not understood".to_owned(), touches, dynamic: false };
    let span = Span::new(0, 1);
    Statement { span, commands: vec![Command::new(span, What::Opaque(what))] }
}

fn after_opaque(before: &str, touches: Touches) -> Replay {
    let mut replay = After::new(before, Dialect::Postgres).replay;
    replay.run(&[opaque(touches)]);
    replay
}

#[test]
fn what_is_doubted_is_no_failure() {
    let mut replay = after_opaque("create table t (a int)", Touches::Everything);
    let script = read(
        "drop table u; create table t (a int); alter table t drop column b; drop view v;",
        Dialect::Postgres,
    );
    for step in replay.run(&script.statements) {
        assert_eq!((step.failure, step.changes.len()), (None, 0), "{:?}", step.command);
        assert!(!step.doubts.is_empty(), "{:?}", step.command);
    }
}

#[test]
fn what_is_defined_anew_is_known() {
    let mut replay = after_opaque("create table t (a int)", Touches::Everything);
    let script = read(
        "create table n (a int); drop table t; create table t (b int); alter table n drop column x",
        Dialect::Postgres,
    );
    let steps = replay.run(&script.statements);
    assert!(
        steps[0].suspects.len() == 1 && steps[1].suspects.len() == 1,
        "they may have been there"
    );
    assert!(steps[2].suspects.is_empty(), "it was dropped a moment before");
    assert!(steps[3].failure.is_some(), "all of it is known");
    assert!(replay.is_doubted(&Name::bare("t")).is_none());
    assert!(replay.is_doubted(&Name::bare("other")).is_some());
    assert_eq!(replay.doubts()[0].about, About::Everything);
}

#[test]
fn a_doubt_about_one_thing_is_about_no_other() {
    let path = |name: &str| crate::command::Path { name: name.to_owned(), ..Default::default() };
    let only = Touches::Only(vec![path("t")]);
    let replay = after_opaque("create table t (a int); create table u (a int)", only);
    let after = After { replay };
    after.is_refused("alter table u drop column b", crate::replay::FailureKind::Unknown);
    let after = after.then("alter table t drop column b; alter table t rename to s");
    let doubts = after.replay.doubts().into_iter().map(|doubt| doubt.about.clone());
    assert_eq!(doubts.collect::<Vec<_>>(), [About::Thing(Name::bare("s"))]);
    let after = after.then("drop table if exists s");
    assert!(after.replay.doubts().is_empty());
}

#[test]
fn what_may_be_skipped_is_doubted() {
    let mut replay = After::new("create table t (a int)", Dialect::Postgres).replay;
    let mut script = read("alter table t add column b int; drop table u", Dialect::Postgres);
    for command in script.statements.iter_mut().flat_map(|statement| &mut statement.commands) {
        command.conditional = true;
    }
    let steps = replay.run(&script.statements);
    assert!(steps.iter().all(|step| step.failure.is_none()));
    assert_eq!(steps[0].changes.len(), 1);
    assert_eq!(steps[1].changes.len(), 0);
    for name in ["t", "u"] {
        assert!(replay.is_doubted(&Name::bare(name)).is_some(), "{name}");
    }
}

#[test]
fn nothing_behind_a_failure_is_reached() {
    let script = read("create table t (a int); drop table u; drop table t", Dialect::Postgres);
    let mut replay = Replay::new(Target::oldest(Dialect::Postgres));
    let steps = replay.run(&script.statements);
    let reached: Vec<bool> = steps.iter().map(|step| step.reached).collect();
    assert_eq!(reached, [true, true, false]);
    assert!(replay.schema().tables.is_empty());
}

/// Roles are the server's, and who made them is no matter of the migrations.
#[test]
fn a_role_from_elsewhere_is_no_failure() {
    for (sql, dialect) in [
        ("alter role app connection limit 5; drop role old;", Dialect::Postgres),
        ("alter user 'app'@'%' account lock; drop user 'old'@'%';", Dialect::Mysql),
    ] {
        let mut replay = After::new("", dialect).replay;
        for step in replay.run(&read(sql, dialect).statements) {
            assert_eq!(step.failure, None, "{:?}", step.command);
            assert!(!step.doubts.is_empty(), "{:?}", step.command);
        }
    }
}

#[test]
fn a_schema_that_is_indexed_anew_is_no_table() {
    let mut replay = After::new("create schema app", Dialect::Postgres).replay;
    let script = read("reindex schema app; reindex database shop;", Dialect::Postgres);
    assert!(replay.run(&script.statements).iter().all(|step| step.failure.is_none()));
}
