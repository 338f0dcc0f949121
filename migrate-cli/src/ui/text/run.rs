//! Results of what runs migrations, for people.

use std::time::Duration;

use migrate_core::finding::Severity;
use migrate_core::finding::render::{self, Diagram, Located};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet};
use migrate_core::text::counted;
use migrate_runtime::Error;
use migrate_runtime::plan::{Plan, ScriptOrigin, Step as PlanStep};
use migrate_runtime::verify::{Blocker, Verified};

use super::super::table::painted;
use super::{BAD, GOOD, bold};
use crate::outcome::{Now, Outcome, Rollback, Step, Stop, details};

/// What a run did.
pub(in crate::ui) fn outcome(outcome: &Outcome<'_>, set: &MigrationSet) -> String {
    let line = |it| step(it, outcome.is_record);
    let mut text: String = outcome.steps.iter().map(line).collect();
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

fn step(step: &Step, is_record: bool) -> String {
    if is_record {
        let done = match step.direction {
            Direction::Up => "recorded",
            Direction::Down => "taken out",
        };
        return format!("{} {}\n", painted(&(done.to_owned(), GOOD)), step.name());
    }
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
    format!("{done} {} ({}{back})\n", step.name(), milliseconds(step.took))
}

fn done(outcome: &Outcome<'_>) -> String {
    let count = |direction| outcome.steps.iter().filter(|it| it.direction == direction).count();
    let took = milliseconds(outcome.took);
    match (count(Direction::Up), count(Direction::Down)) {
        (0, 0) => "Nothing to do".to_owned(),
        (up, 0) if outcome.is_record => format!("{} recorded, none run", counted(up, "migration")),
        (0, down) if outcome.is_record => {
            format!("{} taken out of the history, none rolled back", counted(down, "migration"))
        }
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
pub(in crate::ui) fn plan(plan: &Plan<'_>, is_record: bool) -> String {
    let again = plan.steps.iter().any(|step| step.direction == Direction::Up);
    let what = match (is_record, again) {
        (true, _) => "taken out of the history, and not rolled back",
        (false, true) => "rolled back and applied again, with the data in it",
        (false, false) => "rolled back, with the data in it",
    };
    let steps = plan.steps.iter().filter(|step| step.direction == Direction::Down);
    let lines: Vec<String> = steps.map(|step| format!("    {}", step.name())).collect();
    format!("{}\n{}", bold(&format!("This will be {what}:")), lines.join("\n"))
}

/// What would run, as SQL with comments.
pub(in crate::ui) fn dry_run(plan: &Plan<'_>, set: &MigrationSet, is_record: bool) -> String {
    if plan.steps.is_empty() {
        return "-- Nothing to do.".to_owned();
    }
    let parts: Vec<String> = if is_record {
        plan.steps.iter().map(|step| format!("-- {}", record(step))).collect()
    } else {
        plan.steps.iter().map(|step| planned(step, set)).collect()
    };
    parts.join("\n")
}

fn record(step: &PlanStep<'_>) -> String {
    match step.direction {
        Direction::Up => format!("record {} as applied", step.name()),
        Direction::Down => format!("take {} out of the history", step.name()),
    }
}

fn planned(step: &PlanStep<'_>, set: &MigrationSet) -> String {
    let what = match step.direction {
        Direction::Up => "apply",
        Direction::Down => "roll back",
    };
    let scope = match step.script.transaction {
        _ if step.script.is_code() => "by the program that it is compiled into",
        _ if set.target.dialect.commits_each_change() => "statement by statement",
        true => "in a transaction",
        false => "outside a transaction",
    };
    let resumed = match step.done {
        0 => String::new(),
        done => format!(", and go on behind {}", counted(done, "part")),
    };
    let path = path_of(step, set);
    let heading = format!("-- {what} {} ({path}), {scope}{resumed}", step.name());
    format!("{}\n{}\n", bold(&heading), step.script.text().trim())
}

/// Where a script that would run is written.
pub(in crate::ui) fn path_of(step: &PlanStep<'_>, set: &MigrationSet) -> String {
    match step.origin {
        ScriptOrigin::Set => set.path(&step.script),
        ScriptOrigin::History => step.script.file.to_string(),
    }
}

/// A blocker with the script that is to blame.
pub(super) fn drawn(verified: &Verified, blocker: &Blocker, set: &MigrationSet) -> String {
    let name = verified.version.named(&verified.title);
    let title = format!("{name}: {}", blocker.words());
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
        Blocker::SecondRunFails(_) | Blocker::SecondRunDiffers(_) => {
            "write it so that it can run over its own result: `CREATE OR REPLACE`, or \
             `DROP ... IF EXISTS` above what it creates"
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
