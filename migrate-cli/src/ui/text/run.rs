//! Results of what runs migrations, for people.

use std::time::Duration;

use migrate_core::finding::Severity;
use migrate_core::finding::render::{self, Diagram, Located};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet};
use migrate_core::text::counted;
use migrate_runtime::Error;
use migrate_runtime::plan::Plan;
use migrate_runtime::verify::{Blocker, Verdict, Verification, Verified};

use super::super::table::{self, Cell, painted, plain};
use super::{BAD, GOOD, WAITING, bold};
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

/// What a verification found.
pub(in crate::ui) fn verification(it: &Verification, set: &MigrationSet) -> String {
    let rows: Vec<[Cell; 3]> = it.migrations.iter().map(row).collect();
    let mut text = table::aligned(&rows);
    for (verified, note) in notes(it) {
        text += &format!("{}: {}_{}: {note}\n", bold("note"), verified.version, verified.title);
    }
    for verified in &it.migrations {
        for line in &verified.disagreement {
            let name = format!("{}_{}", verified.version, verified.title);
            text += &format!("{}: {name}: {line}; {WRONG_MODEL}\n", bold("note"));
        }
    }
    if let Some((verified, blocker)) = it.blocker() {
        text += &format!("\n{}\n", drawn(verified, blocker, set));
    }
    format!("{text}\n{}.", summary(it))
}

/// What is said where the static replay and the engine are not of one mind.
const WRONG_MODEL: &str = "this is a bug of the framework, not of the migration: please report it";

/// Remarks on migrations that can be undone.
fn notes(it: &Verification) -> impl Iterator<Item = (&Verified, &str)> {
    it.migrations.iter().flat_map(|verified| {
        let notes: &[String] = match &verified.verdict {
            Verdict::Restored { notes } => notes,
            _ => &[],
        };
        notes.iter().map(move |note| (verified, note.as_str()))
    })
}

fn row(verified: &Verified) -> [Cell; 3] {
    let name = plain(format!("{}_{}", verified.version, verified.title));
    match &verified.verdict {
        Verdict::Restored { .. } => {
            let (up, down) = (milliseconds(verified.up), milliseconds(verified.down));
            [("ok".to_owned(), GOOD), name, plain(format!("up {up}, down {down}"))]
        }
        Verdict::Trusted => {
            let up = milliseconds(verified.up);
            [("trusted".to_owned(), GOOD), name, plain(format!("up {up}"))]
        }
        Verdict::Irreversible { reason } => {
            [("irreversible".to_owned(), WAITING), name, plain(reason.as_str())]
        }
        Verdict::Blocker(blocker) => [("BLOCKER".to_owned(), BAD), name, plain(blocker.words())],
    }
}

/// One sentence on what a verification found.
pub(in crate::ui) fn summary(it: &Verification) -> String {
    let count = |wanted: fn(&Verdict) -> bool| {
        it.migrations.iter().filter(|verified| wanted(&verified.verdict)).count()
    };
    let restored = count(|verdict| matches!(verdict, Verdict::Restored { .. }));
    let trusted = count(|verdict| matches!(verdict, Verdict::Trusted));
    let irreversible = count(|verdict| matches!(verdict, Verdict::Irreversible { .. }));
    let took = milliseconds(it.took);
    let verified =
        format!("{} verified on {} in {took}", counted(restored, "migration"), it.engine);
    let mut parts = Vec::new();
    if trusted > 0 {
        parts.push(format!("{trusted} trusted"));
    }
    if irreversible > 0 {
        parts.push(format!("{irreversible} irreversible"));
    }
    if it.blocker().is_some() {
        parts.push("1 BLOCKER".to_owned());
    }
    if it.not_run > 0 {
        parts.push(format!("{} not run", it.not_run));
    }
    if parts.is_empty() { verified } else { format!("{verified}; {}", parts.join(", ")) }
}

/// A blocker with the script that is to blame.
fn drawn(verified: &Verified, blocker: &Blocker, set: &MigrationSet) -> String {
    let title = format!("{}_{}: {}", verified.version, verified.title, blocker.words());
    if let Blocker::DownFailed(failure) | Blocker::SecondUpFailed(failure) = blocker {
        let failed = Error::Failed(failure.clone()).render(render::Style::Color);
        return format!("{}: {title}\n{failed}", painted(&("BLOCKER".to_owned(), BAD)));
    }
    let down = match set.get(&verified.version).map(|migration| &migration.down) {
        Some(Down::Script(script)) => set.path(script),
        _ => verified.path.clone(),
    };
    let lines = details(blocker);
    let notes = lines.iter().map(|line| ("note", line.as_str()));
    let help = "complete the down; where there is no way back, remove it and write \
                `-- migrate: irreversible(reason = \"...\")` in the up";
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
