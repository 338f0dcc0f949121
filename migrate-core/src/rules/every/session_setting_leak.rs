//! `session-setting-leak`.

use crate::command::{Setting, SettingScope, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::text::Span;

/// A setting outlives its migration.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M133",
    name: "session-setting-leak",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "`SET` without `LOCAL` of something that changes what later statements mean or may do.",
    why: "It holds to the end of the session: the migrations after this one run under it, too, and behind a \
          pooler whoever has the connection next.",
    instead: "Write `SET LOCAL`, which ends with the transaction.",
    bad: &[Example::new(
        "postgres 15",
        "SET search_path = app;\nCREATE TABLE public.users (id bigint PRIMARY KEY);",
        "DROP TABLE public.users;",
    )],
    good: &[Example::new(
        "postgres 15",
        "SET LOCAL search_path = app;\nCREATE TABLE public.users (id bigint PRIMARY KEY);",
        "DROP TABLE public.users;",
    )],
    check: Check::Step(check),
};

const MATTERS: [&str; 10] = [
    "search_path",
    "role",
    "session authorization",
    "session_authorization",
    "lock_timeout",
    "statement_timeout",
    "timezone",
    "row_security",
    "check_function_bodies",
    "default_tablespace",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Set(Setting { name, value: Some(_), scope: SettingScope::Session }) =
        &step.command.what
    else {
        return;
    };
    let mut later = [name.as_str(), "all"].into_iter();
    let reset = later.any(|name| context.later(step, Event::Set, name).next().is_some());
    // Outside a transaction `SET LOCAL` does nothing.
    if !MATTERS.contains(&&**name) || reset || !context.transaction {
        return;
    }
    let span = step.command.span;
    let text = context.text(span);
    let rest = text.get(3..).unwrap_or_default().trim_start();
    let rest =
        rest.strip_prefix("SESSION ").or_else(|| rest.strip_prefix("session ")).unwrap_or(rest);
    let starts = text.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("set"));
    let mut finding = report
        .finding(
            context,
            span,
            format!("`{name}` stays as it is set here when the migration is over"),
        )
        .help("write SET LOCAL")
        .rewrite("for this migration only", format!("SET LOCAL {};", rest.trim_end_matches(';')));
    if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| starts) {
        let at = Span::new(span.start, span.start + (text.len() - rest.len()));
        let text = "SET LOCAL ".to_owned();
        rewrite.edits = vec![Edit { path: context.path.to_owned(), span: at, text }];
    }
    report.push(finding);
}
