//! Results of what runs migrations, for programs.

use std::borrow::Cow;
use std::time::Duration;

use migrate_core::rows::Loss;
use migrate_core::seed::Unseeded;
use migrate_core::set::receipt::Receipt;
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::text::place;
use migrate_runtime::Error;
use migrate_runtime::plan::Plan;
use migrate_runtime::verify::{Blocker, RowReport, Ungiven, Verdict, Verified};
use serde::Serialize;

use super::super::text::path_of;
use super::document;
use super::measured::{MeasuredJson, measured};
use crate::outcome::{Outcome, Rollback, Step, Stop, details, message};
use crate::proven::{Known, Proven};

#[derive(Serialize)]
struct OutcomeJson<'a> {
    status: &'static str,
    migrations: Vec<StepJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocker: Option<VerifiedJson<'a>>,
    current: Option<&'a str>,
    pending: Option<usize>,
    took_ms: f64,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    version: &'a str,
    title: &'a str,
    direction: &'static str,
    file: &'a str,
    took_ms: f64,
    rollback: RollbackJson<'a>,
}

#[derive(Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
enum RollbackJson<'a> {
    Reversible { engine: &'a str },
    Irreversible { reason: &'a str },
    NotVerified,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    state: Option<String>,
    help: Vec<String>,
}

/// The result of `up`, `down` and `redo`.
pub(in crate::ui) fn outcome(outcome: &Outcome<'_>) -> String {
    let (mut status, mut failure, mut blocker) = ("success", None, None);
    match &outcome.stop {
        Some(Stop::Failed { path, error }) => {
            status = "failed";
            failure = Some(failed(path.as_deref(), error));
        }
        Some(Stop::Blocked { verified: it, .. }) => {
            status = "blocker";
            blocker = Some(verified(it, None, None));
        }
        None => {}
    }
    let now = outcome.now.as_ref();
    document(&OutcomeJson {
        status,
        migrations: outcome.steps.iter().map(step).collect(),
        failure,
        blocker,
        current: now.and_then(|now| now.current.as_ref()).map(|version| version.as_str()),
        pending: now.map(|now| now.pending),
        took_ms: milliseconds(outcome.took),
        notes: outcome.notes.iter().map(ToString::to_string).collect(),
    })
}

fn failed<'a>(file: Option<&'a str>, error: &Error) -> FailureJson<'a> {
    let failure = match error {
        Error::Failed(failure) => Some(failure),
        _ => None,
    };
    let at = failure.map(|failure| place(&failure.sql, failure.culprit().start));
    FailureJson {
        file,
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        message: message(error),
        state: failure.map(|failure| failure.aftermath.to_string()),
        help: error.hints(),
    }
}

fn step(step: &Step) -> StepJson<'_> {
    StepJson {
        version: step.version.as_str(),
        title: &step.title,
        direction: step.direction.word(),
        file: &step.path,
        took_ms: milliseconds(step.took),
        rollback: match &step.rollback {
            Rollback::Verified { engine } => RollbackJson::Reversible { engine },
            Rollback::Irreversible { reason } => RollbackJson::Irreversible { reason },
            Rollback::NotVerified => RollbackJson::NotVerified,
        },
    }
}

#[derive(Serialize)]
struct PlanJson<'a> {
    steps: Vec<PlannedJson<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PlannedJson<'a> {
    version: &'a str,
    title: &'a str,
    direction: &'static str,
    file: String,
    transaction: bool,
    /// How many parts of the script an interrupted run has done already.
    done: usize,
    /// Nothing where the history alone is written.
    sql: Cow<'a, str>,
}

/// What a run would do.
pub(in crate::ui) fn dry_run(plan: &Plan<'_>, set: &MigrationSet, is_record: bool) -> String {
    let planned = |step| PlannedJson::of(step, set, is_record);
    document(&PlanJson {
        steps: plan.steps.iter().map(planned).collect(),
        notes: plan.notes.iter().map(ToString::to_string).collect(),
    })
}

impl<'a> PlannedJson<'a> {
    fn of(step: &'a migrate_runtime::plan::Step<'_>, set: &MigrationSet, is_record: bool) -> Self {
        Self {
            version: step.version.as_str(),
            title: &step.title,
            direction: step.direction.word(),
            file: path_of(step, set),
            transaction: step.script.transaction,
            done: step.done,
            sql: if is_record { Cow::Borrowed("") } else { step.script.text() },
        }
    }
}

#[derive(Serialize)]
struct VerificationJson<'a> {
    status: &'static str,
    engine: &'a str,
    migrations: Vec<VerifiedJson<'a>>,
    not_run: usize,
    /// What of `seed.sql` no migration met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ungiven: Vec<UngivenJson<'a>>,
    took_ms: f64,
}

#[derive(Serialize)]
struct UngivenJson<'a> {
    file: &'a str,
    line: usize,
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct VerifiedJson<'a> {
    version: &'a str,
    title: &'a str,
    file: &'a str,
    verdict: &'static str,
    /// Whether it was tried now; otherwise it is known from before.
    ran: bool,
    /// What is wrong, of a blocker; the reason, of what is irreversible.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// The differences or the failure, of a blocker; remarks, of the others.
    details: Vec<String>,
    /// Where the static replay and the engine are not of one mind.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    disagreement: &'a [String],
    /// What each statement of the two scripts was seen to cost what was there before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    up_locks: Vec<MeasuredJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    down_locks: Vec<MeasuredJson<'a>>,
    /// What became of the rows that were there; none where there was nothing to lose.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<RowsJson>,
    up_ms: f64,
    down_ms: f64,
    /// What an engine showed, now or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<ReceiptJson<'a>>,
}

#[derive(Serialize)]
struct ReceiptJson<'a> {
    engine: String,
    /// How many tables there were before the up, and how many of them had rows.
    tables: usize,
    seeded: usize,
    /// Columns whose rows did not come back, and those of which nothing is known.
    lost: &'a [String],
    unproven: &'a [String],
    /// What the scripts were seen to lock of what was there before.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    up_locks: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    down_locks: &'a [String],
    /// The schema before the up, and after it.
    before: &'a str,
    after: &'a str,
}

fn receipt(it: &Receipt) -> ReceiptJson<'_> {
    ReceiptJson {
        engine: it.engine.to_string(),
        tables: it.tables,
        seeded: it.seeded,
        lost: &it.lost,
        unproven: &it.unproven,
        up_locks: &it.up_locks,
        down_locks: &it.down_locks,
        before: it.before.as_str(),
        after: it.after.as_str(),
    }
}

#[derive(Serialize)]
struct RowsJson {
    /// `preserved`, `lost` or `unproven`.
    verdict: &'static str,
    /// How many columns came back as they were.
    preserved: usize,
    /// What did not, and is meant not to.
    lost: Vec<LossJson>,
    /// The tables that the migration can have reached and that had no rows.
    unproven: Vec<String>,
    /// All tables that had none, with what the engine says of a row.
    unseeded: Vec<UnseededJson>,
    tables: usize,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct LossJson {
    table: String,
    column: Option<String>,
    what: String,
}

#[derive(Serialize)]
struct UnseededJson {
    table: String,
    error: String,
}

fn rows(it: &RowReport) -> Option<RowsJson> {
    let loss = |loss: &Loss| LossJson {
        table: loss.table.to_string(),
        column: loss.column.clone(),
        what: loss.what.clone(),
    };
    let unseeded =
        |it: &Unseeded| UnseededJson { table: it.table.to_string(), error: it.error.clone() };
    Some(RowsJson {
        verdict: it.word()?,
        preserved: it.preserved,
        lost: it.lost.iter().map(loss).collect(),
        unproven: it.unproven.iter().map(ToString::to_string).collect(),
        unseeded: it.unseeded.iter().map(unseeded).collect(),
        tables: it.tables,
        notes: it.notes.clone(),
    })
}

/// The result of `verify`.
pub(in crate::ui) fn verification(it: &Proven, set: &MigrationSet) -> String {
    let run = &it.verification;
    document(&VerificationJson {
        status: if it.blocker().is_some() { "blocker" } else { "success" },
        engine: &run.engine,
        migrations: run
            .migrations
            .iter()
            .map(|verified| self::verified(verified, Some(it), set.get(&verified.version)))
            .collect(),
        not_run: run.not_run,
        ungiven: run.ungiven.iter().map(ungiven).collect(),
        took_ms: milliseconds(run.took),
    })
}

fn ungiven(it: &Ungiven) -> UngivenJson<'_> {
    UngivenJson { file: &it.path, line: it.line, error: it.error.as_deref() }
}

fn verified<'a>(
    it: &'a Verified,
    proven: Option<&'a Proven>,
    migration: Option<&'a Migration>,
) -> VerifiedJson<'a> {
    let (up, down) = (
        migration.map(|migration| &migration.up),
        migration.and_then(|migration| migration.down.script()),
    );
    let known = || proven.and_then(|proven| proven.known.get(&it.version));
    let (verdict, reason, details) = match &it.verdict {
        Verdict::Restored { notes } => ("reversible", None, notes.clone()),
        Verdict::Trusted => match known() {
            Some(Known::Fresh(_)) => ("reversible", None, Vec::new()),
            Some(Known::Code) => ("code", None, Vec::new()),
            Some(Known::Old) | None => ("old", None, Vec::new()),
        },
        Verdict::Irreversible { reason } => ("irreversible", Some(&**reason), Vec::new()),
        Verdict::Blocker(blocker) => ("blocker", Some(blocker.words()), places(blocker)),
    };
    VerifiedJson {
        version: it.version.as_str(),
        title: &it.title,
        file: &it.path,
        verdict,
        ran: known().is_none(),
        reason,
        details,
        disagreement: &it.disagreement,
        up_locks: measured(&it.up_measured, up),
        down_locks: measured(&it.down_measured, down),
        rows: rows(&it.rows),
        up_ms: milliseconds(it.up),
        down_ms: milliseconds(it.down),
        receipt: proven.and_then(|proven| proven.receipt(&it.version)).map(receipt),
    }
}

/// The details of a blocker; of a failure with its place.
fn places(blocker: &Blocker) -> Vec<String> {
    match blocker.failure() {
        Some(failure) => vec![failure.to_string()],
        None => details(blocker),
    }
}

/// With three decimals.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}
