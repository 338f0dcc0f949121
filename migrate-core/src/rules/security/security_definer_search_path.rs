//! `security-definer-search-path`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

/// A function with its owner's rights and its caller's names.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M502",
    name: "security-definer-search-path",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A `SECURITY DEFINER` routine without a `search_path` of its own.",
    why: "It runs with the rights of its owner and looks up names in the schemas of its caller: whoever \
          may create a table or function in one of them, `pg_temp` always among them, decides what it \
          runs (<https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY>).",
    instead: "Add `SET search_path = schema, pg_temp`, with trusted schemas only and `pg_temp` last.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';\n\
         REVOKE EXECUTE ON FUNCTION one() FROM PUBLIC;",
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
    let Some(routine) = object.routine.as_ref().filter(|_| object.kind == ObjectKind::Routine)
    else {
        return;
    };
    let path = routine.settings.iter().find(|(name, _)| name == "search_path");
    if !routine.security_definer {
        return;
    }
    let name = &object.name;
    let fixed = path.map(|(_, value)| value.to_ascii_lowercase());
    let is_open =
        |value: &str| value.contains("$user") || value.split(',').any(|it| it.trim() == "default");
    let message = match &fixed {
        None => format!("`{name}` runs with its owner's rights and its caller's search_path"),
        Some(value) if is_open(value) => {
            format!("the search_path of `{name}` depends on its caller")
        }
        Some(_) => return,
    };
    let finding = report
        .finding(context, object.name.span, message)
        .note("whoever may create something in a schema of that path decides what it runs")
        .help("give it a search_path of trusted schemas, with pg_temp last")
        .rewrite(
            "or behind it",
            format!("ALTER FUNCTION {name} SET search_path = public, pg_temp;"),
        );
    if !altered_later(context, step, &object.name.name) {
        report.push(finding);
    }
}

/// Whether the rest of the script sets it.
fn altered_later(context: &Context<'_>, step: &Step<'_>, name: &str) -> bool {
    let short = |name: &str| name.split('(').next().unwrap_or(name).to_owned();
    context.steps.iter().filter(|later| later.statement > step.statement).any(|later| {
        let What::AlterObject(alter) = &later.command.what else { return false };
        let text = context.text(later.command.span).to_ascii_lowercase();
        alter.kind == ObjectKind::Routine
            && short(&alter.name.name) == short(name)
            && text.contains("search_path")
    })
}
