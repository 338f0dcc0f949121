use super::*;
use crate::impact::Blocks;
use crate::replay::Replay;
use crate::sql;

const BASE: &str = "CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE posts (id int PRIMARY KEY, author int);";

/// What is said where the engine did `seen` for each statement of a script.
fn said(script: &str, seen: &[Option<Impact>]) -> Vec<String> {
    let target: Target = "postgres 15".parse().unwrap();
    let mut replay = Replay::new(target);
    replay.run(&sql::read(BASE, target).statements);
    let before = replay.schema().clone();
    let read = sql::read(script, target);
    let steps = replay.run(&read.statements);
    let measured: Vec<Measured> = read
        .statements
        .iter()
        .zip(seen)
        .map(|(statement, impact)| Measured { span: statement.span, impact: impact.clone() })
        .collect();
    let statements = &*read.statements;
    let (before, steps, is_whole) = (&before, &*steps, true);
    let replayed = Replayed { target, before, sql: script, statements, steps, is_whole };
    disagreements(replayed, &measured)
}

fn exclusive(table: &str) -> Impact {
    Impact::default().lock(&Name::bare(table), "ACCESS EXCLUSIVE", Blocks::Everything)
}

fn rewritten(table: &str) -> Impact {
    exclusive(table).work(Work::Rewrite(Name::bare(table)))
}

#[test]
fn what_the_model_says_too_is_no_disagreement() {
    for (script, seen) in [
        ("ALTER TABLE users ADD z int", vec![exclusive("users")]),
        ("ALTER TABLE users ADD z float DEFAULT random()", vec![rewritten("users")]),
        // What is locked already is not locked again, and what is new is nobody's business.
        (
            "ALTER TABLE users ADD z int; ALTER TABLE users DROP z; CREATE TABLE n (id int);
             ALTER TABLE n ADD z int",
            vec![exclusive("users"), Impact::default(), Impact::default(), Impact::default()],
        ),
        // A table is known by the name that it had before.
        (
            "ALTER TABLE users RENAME TO people; ALTER TABLE people ADD z float DEFAULT random()",
            vec![exclusive("users"), Impact::default().work(Work::Rewrite(Name::bare("users")))],
        ),
    ] {
        let seen: Vec<Option<Impact>> = seen.into_iter().map(Some).collect();
        assert_eq!(said(script, &seen), [""; 0], "{script}");
    }
    assert_eq!(said("ALTER TABLE users ADD z int", &[None]), [""; 0], "nobody could look");
}

#[test]
fn what_only_one_of_them_says_is_told_with_both_sides() {
    for (script, seen, expected) in [
        (
            "ALTER TABLE users ADD z int",
            rewritten("users"),
            "the model has left where it is for `users`, the engine written anew",
        ),
        (
            "ALTER TABLE users ADD z int",
            Impact::default(),
            "the model has ACCESS EXCLUSIVE for `users`, the engine no lock",
        ),
        (
            "ALTER TABLE users ADD z int",
            exclusive("posts"),
            "the model has no lock for `posts`, the engine ACCESS EXCLUSIVE, \
             the model has ACCESS EXCLUSIVE for `users`, the engine no lock",
        ),
        (
            "ALTER TABLE users ALTER email SET NOT NULL",
            exclusive("users"),
            "the model has read for `users`, the engine not read",
        ),
    ] {
        let found = said(script, &[Some(seen)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with(expected), "{found:?}");
    }
}

#[test]
fn a_script_is_summed_up_by_its_tables() {
    let measured = |impact| Measured { span: Span::default(), impact };
    let share = Impact::default().lock(&Name::bare("posts"), "SHARE", Blocks::Writes);
    let stronger =
        Impact::default().lock(&Name::bare("posts"), "SHARE ROW EXCLUSIVE", Blocks::Writes);
    let read = share.clone().work(Work::Scan(Name::bare("posts")));
    assert_eq!(
        of_script(&[
            measured(Some(rewritten("users"))),
            measured(Some(read)),
            measured(Some(stronger)),
            measured(Some(share)),
            measured(None),
        ]),
        [
            "SHARE ROW EXCLUSIVE on posts (read)",
            "ACCESS EXCLUSIVE on users (written anew)",
            "1 statement is not measured, since it runs outside a transaction",
        ]
    );
}
