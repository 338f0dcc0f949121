//! `replace-function-drops-security`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{Name, ObjectKind, ObjectName};

/// `OR REPLACE` forgets what it does not repeat.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M505",
    name: "replace-function-drops-security",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "`CREATE OR REPLACE FUNCTION` leaves out `SECURITY DEFINER` or a `SET` that the function has.",
    why: "What is not repeated is reset: the function runs with its caller's rights from now on, or looks \
          up names in its caller's schemas (measured on 15 and 18).",
    instead: "Repeat both. To take one away, say `SECURITY INVOKER`, or `RESET` it by `ALTER FUNCTION`.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2';",
        "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER\n    \
         SET search_path = public, pg_temp AS 'SELECT 1';\n\
         REVOKE EXECUTE ON FUNCTION one() FROM PUBLIC;",
    )
    .after(
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER\n    \
         SET search_path = public, pg_temp AS 'SELECT 1';",
    )],
    good: &[Example::new(
        "postgres 15",
        "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 2';",
        "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1';",
    )
    .after("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    let Some(routine) = object.routine.as_ref().filter(|_| object.or_replace) else { return };
    let named = Name::bare(object.name.name.clone());
    let name = step.target().unwrap_or(&named).clone();
    let old =
        step.before.objects.get(&ObjectName { kind: ObjectKind::Routine, name: name.clone() });
    // What the up of the same migration added, its down may leave out.
    let key = ObjectName { kind: ObjectKind::Routine, name: name.clone() };
    let Some((old, settled)) = old.zip(context.settled.objects.get(&key)) else { return };
    let had = |words: &str| head(&old.text).contains(words) && head(&settled.text).contains(words);
    let said = context.text(step.command.span).to_ascii_lowercase();
    let mut lost = Vec::new();
    if had("security definer") && !routine.security_definer && !said.contains("security invoker") {
        lost.push("SECURITY DEFINER".to_owned());
    }
    if had("search_path") && !routine.settings.iter().any(|(name, _)| name == "search_path") {
        lost.push("its search_path".to_owned());
    }
    if lost.is_empty() {
        return;
    }
    let finding = report
        .finding(context, object.name.span, format!("`{name}` loses {}", listing::and(&lost)))
        .note("what OR REPLACE does not repeat is reset")
        .help("repeat it; to take it away, say SECURITY INVOKER")
        .rewrite("behind it", restored(&object.name.to_string(), &lost));
    report.push(finding);
}

/// The definition up to its body, as far as that can be told: what stands in quotes is not looked at.
fn head(text: &str) -> String {
    let mut head = String::new();
    for (at, part) in text.split('\'').enumerate() {
        if at % 2 == 0 {
            head.push_str(&part.split("$").next().unwrap_or_default().to_ascii_lowercase());
        }
    }
    head
}

fn restored(name: &str, lost: &[String]) -> String {
    let statements: Vec<String> = lost
        .iter()
        .map(|what| match what.as_str() {
            "SECURITY DEFINER" => format!("ALTER FUNCTION {name} SECURITY DEFINER;"),
            _ => format!("ALTER FUNCTION {name} SET search_path = public, pg_temp;"),
        })
        .collect();
    statements.join("\n")
}
