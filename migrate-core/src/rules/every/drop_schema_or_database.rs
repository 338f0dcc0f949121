//! `drop-schema-or-database`.

use crate::command::{DropObjects, DroppedKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::ObjectKind;

/// A namespace or a database goes, with everything in it.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M104",
    name: "drop-schema-or-database",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "A schema or a database is dropped.",
    why: "Everything in it goes at once, whether this project's migrations made it or not. Nothing \
          brings the rows back.",
    instead: "Drop the tables by name, each in a migration that says why; drop the schema when it is \
              empty. Databases belong to whoever runs the server.",
    bad: &[Example::new("postgres 15", "DROP SCHEMA audit CASCADE;", "CREATE SCHEMA audit;")
        .after("CREATE SCHEMA audit; CREATE TABLE audit.log (id bigint PRIMARY KEY);")],
    good: &[Example::new("postgres 15", "CREATE SCHEMA audit;", "DROP SCHEMA audit;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    match &step.command.what {
        What::DropNamespaces { names, .. } => {
            for name in names {
                let known = step.before.namespaces.contains_key(&name.name);
                let settled = context.settled.namespaces.contains_key(&name.name);
                let inside = inside(step, &name.name);
                if (known && !settled) || (step.changes.is_empty() && step.doubts.is_empty()) {
                    continue;
                }
                let finding = report.finding(
                    context,
                    name.span,
                    format!("dropping schema `{}` drops everything in it", name.name),
                );
                let finding = match inside.is_empty() {
                    true => report.weighing(Level::Warn, finding),
                    false => finding.note(format!("{} go with it", listing::names(&inside))),
                };
                report.push(finding.help("drop what is in it by name, and say why"));
            }
        }
        What::DropObjects(DropObjects { kinds, .. })
            if kinds.contains(&DroppedKind::Object(ObjectKind::Database)) =>
        {
            let finding = report
                .finding(context, step.command.span, "a database goes with everything in it")
                .help("leave databases to whoever runs the server");
            report.push(finding);
        }
        _ => {}
    }
}

/// The tables and views in a namespace.
fn inside(step: &Step<'_>, namespace: &str) -> Vec<String> {
    let tables = step.before.tables.keys();
    let names = tables.chain(step.before.views.keys());
    names.filter(|name| name.namespace == namespace).map(ToString::to_string).collect()
}
