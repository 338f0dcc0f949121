//! `untrusted-language`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

/// Code that the server does not hold back.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M508",
    name: "untrusted-language",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A routine in an untrusted language (`plpython3u`, `plperlu`, `pltclu`, `c`), or such a language.",
    why: "It runs as the operating system's user of the server, with all of its files and its network \
          (<https://www.postgresql.org/docs/current/plpython.html>).",
    instead: "Write it in `sql` or `plpgsql`, or outside of the database.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE FUNCTION one() RETURNS int LANGUAGE plpython3u AS 'return 1';",
        "DROP FUNCTION one();",
    )],
    good: &[Example::new(
        "postgres 15",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "DROP FUNCTION one();",
    )],
    check: Check::Step(check),
};

const UNTRUSTED: [&str; 9] = [
    "plpythonu",
    "plpython2u",
    "plpython3u",
    "plperlu",
    "pltclu",
    "c",
    "internal",
    "plrust",
    "plsh",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    let language = match (&object.routine, object.kind) {
        (Some(routine), _) => routine.language.to_ascii_lowercase(),
        (None, ObjectKind::Language | ObjectKind::Extension) => {
            object.name.name.to_ascii_lowercase()
        }
        _ => return,
    };
    if UNTRUSTED.contains(&&*language) {
        let finding = report
            .finding(
                context,
                object.name.span,
                format!("{language} runs with all rights of the server's own user"),
            )
            .note("its code reads and writes every file of the server and reaches its network")
            .help("write it in sql or plpgsql, or outside of the database");
        report.push(finding);
    }
}
