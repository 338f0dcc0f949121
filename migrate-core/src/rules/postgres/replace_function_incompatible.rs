//! `CREATE OR REPLACE FUNCTION` that PostgreSQL refuses.

use crate::command::{Routine, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{ObjectKind, ObjectName};

use super::recipe;

const ONE: &str = "CREATE FUNCTION one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';";

pub(super) static RULE: Rule = Rule {
    code: "M238",
    name: "replace-function-incompatible",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A function is replaced by one of another result or with other names of arguments.",
    why: "PostgreSQL refuses it (“cannot change return type of existing function”, “cannot change \
          name of input parameter”): the migration can never be applied. Measured on PostgreSQL \
          15.18 and 18.4.",
    instead: "Drop the function and create it in the same migration, with what depends on it; or \
              give the new one another name.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE OR REPLACE FUNCTION one(n integer) RETURNS bigint LANGUAGE sql AS 'SELECT n::bigint';",
        "CREATE OR REPLACE FUNCTION one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';",
    )
    .after(ONE)],
    good: &[Example::new(
        "postgres 14",
        "CREATE OR REPLACE FUNCTION one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n + 0';",
        "CREATE OR REPLACE FUNCTION one(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';",
    )
    .after(ONE)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(create) = &step.command.what else { return };
    let Some(routine) = create.routine.as_ref().filter(|_| create.or_replace) else { return };
    let Some(name) = step.targets.last() else { return };
    let old = ObjectName { kind: ObjectKind::Routine, name: name.clone() };
    let Some(old) = step.before.objects.get(&old) else { return };
    let Some((arguments, rest)) = parts(&old.text) else { return };
    let message = if !returns_the_same(rest, routine) {
        format!("`{}` has another result already", create.name.name)
    } else if let Some(argument) = renamed(arguments, routine) {
        format!("`{argument}` has another name in the `{}` there is", create.name.name)
    } else {
        return;
    };
    let signature = context.text(create.name.span);
    let statement = context.text(recipe::statement(context, step));
    let created = statement.replacen("OR REPLACE ", "", 1).replacen("or replace ", "", 1);
    report.push(
        report
            .finding(context, create.name.span, message)
            .note("CREATE OR REPLACE FUNCTION cannot change that, and PostgreSQL refuses it")
            .rewrite(
                "dropped and created, where nothing depends on it",
                format!("DROP FUNCTION {signature};\n{created};"),
            ),
    );
}

/// The arguments of a definition in normal spelling, and what follows them.
fn parts(text: &str) -> Option<(&str, &str)> {
    let open = text.find('(')?;
    let mut depth = 0usize;
    for (at, letter) in text[open..].char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[open + 1..open + at], text[open + at + 1..].trim_start()));
        }
    }
    None
}

fn returns_the_same(rest: &str, routine: &Routine) -> bool {
    match (&routine.returns, rest.strip_prefix("returns ")) {
        (Some(new), Some(old)) => {
            let tail = old.strip_prefix(new.as_str());
            tail.is_some_and(|tail| tail.is_empty() || tail.starts_with(' '))
        }
        // The result of one with OUT arguments follows from those.
        _ => true,
    }
}

/// The first argument whose name changes.
fn renamed<'a>(old: &str, routine: &'a Routine) -> Option<&'a str> {
    let words = |argument: &str| -> Vec<String> {
        argument.split_whitespace().map(|word| word.trim_matches('"').to_owned()).collect()
    };
    let old: Vec<Vec<String>> = split(old).iter().map(|argument| words(argument)).collect();
    let pairs = old.iter().zip(&routine.arguments);
    pairs
        .filter(|(old, new)| !new.is_empty() && old.len() > 1 && !old.contains(new))
        // A type of two words is not a name and a type.
        .filter(|(old, _)| {
            !matches!(&*old[0], "double" | "character" | "timestamp" | "time" | "bit")
        })
        .map(|(_, new)| new.as_str())
        .next()
}

/// The arguments between commas that stand in no parentheses.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0i32, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_and_results_are_told_apart() {
        let routine = Routine {
            returns: Some("integer".to_owned()),
            arguments: vec!["m".to_owned()],
            ..Routine::default()
        };
        let (arguments, rest) =
            parts("(n numeric(10,2) default 0) returns integer as 'x'").unwrap();
        assert_eq!(renamed(arguments, &routine), Some("m"));
        assert!(returns_the_same(rest, &routine));
        assert!(!returns_the_same("returns integer[] as 'x'", &routine));
        assert_eq!(renamed("double precision", &routine), None);
        assert_eq!(renamed("m integer", &routine), None);
    }
}
