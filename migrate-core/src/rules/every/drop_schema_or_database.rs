//! `drop-schema-or-database`.

use crate::command::{DropObjects, DroppedKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{dependents, listing};
use crate::schema::{Name, ObjectKind};

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
                    false => finding.note(format!("with it: {}", listing::names(&inside))),
                };
                let finding = finding.help("drop what is in it by name, and say why");
                report.push(match by_name(context, step, &name.name) {
                    Some(sql) => finding.rewrite("by name", sql),
                    None => finding,
                });
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

/// Each table and view of a namespace dropped by name, and then the namespace.
fn by_name(context: &Context<'_>, step: &Step<'_>, namespace: &str) -> Option<String> {
    let is_in = |name: &&Name| name.namespace == namespace;
    let views = step.before.views.iter().filter(|(name, _)| is_in(name)).map(|(name, view)| {
        let kind = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        format!("DROP {kind} {};\n", context.path_to(name))
    });
    // What refers to others goes before them.
    let mut tables: Vec<&Name> = step.before.tables.keys().filter(is_in).collect();
    tables.sort_by_key(|name| dependents::referring(&step.before, name).len());
    let tables = tables.into_iter().map(|name| format!("DROP TABLE {};\n", context.path_to(name)));
    let statements: String = views.chain(tables).collect();
    (!statements.is_empty())
        .then(|| format!("{statements}DROP SCHEMA {};", context.written(namespace)))
}
