//! `password-in-migration`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::words::has_letters;
use crate::text::Span;

/// A secret in a file.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M504",
    name: "password-in-migration",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "A password stands in a migration: `PASSWORD '…'`, `IDENTIFIED BY '…'`, or in a connection \
           string.",
    why: "Migrations are in version control, and this framework compiles them into the binary: whoever has \
          either has the password. It is the same everywhere, and cannot be changed without a migration.",
    instead: "Create roles outside of migrations, or without a password, and set it from where secrets \
              are kept.",
    bad: &[
        Example::new(
            "postgres 15",
            "CREATE ROLE reader LOGIN PASSWORD 'hunter2';",
            "DROP ROLE reader;",
        ),
        Example::new(
            "mysql 8.0",
            "CREATE USER reader@localhost IDENTIFIED BY 'hunter2';",
            "DROP USER reader@localhost;",
        ),
    ],
    good: &[Example::new("postgres 15", "CREATE ROLE reader;", "DROP ROLE reader;")],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (at, statement) in context.statements.iter().enumerate() {
        // Rows may hold texts of any kind, and a table may have a column `password`.
        let is_rows = statement.commands.iter().any(|command| match &command.what {
            What::Data(data) => data.kind != DataKind::Select,
            What::CreateTable(_) | What::AlterTable(_) | What::CreateView(_) => true,
            What::CreateIndex(_) | What::Comment { .. } => true,
            _ => false,
        });
        // What is searched for is in quotes, and most statements have none.
        let text = context.text(statement.span);
        if is_rows || !(text.contains('\'') || text.contains('"') || text.contains('$')) {
            continue;
        }
        if !(has_letters(text, "password") || has_letters(text, "identified")) {
            continue;
        }
        let is_routine = context.steps.iter().any(|step| {
            step.statement == at
                && matches!(&step.command.what, What::CreateObject(object) if object.routine.is_some())
        });
        let tokens = lexer::significant(text, context.target.dialect);
        let Some(span) = secret(text, &tokens, is_routine) else { continue };
        let finding = report
            .finding(
                context,
                span.shifted(statement.span.start),
                "this password is in version control and in the binary",
            )
            .note("whoever has either has the password, on every server that runs this migration")
            .help("set the password from where secrets are kept, and change this one: it is known")
            .rewrite("without the password", without(text, &tokens, span));
        report.push(finding);
    }
}

/// The literal that is a password, or has one in it.
fn secret(text: &str, tokens: &[Token], is_routine: bool) -> Option<Span> {
    let literal = |token: &&Token| token.kind == TokenKind::String && token.text(text).len() > 2;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| literal(token)) {
        let back = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.get(at));
        let is = |steps: usize, word: &str| back(steps).is_some_and(|it| it.is_word(text, word));
        let by =
            is(1, "BY") || is(1, "AS") && tokens.iter().any(|it| it.is_word(text, "IDENTIFIED"));
        let symbol = back(1).is_some_and(|it| matches!(it.text(text), "=" | "("));
        let named = is(1, "PASSWORD") || symbol && is(2, "PASSWORD");
        if !is_routine && (named || by && tokens.iter().any(|it| it.is_word(text, "IDENTIFIED"))) {
            return Some(token.span);
        }
        let inside = token.text(text).to_ascii_lowercase();
        let carries = inside.match_indices("password=").any(|(at, found)| {
            let rest = &inside[at + found.len()..];
            rest.starts_with(|first: char| first.is_ascii_alphanumeric())
        });
        if carries && !is_routine {
            return Some(token.span);
        }
    }
    None
}

/// The statement without the words about the password.
fn without(text: &str, tokens: &[Token], span: Span) -> String {
    let at = tokens.iter().position(|token| token.span == span).unwrap_or_default();
    let mut from = at;
    let words = ["PASSWORD", "ENCRYPTED", "IDENTIFIED", "BY", "=", "WITH", "AS"];
    while let Some(before) = from.checked_sub(1).and_then(|it| tokens.get(it))
        && words.iter().any(|word| before.text(text).eq_ignore_ascii_case(word))
    {
        from -= 1;
    }
    let start = tokens.get(from).map_or(span.start, |token| token.span.start);
    let (before, after) =
        (text.get(..start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    format!("{}{};", before.trim_end(), after.trim_end_matches(';'))
}
