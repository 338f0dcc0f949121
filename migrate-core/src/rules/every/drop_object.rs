//! `drop-object`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Name, ObjectKind, ObjectName, Schema};

/// Something other than a table, a column, an index or a constraint goes.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M106",
    name: "drop-object",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "A view, routine, trigger, type, sequence or extension is dropped and not made again.",
    why: "Running code that reads the view or calls the routine fails from the moment this commits; a \
          trigger that is gone changes what a write does without any error. Extensions, types and \
          sequences weigh as an error: columns go or fail with them.",
    instead: "Stop using it and deploy that first. To replace it, create it again in the same \
              migration.",
    bad: &[Example::new(
        "sqlite 3.45",
        "DROP VIEW names;",
        "CREATE VIEW names AS SELECT name FROM users;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); \
            CREATE VIEW names AS SELECT name FROM users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "DROP VIEW names;\nCREATE VIEW names AS SELECT id, name FROM users;",
        "DROP VIEW names;\nCREATE VIEW names AS SELECT name FROM users;",
    )
    .after(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); \
            CREATE VIEW names AS SELECT name FROM users;",
    )],
    check: Check::Step(check),
};

/// What went.
enum Gone<'a> {
    View(&'a Name),
    Enum(&'a Name),
    Sequence(&'a Name),
    Object(&'a ObjectName),
}

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let drops = matches!(step.command.what, What::DropViews { .. } | What::DropObjects(_));
    let tables_go = step.changes.iter().any(|change| matches!(change, Change::DropTable(_)));
    let first = step.changes.iter().find_map(gone);
    let Some(gone) = first.filter(|gone| drops && !tables_go && is_settled(context.settled, gone))
    else {
        return;
    };
    let mut later = context.later(step, Event::Touched, name_of(&gone));
    if later.any(|later| later.changes.iter().any(|change| makes(change, &gone))) {
        return;
    }
    let (what, heavy) = words(&gone);
    let finding = report
        .finding(context, step.command.span, format!("{what} is dropped and not made again"))
        .note("whatever still uses it fails, or silently does less, from the moment this commits")
        .help("stop using it and deploy that first, or make it again in this migration");
    let finding = if heavy { report.weighing(Level::Deny, finding) } else { finding };
    report.push(finding);
}

fn gone(change: &Change) -> Option<Gone<'_>> {
    match change {
        Change::DropView(name) => Some(Gone::View(name)),
        Change::DropEnum(name) => Some(Gone::Enum(name)),
        Change::DropSequence(name) => Some(Gone::Sequence(name)),
        Change::DropObject(name) if is_used(name.kind) => Some(Gone::Object(name)),
        _ => None,
    }
}

/// Kinds whose loss this rule is about; others have rules of their own or hurt nobody.
const fn is_used(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Trigger
            | ObjectKind::Routine
            | ObjectKind::Extension
            | ObjectKind::Domain
            | ObjectKind::Type
            | ObjectKind::VirtualTable
            | ObjectKind::Rule
            | ObjectKind::EventTrigger
            | ObjectKind::Event
    )
}

fn is_settled(settled: &Schema, gone: &Gone<'_>) -> bool {
    match gone {
        Gone::View(name) => settled.views.contains_key(*name),
        Gone::Enum(name) => settled.enums.contains_key(*name),
        Gone::Sequence(name) => settled.sequences.contains_key(*name),
        Gone::Object(name) => settled.objects.contains_key(*name),
    }
}

fn makes(change: &Change, gone: &Gone<'_>) -> bool {
    match (change, gone) {
        (Change::PutView(made, _), Gone::View(name)) => made == *name,
        // A view may become a table, and a table a view.
        (Change::CreateTable(made, _), Gone::View(name)) => made == *name,
        (Change::PutEnum(made, _), Gone::Enum(name)) => made == *name,
        (Change::RenameTable { to, .. }, Gone::View(name)) => to == *name,
        (Change::PutSequence(made, _), Gone::Sequence(name)) => made == *name,
        (Change::PutObject(made, _), Gone::Object(name)) => {
            let short = |name: &str| name.split('(').next().unwrap_or(name).to_owned();
            made.kind == name.kind && short(&made.name.name) == short(&name.name.name)
        }
        _ => false,
    }
}

fn name_of<'g>(gone: &Gone<'g>) -> &'g str {
    match gone {
        Gone::View(name) | Gone::Enum(name) | Gone::Sequence(name) => &name.name,
        Gone::Object(object) => object.name.name.split('(').next().unwrap_or_default(),
    }
}

fn words(gone: &Gone<'_>) -> (String, bool) {
    match gone {
        Gone::View(name) => (format!("view `{name}`"), false),
        Gone::Enum(name) => (format!("type `{name}`"), true),
        Gone::Sequence(name) => (format!("sequence `{name}`"), true),
        Gone::Object(name) => {
            let heavy = matches!(
                name.kind,
                ObjectKind::Extension
                    | ObjectKind::Type
                    | ObjectKind::Domain
                    | ObjectKind::VirtualTable
            );
            (name.to_string(), heavy)
        }
    }
}
