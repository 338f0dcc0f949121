//! `security-definer-public-execute`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Name, ObjectKind, ObjectName};

/// Everybody may call it.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M511",
    name: "security-definer-public-execute",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A new `SECURITY DEFINER` routine that every role may call.",
    why: "EXECUTE is granted to PUBLIC by default (measured on 15 and 18), so every role of the server can \
          do what the routine does with its owner's rights.",
    instead: "Revoke EXECUTE from PUBLIC in the same migration, and grant it to whoever needs it.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER\n    \
         SET search_path = public, pg_temp AS 'SELECT 1';",
        "DROP FUNCTION one();",
    )],
    good: &[Example::new(
        "postgres 15",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER\n    \
         SET search_path = public, pg_temp AS 'SELECT 1';\n\
         REVOKE EXECUTE ON FUNCTION one() FROM PUBLIC;",
        "DROP FUNCTION one();",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    let definer = object.routine.as_ref().is_some_and(|routine| routine.security_definer);
    // Rights survive `OR REPLACE`; a trigger function cannot be called.
    let returns = object.routine.as_ref().and_then(|routine| routine.returns.as_deref());
    let name = step.target().cloned().unwrap_or_else(|| Name::bare(object.name.name.clone()));
    let key = ObjectName { kind: ObjectKind::Routine, name };
    let replaced = step.before.objects.contains_key(&key);
    if !definer || replaced || matches!(returns, Some("trigger" | "event_trigger")) {
        return;
    }
    let revoked = context.steps.iter().any(|later| match &later.command.what {
        What::Grant(grant) => {
            let public = grant.grantees.iter().any(|it| it.name.eq_ignore_ascii_case("public"));
            let short = object.name.name.split('(').next().unwrap_or_default();
            let on = grant.on.to_ascii_lowercase();
            grant.revoke && public && (on.contains(short) || on.contains("all "))
        }
        _ => false,
    });
    if revoked {
        return;
    }
    let name = &object.name;
    let finding = report
        .finding(context, object.name.span, "every role may call this, with its owner's rights")
        .help("revoke EXECUTE from PUBLIC, and grant it to whoever needs it")
        .rewrite("behind it", format!("REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;"));
    report.push(finding);
}
