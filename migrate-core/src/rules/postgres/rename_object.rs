//! Another name for a schema, view, type, sequence or function.

use crate::change::Change;
use crate::command::{EnumChange, ObjectChange, Path, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Name, ObjectKind, ObjectName};
use crate::set::name::Direction;

pub(super) static RULE: Rule = Rule {
    code: "M234",
    name: "rename-object",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A view, type, sequence, domain or function gets another name; at `deny`, a schema does.",
    why: "Programs and function bodies that use the old name fail the moment the migration commits. \
          With a schema, everything in it gets another name at once.",
    instead: "Create it under the new name beside the old one, and drop the old one when nobody uses \
              it any more.",
    bad: &[Example::new(
        "postgres 14",
        "ALTER TYPE mood RENAME TO feeling;",
        "ALTER TYPE feeling RENAME TO mood;",
    )
    .after("CREATE TYPE mood AS ENUM ('sad', 'ok');")],
    good: &[
        Example::new(
            "postgres 14",
            "ALTER TYPE mood RENAME TO mood_old;\n\
             CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');",
            "DROP TYPE mood;\nALTER TYPE mood_old RENAME TO mood;",
        )
        .after("CREATE TYPE mood AS ENUM ('sad', 'ok');"),
        Example::new(
            "postgres 14",
            "CREATE SEQUENCE counter;\nALTER SEQUENCE counter RENAME TO numbers;",
            "DROP SEQUENCE numbers;",
        ),
    ],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if let What::RenameNamespace { from, .. } = &step.command.what {
        if context.settled.namespaces.contains_key(&from.name) {
            let message = format!("everything in `{}` gets another name at once", from.name);
            let finding = report.finding(context, step.command.span, message);
            report.push(report.weighing(Level::Deny, finding));
        }
        return;
    }
    let Some((path, kind)) = renamed(&step.command.what) else { return };
    let Some(name) = step.target() else { return };
    let known = |schema: &crate::schema::Schema| is_known(schema, name, kind);
    // A down gives back the name that the up took, and what came with the migration is new.
    let made_here = known(&step.before) && !known(context.settled);
    if made_here || context.direction == Direction::Down && !known(context.settled) {
        return;
    }
    if made_again(context, step, name) {
        return;
    }
    let message = format!("whoever uses `{path}` by that name fails the moment this commits");
    report.push(report.finding(context, step.command.span, message).help(
        "create it under the new name beside the old one, and drop the old one when nobody uses it",
    ));
}

fn renamed(what: &What) -> Option<(&Path, Option<ObjectKind>)> {
    match what {
        What::AlterView { view, change: ObjectChange::Rename(_), .. } => Some((view, None)),
        What::AlterSequence { name, change: ObjectChange::Rename(_), .. } => Some((name, None)),
        What::AlterEnum { name, change: EnumChange::Other(ObjectChange::Rename(_)) } => {
            Some((name, None))
        }
        What::AlterObject(alter) => match (&alter.change, alter.kind) {
            (
                ObjectChange::Rename(_),
                kind @ (ObjectKind::Domain | ObjectKind::Type | ObjectKind::Routine),
            ) => Some((&alter.name, Some(kind))),
            _ => None,
        },
        _ => None,
    }
}

fn is_known(schema: &crate::schema::Schema, name: &Name, kind: Option<ObjectKind>) -> bool {
    match kind {
        Some(kind) => schema.objects.contains_key(&ObjectName { kind, name: name.clone() }),
        None => {
            schema.views.contains_key(name)
                || schema.enums.contains_key(name)
                || schema.sequences.contains_key(name)
        }
    }
}

/// Whether something else has the name when the script ends, as where a type is made anew with other
/// values.
fn made_again(context: &Context<'_>, step: &Step<'_>, name: &Name) -> bool {
    let bare = name.name.split('(').next().unwrap_or_default();
    let mut later = context.later(step, Event::Touched, bare).flat_map(|step| &step.changes);
    later.any(|change| match change {
        Change::PutEnum(made, _) | Change::PutView(made, _) => made == name,
        Change::PutObject(made, _) => made.name == *name,
        _ => false,
    })
}
