use proptest::prelude::*;

use super::*;
use crate::dialect::sqlite::testing::schema;

/// What is said when the first script's schema is found where the second's was expected.
fn said(found: &str, expected: &str) -> Vec<String> {
    let residues = residues(&schema(found), &schema(expected), Expected::BeforeUp);
    residues.into_iter().map(|residue| residue.text).collect()
}

#[test]
fn whole_things_are_missing_or_left_behind() {
    assert_eq!(
        said(
            "create table audit (a); create index audit_a on audit (a); create view v as select 1;
             create table t (a)",
            "create table t (a); create index t_a on t (a);
             create trigger tr after insert on t begin select 1; end;
             create view v as select 2; create table gone (x); create index gone_x on gone (x);
             create trigger gone_t after insert on gone begin select 1; end;",
        ),
        [
            "table `audit` is left behind",
            "table `gone` is not restored",
            "index `t_a` is not restored",
            "view `v` has another definition than before",
            "trigger `tr` is not restored",
        ]
    );
}

#[test]
fn columns_are_told_attribute_by_attribute() {
    assert_eq!(
        said(
            "create table users (id integer primary key, email text, role text default 'x', \
             age integer collate nocase, spare)",
            "create table users (id integer primary key autoincrement, email text not null, \
             role text, age text, lost)",
        ),
        [
            "column `users.id` is not numbered by the engine, it was AUTOINCREMENT before",
            "column `users.email` is nullable, it was NOT NULL before",
            "column `users.role` has default `'x'`, it had none before",
            "column `users.age` has type `INTEGER`, it had `TEXT` before",
            "column `users.age` has collation `NOCASE`, it had none before",
            "column `users.lost` is not restored",
            "column `users.spare` is left behind",
        ]
    );
}

#[test]
fn a_changed_constraint_is_one_sentence() {
    assert_eq!(
        said(
            "create table users (id integer primary key);
             create table posts (user_id references users (id), a, b, check (a > 0), unique (a))",
            "create table users (id integer primary key);
             create table posts (user_id references users (id) on delete cascade, a, b, \
             check (b > 0), unique (a) on conflict ignore, primary key (a, b)) \
             without rowid",
        ),
        [
            "column `posts.a` is nullable, it was NOT NULL before",
            "column `posts.b` is nullable, it was NOT NULL before",
            "table `posts` is not WITHOUT ROWID, it was WITHOUT ROWID before",
            "the primary key of table `posts` is not restored",
            "unique key `posts(a)` is ON CONFLICT ABORT, it was ON CONFLICT IGNORE before",
            "check `b > 0` of table `posts` is not restored",
            "foreign key `posts(user_id)` → `users(id)` is ON DELETE NO ACTION, \
             it was ON DELETE CASCADE before",
            "check `a > 0` of table `posts` is left behind",
        ]
    );
}

#[test]
fn an_index_is_told_by_its_definition() {
    let table = "create table t (a, b)";
    assert_eq!(
        said(
            &format!("{table}; create index i on t (a)"),
            &format!("{table}; create unique index i on t (a, b desc) where b > 0"),
        ),
        ["index `i` is `(a)`, it was `UNIQUE (a, b DESC) WHERE b > 0` before"]
    );
}

#[test]
fn column_order_alone_is_a_note() {
    let residues =
        |which| residues(&schema("create table t (a, b)"), &schema("create table t (b, a)"), which);
    let text = "the column order of table `t` is `a`, `b`, it was `b`, `a` after the first up";
    let found = residues(Expected::AfterFirstUp);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].text.as_str(), found[0].note), (text, true));
    assert_eq!(found[0].subject, Subject::Table(Name::bare("t")));
    assert_eq!(
        said("create table t (a, c)", "create table t (a, b, c)"),
        ["column `t.b` is not restored"]
    );
}

proptest! {
    #[test]
    fn nothing_is_said_exactly_when_nothing_differs((found, expected) in crate::diff::tests::pair()) {
        let said = residues(&found, &expected, Expected::BeforeUp);
        prop_assert_eq!(said.is_empty(), found == expected);
    }
}
