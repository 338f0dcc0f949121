use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::sql::lexer;

fn read(sql: &str) -> (Vec<Directive>, Vec<(String, &str)>) {
    read_for(sql, Dialect::Postgres)
}

fn read_for(sql: &str, dialect: Dialect) -> (Vec<Directive>, Vec<(String, &str)>) {
    let tokens = lexer::tokens(sql, dialect);
    let (found, errors) = directives(sql, &tokens, dialect);
    let errors = errors
        .into_iter()
        .map(|error| (error.problem.to_string(), &sql[error.span.range()]))
        .collect();
    (found.into_iter().map(|placed| placed.directive).collect(), errors)
}

#[test]
fn directives_are_read_from_line_comments() {
    let (found, errors) = read(
        "-- a comment\n--migrate:no-transaction\n\
         -- Migrate : irreversible( reason = \"it is \\\"gone\\\"\", )\nselect '-- migrate: x'",
    );
    let reason = "it is \"gone\"".to_owned();
    assert_eq!(found, [Directive::NoTransaction, Directive::Irreversible { reason }]);
    assert_eq!(errors, []);
}

#[test]
fn what_is_malformed_is_pointed_at() {
    let problem = |sql| read(sql).1.remove(0);
    let pair = |text: &str, at| (text.to_owned(), at);
    assert_eq!(
        problem("-- migrate: irreversable(reason = \"x\")"),
        pair("unknown directive `irreversable`", "irreversable")
    );
    assert_eq!(
        problem("-- migrate: irreversible"),
        pair("`irreversible` needs a reason", "irreversible")
    );
    assert_eq!(
        problem("-- migrate: irreversible(reason = \" \")").0,
        "`irreversible` needs a reason"
    );
    assert_eq!(
        problem("-- migrate: irreversible(reason = none)"),
        pair("expected a text in double quotes", "none)")
    );
    assert_eq!(
        problem("-- migrate: no-transaction please"),
        pair("expected `(` or the end of the line", "please")
    );
    assert_eq!(
        problem("-- migrate: no-transaction(why = \"x\")").0,
        "`no-transaction` does not take `why`"
    );
    assert_eq!(problem("-- migrate:").0, "a directive is missing behind `migrate:`");
    assert_eq!(
        problem("-- migrate: allow(missing-dwon, reason = \"x\")"),
        pair("there is no rule `missing-dwon`", "missing-dwon")
    );
    assert_eq!(problem("-- migrate: allow(missing-down)").0, "`allow` needs a reason");
    assert_eq!(problem("-- migrate: allow(reason = \"x\")").0, "`allow` does not say which rule");
    assert_eq!(problem("-- migrate: lossy(reason = \"x\")").0, "`lossy` does not say what is lost");
    assert_eq!(problem("-- migrate: timeout").0, "`timeout` does not say how long");
    assert_eq!(
        problem("-- migrate: timeout(lock = \"2 weeks\")"),
        pair("expected a time such as `500ms`, `2s`, `5min` or `1h`", "\"2 weeks\"")
    );
    assert_eq!(
        problem("-- migrate: irreversible(users, reason = \"x\")").0,
        "`irreversible` does not take `users`"
    );
}

#[test]
fn nobody_waits_for_a_table_where_there_is_one_lock() {
    let (sql, dialect) = ("-- migrate: timeout(lock = \"2s\")", Dialect::Sqlite);
    let (found, errors) = read_for(sql, dialect);
    let said = "`timeout` cannot say `lock` on sqlite".to_owned();
    assert_eq!((found, errors), (vec![], vec![(said, "timeout(lock = \"2s\")")]));
    let sql = "-- migrate: timeout(statement = \"1h\")\nselect 1";
    let statement = Some(Duration::from_secs(3600));
    assert_eq!(timeouts(sql, dialect), Timeouts { lock: None, statement });
}

#[test]
fn statements_are_let_through_and_losses_acknowledged() {
    let (found, errors) = read(
        "-- migrate: allow(missing-down, M010, reason = \"why\")\n\
         -- migrate: lossy(users.email, \"Odd name\".x, app.users.id, reason = \"gone\")\n\
         -- migrate: timeout(lock = \"2s\", statement = \"5min\")",
    );
    assert_eq!(errors, []);
    let rules = vec![&super::super::rules::MISSING_DOWN, &super::super::rules::EMPTY_UP];
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let what = vec![parts("users.email"), parts("Odd name.x"), parts("app.users.id")];
    let (lock, statement) = (Duration::from_secs(2), Duration::from_secs(300));
    assert_eq!(
        found,
        [
            Directive::Allow { rules, reason: "why".to_owned() },
            Directive::Lossy { what, reason: "gone".to_owned() },
            Directive::Timeout(Timeouts { lock: Some(lock), statement: Some(statement) }),
        ]
    );
}

proptest! {
    #[test]
    fn no_comment_makes_it_panic(text in "[a-z(=\", )\\\\é-]{0,40}") {
        let sql = format!("-- migrate: {text}");
        let (found, errors) = read(&sql);
        prop_assert_eq!(found.len() + errors.len(), 1);
    }
}

#[test]
fn names_are_written_as_they_are_read() {
    for names in [&["users", "email"][..], &["order items", "Total"], &["a\"b\\", "x.y"], &["öl-1"]]
    {
        let sql = format!("-- migrate: lossy({}, reason = \"x\")", dotted(names));
        let (found, errors) = read(&sql);
        let what = vec![names.iter().map(ToString::to_string).collect::<Vec<_>>()];
        assert_eq!(
            (found, errors),
            (vec![Directive::Lossy { what, reason: "x".to_owned() }], vec![])
        );
    }
    assert_eq!(dotted(&["order items", "id"]), "\"order items\".id");
}

#[test]
fn what_a_migration_stands_for_is_named() {
    let (found, errors) = read("-- migrate: replaces(0002_add_role, 20260101120000_index)");
    let names = ["0002_add_role", "20260101120000_index"].map(|it| Named::parse(it).unwrap());
    assert_eq!((found, errors), (vec![Directive::Replaces { names: names.into() }], vec![]));
    let problem = |sql| read(sql).1.remove(0);
    assert_eq!(problem("-- migrate: replaces").0, "`replaces` does not say which migrations");
    assert_eq!(
        problem("-- migrate: replaces(1_a, role)"),
        (
            "expected the name of a migration, as in `20260101120000_create_users`".to_owned(),
            "role"
        )
    );
    assert_eq!(
        problem("-- migrate: replaces(1_a, reason = \"x\")").0,
        "`replaces` does not take `reason`"
    );
}
