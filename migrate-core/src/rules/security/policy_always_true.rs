//! `policy-always-true`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

/// A policy that lets everything through.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M512",
    name: "policy-always-true",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A permissive policy whose condition is `true`, for every role.",
    why: "Permissive policies are joined by OR: with one that is always true, no other hides a row. \
          Without `TO` it is for every role.",
    instead: "Say which rows, and with `TO` which roles.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE POLICY everything ON users USING (true);",
        "-- migrate: allow(disable-row-level-security, reason = \"it came with the up\")\n\
         DROP POLICY everything ON users;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    )],
    good: &[Example::new(
        "postgres 15",
        "CREATE POLICY own ON users TO app USING (id = 1);",
        "DROP POLICY own ON users;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    if object.kind != ObjectKind::Policy {
        return;
    }
    let squeezed: String =
        object.text.to_ascii_lowercase().chars().filter(|it| !it.is_whitespace()).collect();
    let open = squeezed.contains("using(true)") || squeezed.contains("withcheck(true)");
    let words: Vec<&str> = object.text.split_whitespace().collect();
    let to = words.iter().position(|word| word.eq_ignore_ascii_case("to"));
    let roles =
        to.and_then(|at| words.get(at + 1)).is_some_and(|it| !it.eq_ignore_ascii_case("public"));
    if open && !roles && !squeezed.contains("asrestrictive") {
        let finding = report
            .finding(context, object.name.span, "this policy hides no row from anybody")
            .note("permissive policies are joined by OR, so no other hides one either")
            .help("say which rows, and with TO which roles");
        report.push(finding);
    }
}
