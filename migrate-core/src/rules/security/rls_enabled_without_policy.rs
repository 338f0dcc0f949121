//! `rls-enabled-without-policy`.

use crate::change::Change;
use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::same;
use crate::schema::ObjectKind;

/// Nobody sees a row.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M513",
    name: "rls-enabled-without-policy",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Row level security is enabled on a table that has no policy.",
    why: "Without a policy every role but the owner sees no row and writes none, without an error on read \
          (measured on 15 and 18). The owner sees everything, unless it is forced.",
    instead: "Create the policies in the same migration.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
        "ALTER TABLE users DISABLE ROW LEVEL SECURITY;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY;\n\
         CREATE POLICY own ON users TO app USING (id = 1);",
        "DROP POLICY own ON users;\nALTER TABLE users DISABLE ROW LEVEL SECURITY;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterTable(alter) = &step.command.what else { return };
    let enables = matches!(&alter.change, TableChange::SetOption { name, value: Some(_) } if name == "row security");
    let Some(table) = step.target().filter(|_| enables) else { return };
    let has_policy = step.before.objects.iter().any(|(object, it)| {
        object.kind == ObjectKind::Policy && it.table.as_ref().is_some_and(|on| same(on, table))
    });
    let later = context.steps.iter().flat_map(|step| &step.changes).any(|change| match change {
        Change::PutObject(made, it) => {
            made.kind == ObjectKind::Policy && it.table.as_ref().is_some_and(|on| same(on, table))
        }
        _ => false,
    });
    if has_policy || later {
        return;
    }
    let finding = report
        .finding(
            context,
            step.command.span,
            format!("nobody but its owner sees a row of `{table}` from now on"),
        )
        .help("create the policies in this migration")
        .rewrite(
            "behind it",
            format!(
                "CREATE POLICY {} ON {} TO <a role> USING (<which rows>);",
                context.written(&format!("{}_rows", table.name)),
                context.path_to(table)
            ),
        );
    report.push(finding);
}
