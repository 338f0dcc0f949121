//! Results of what runs migrations, for people.

use std::time::Duration;

use migrate_core::finding::Severity;
use migrate_core::finding::render::{self, Diagram, Located};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet};
use migrate_core::text::counted;
use migrate_runtime::Error;
use migrate_runtime::plan::Plan;
use migrate_runtime::verify::{Blocker, Verified};

use super::super::table::painted;
use super::{BAD, GOOD, bold};
use crate::outcome::{Now, Outcome, Rollback, Step, Stop, details};

/// What a run did.
pub(in crate::ui) fn outcome(outcome: &Outcome<'_>, set: &MigrationSet) -> String {
    let mut text: String = outcome.steps.iter().map(step).collect();
    match &outcome.stop {
        Some(Stop::Blocked { verified, blocker }) => {
            text += &format!("{}\n\n", drawn(verified, blocker, set));
            text += "Nothing was applied";
        }
        Some(Stop::Failed { .. }) => return text,
        None => text += &done(outcome),
    }
    if let Some(now) = &outcome.now {
        text += &format!("; {}", place(now));
    }
    text + "."
}

fn step(step: &Step) -> String {
    let done = match step.direction {
        Direction::Up => "applied",
        Direction::Down => "rolled back",
    };
    let back = match (&step.rollback, step.direction) {
        (Rollback::Verified { engine }, Direction::Up) => {
            format!(", reversible: verified on {engine}")
        }
        (Rollback::Irreversible { reason }, Direction::Up) => format!(", irreversible: {reason}"),
        _ => String::new(),
    };
    let done = painted(&(done.to_owned(), GOOD));
    format!("{done} {}_{} ({}{back})\n", step.version, step.title, milliseconds(step.took))
}

fn done(outcome: &Outcome<'_>) -> String {
    let count = |direction| outcome.steps.iter().filter(|it| it.direction == direction).count();
    let took = milliseconds(outcome.took);
    match (count(Direction::Up), count(Direction::Down)) {
        (0, 0) => "Nothing to do".to_owned(),
        (up, 0) => format!("{} applied in {took}", counted(up, "migration")),
        (0, down) => format!("{} rolled back in {took}", counted(down, "migration")),
        (up, _) => format!("{} rolled back and applied again in {took}", counted(up, "migration")),
    }
}

/// `the database is at 7 (head)`
fn place(now: &Now) -> String {
    let pending = now.distance();
    match &now.current {
        Some(version) => format!("the database is at {version} ({pending})"),
        None => format!("no migration is applied ({pending})"),
    }
}

/// What will be rolled back.
pub(in crate::ui) fn plan(plan: &Plan<'_>) -> String {
    let again = plan.steps.iter().any(|step| step.direction == Direction::Up);
    let what = if again { "rolled back and applied again" } else { "rolled back" };
    let steps = plan.steps.iter().filter(|step| step.direction == Direction::Down);
    let lines: Vec<String> =
        steps.map(|step| format!("    {}_{}", step.version, step.title)).collect();
    format!("{}\n{}", bold(&format!("This will be {what}, with the data in it:")), lines.join("\n"))
}

/// A blocker with the script that is to blame.
pub(super) fn drawn(verified: &Verified, blocker: &Blocker, set: &MigrationSet) -> String {
    let title = format!("{}_{}: {}", verified.version, verified.title, blocker.words());
    if let Some(failure) = blocker.failure() {
        let failed = Error::Failed(Box::new(failure.clone())).render(render::Style::Color);
        return format!("{}: {title}\n{failed}", painted(&("BLOCKER".to_owned(), BAD)));
    }
    let down = match set.get(&verified.version).map(|migration| &migration.down) {
        Some(Down::Script(script)) => set.path(script),
        _ => verified.path.clone(),
    };
    let lines = details(blocker);
    let notes = lines.iter().map(|line| ("note", line.as_str()));
    let help = match blocker {
        Blocker::RowsLost(_) => {
            "make the down put the values back; where they are meant to be lost, write \
             `-- migrate: lossy(table.column, reason = \"...\")` in the up"
        }
        _ => {
            "complete the down; where there is no way back, remove it and write \
             `-- migrate: irreversible(reason = \"...\")` in the up"
        }
    };
    let diagram = Diagram {
        severity: Severity::Error,
        title: &title,
        places: vec![Located { path: &down, source: None, label: "" }],
        footers: notes.chain([("help", help)]).collect(),
    };
    render::draw(&diagram, render::Style::Color)
}

/// Rounded up, so that what took time does not look as if it took none.
pub(in crate::ui) fn milliseconds(took: Duration) -> String {
    format!("{} ms", took.as_micros().div_ceil(1000))
}
