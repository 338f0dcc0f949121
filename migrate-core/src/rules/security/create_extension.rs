//! `create-extension`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

/// What the server must have installed.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M514",
    name: "create-extension",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An extension is created.",
    why: "Most extensions need a superuser, or a place on the list of a hosted server; which version it is \
          depends on what the server has installed, and `CASCADE` brings in others.",
    instead: "Create extensions where servers are set up.",
    bad: &[Example::new("postgres 15", "CREATE EXTENSION pgcrypto;", "DROP EXTENSION pgcrypto;")],
    good: &[Example::new("postgres 15", "CREATE ROLE reader;", "DROP ROLE reader;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    if object.kind == ObjectKind::Extension {
        let finding = report
            .finding(
                context,
                object.name.span,
                format!("`{}` needs rights that a service may not have", object.name),
            )
            .help("create extensions where servers are set up");
        report.push(finding);
    }
}
