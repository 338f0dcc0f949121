//! `drop-table`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{dependents, listing, rebuild};
use crate::schema::Name;

/// A table goes with its rows.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M101",
    name: "drop-table",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A table that was there before this migration is dropped.",
    why: "Its rows are gone: a down can bring back the shape and never what was in it. Code that is \
          still running reads and writes the table until the last replica is replaced, and fails \
          from the moment this commits.",
    instead: "Stop using the table, deploy that, then give it another name and wait; drop it in a \
              later migration that says `allow(drop-table, reason = \"...\")`.",
    bad: &[
        Example::new(
            "sqlite 3.45",
            "DROP TABLE sessions;",
            "CREATE TABLE sessions (id INTEGER PRIMARY KEY);",
        )
        .after("CREATE TABLE sessions (id INTEGER PRIMARY KEY);"),
        Example::new(
            "postgres 15",
            "DROP TABLE sessions;",
            "CREATE TABLE sessions (id bigint PRIMARY KEY);",
        )
        .after("CREATE TABLE sessions (id bigint PRIMARY KEY);"),
    ],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE sessions (id INTEGER PRIMARY KEY);",
        "DROP TABLE sessions;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::DropTables { tables, .. } = &step.command.what else { return };
    for (path, name) in tables.iter().zip(&step.targets) {
        let gone = step.before.tables.contains_key(name) && !context.is_new_table(name);
        if gone && !is_replaced(context, step, name) {
            let finding = finding(context, step, name, path.span, report);
            report.push(finding);
        }
    }
}

/// Whether its rows live on in another table of its name.
fn is_replaced(context: &Context<'_>, step: &Step<'_>, name: &Name) -> bool {
    let step = context.steps.iter().find(|it| std::ptr::eq(it.command, step.command));
    let dropped = step.and_then(|step| Some((step, step.targets.iter().find(|it| *it == name)?)));
    let rebuild = dropped.and_then(|(step, name)| rebuild::of_drop(context, step, name));
    rebuild.is_some_and(|rebuild| rebuild.copy.is_some())
        || crate::rules::every::recreate_table::is_recreated(context, name)
}

fn finding(
    context: &Context<'_>,
    step: &Step<'_>,
    name: &Name,
    span: crate::text::Span,
    report: &Report<'_>,
) -> crate::finding::Finding {
    let message = format!("dropping `{name}` deletes all of its rows");
    let mut finding = report
        .finding(context, span, message)
        .note("code that still reads or writes it fails from the moment this commits")
        .note("the down can create the table again, and none of its rows");
    let children = dependents::referring(&step.before, name);
    if !children.is_empty() {
        let children: Vec<String> = children.iter().map(ToString::to_string).collect();
        finding = finding.note(format!("what refers to it: {}", listing::names(&children)));
    }
    let users: Vec<String> =
        dependents::users(step, name, None).iter().map(dependents::Dependent::words).collect();
    if !users.is_empty() {
        finding = finding.note(format!("{} may use it", listing::and(&users)));
    }
    let trash = name.beside(format!("_trash_{}", name.name));
    finding.help("stop using it, deploy that, and drop it in a later migration").rewrite(
        "until then, out of reach and not yet lost",
        format!(
            "-- migrate: allow(rename-table, reason = \"unused; dropped in a later migration\")\n\
             ALTER TABLE {} RENAME TO {};",
            context.path_to(name),
            context.written(&trash.name)
        ),
    )
}
