//! `grant-to-public`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// Everybody gets a right.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M501",
    name: "grant-to-public",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A right is granted to `PUBLIC`, now or for what is created later.",
    why: "Every role of the server has it from then on, those that are made later included, whoever may \
          log in to them. A `REVOKE` from one role does not take it away.",
    instead: "Grant it to a role by name.",
    bad: &[Example::new(
        "postgres 15",
        "GRANT SELECT ON users TO PUBLIC;",
        "REVOKE SELECT ON users FROM PUBLIC;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "postgres 15",
        "GRANT SELECT ON users TO reader;",
        "REVOKE SELECT ON users FROM reader;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Grant(grant) = &step.command.what else { return };
    let public = grant.grantees.iter().find(|grantee| grantee.name.eq_ignore_ascii_case("public"));
    let Some(public) = public.filter(|_| !grant.revoke) else { return };
    let when = if grant.default { " on everything that is created later" } else { "" };
    let rights = grant.privileges.join(", ");
    let span = step.command.span;
    let text = context.text(span);
    let (from, to) =
        (public.span.start.saturating_sub(span.start), public.span.end.saturating_sub(span.start));
    let rewritten = match (text.get(..from), text.get(to..)) {
        (Some(before), Some(after)) => format!("{before}app_role{after}"),
        _ => text.to_owned(),
    };
    let finding = report
        .finding(context, public.span, format!("every role of the server gets {rights}{when}"))
        .note("roles that are made later have it, too")
        .help("grant it to a role by name")
        .rewrite("to the role that needs it", format!("{};", rewritten.trim_end_matches(';')));
    report.push(finding);
}
