//! `mysql-definer`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer;
use crate::sql::words::has_letters;

/// A view, trigger or routine that belongs to somebody by name.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M515",
    name: "mysql-definer",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "A `DEFINER` is written with a view, trigger, routine or event.",
    why: "It runs with the rights of that user. Where there is no such user, it fails when it is used; \
          where it is `root`, everybody who may use it has the rights of `root`. Dumps write the clause, \
          and nobody means it.",
    instead: "Leave `DEFINER` out.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE DEFINER = root@localhost VIEW ids AS SELECT id FROM users;",
        "DROP VIEW ids;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE VIEW ids AS SELECT id FROM users;",
        "DROP VIEW ids;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if !matches!(step.command.what, What::CreateView(_) | What::CreateObject(_)) {
        return;
    }
    let text = context.text(step.command.span);
    if !has_letters(text, "definer") {
        return;
    }
    let tokens = lexer::significant(text, context.target.dialect);
    let head = tokens.iter().take(12);
    let definer = head.clone().position(|token| token.is_word(text, "DEFINER"));
    let Some(at) = definer else { return };
    let is = |at: usize, word: &str| {
        tokens.get(at).is_some_and(|token| token.text(text).eq_ignore_ascii_case(word))
    };
    let own = is(at + 2, "CURRENT_USER");
    if !is(at + 1, "=") || own {
        return;
    }
    let span = tokens[at].span.shifted(step.command.span.start);
    let finding = report
        .finding(context, span, "this runs with the rights of the user that is named here")
        .note("where there is no such user it fails when it is used")
        .help("leave DEFINER out");
    report.push(finding);
}
