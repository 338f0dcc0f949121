//! Whether a down undoes its up, decided without a database.
//!
//! The up is replayed on the schema before it, the down on what the up left, and the result compared
//! with where it began. The answer may be that it is not known; it is never that a pair is proven
//! which an engine shows to differ.

mod blame;
mod born;
mod certainty;
mod converted;
mod copies;
mod copy;
mod encoded;
mod enforcement;
mod hazard;
mod hidden;
mod identity;
mod mirrors;
mod moment;
mod pair;
mod queue;
mod refill;
mod rows;
mod saved;
mod schema;
mod shifted;
mod spelling;
mod spread;
mod swapped;
mod typed;
mod undo;
mod unmodelled;
mod width;

use crate::change::words::{Expected, Residue, ResidueKind, Subject, residues};
use crate::replay::{REWRITTEN, Step, spelled_as};
use crate::set::name::Direction;
use crate::text::Span;

pub use crate::dialect::remedy::Remedy;
pub use certainty::{Certainty, Key};
pub use pair::{Pair, Run};

/// What is known of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Of the schema.
    pub schema: SchemaVerdict,
    /// Of the rows.
    pub rows: RowVerdict,
    /// What is lost, also where there is no down to bring anything back.
    pub losses: Vec<Loss>,
    /// What may be lost, so that somebody can have written down that it may.
    pub doubts: Vec<Doubt>,
}

/// Whether the schema comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaVerdict {
    /// It does, exactly.
    Proven,
    /// It does but for the order of columns.
    Order(Vec<Residual>),
    /// It does not.
    Differs(Vec<Residual>),
    /// The engine would refuse the down, or the up when it is run again after the down.
    Fails(Refusal),
    /// It is not known.
    Unknown(Vec<Reason>),
    /// There is no down, and the up says why.
    Irreversible,
}

/// Whether the rows come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowVerdict {
    /// No row that was there before is lost or changed, and none is left that was not there.
    Kept,
    /// Some are gone for good.
    Lossy(Vec<Loss>),
    /// It is not known.
    Unknown(Vec<Reason>),
    /// There is no down, and the up says why.
    Irreversible,
}

/// A place in one of the two scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which script.
    pub direction: Direction,
    /// Where in it.
    pub span: Span,
}

/// A difference between the schema before the up and the one after the down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// The sentence, without its full stop.
    pub text: String,
    /// Whether only the order of columns differs.
    pub note: bool,
    /// How it is different.
    pub kind: ResidueKind,
    /// The part of the up that caused it.
    pub up: Option<Span>,
    /// The part of the down that caused it, or that comes nearest to undoing it.
    pub down: Option<Span>,
    /// What the down would have to say besides.
    pub remedy: Option<Remedy>,
}

/// A statement that the engine would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where: in the down, or in the up when that is run a second time.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What else to know.
    pub notes: Vec<String>,
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why, as a clause that completes “it is not known …, because”.
    pub text: String,
    /// The statement; none where it stands in an earlier migration.
    pub place: Option<Place>,
}

/// Rows, or values in rows, that may not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Why that is not known: one of those of [`RowVerdict::Unknown`], where the verdict is that.
    pub reason: Reason,
    /// What is lost if they do not.
    pub losses: Vec<Loss>,
}

/// Rows, or values in rows, that do not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost, as a clause: `the values of column users.email`.
    pub text: String,
    /// The table, as it was called before the up.
    pub table: crate::schema::Name,
    /// The column, where it is not whole rows.
    pub column: Option<String>,
    /// The statement that loses it.
    pub place: Place,
    /// Whether somebody wrote down that this is meant.
    pub acknowledged: bool,
}

impl SchemaVerdict {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Order(_) => "order",
            Self::Differs(_) => "differs",
            Self::Fails(_) => "fails",
            Self::Unknown(_) => "unknown",
            Self::Irreversible => "irreversible",
        }
    }
}

impl RowVerdict {
    /// The word for it in tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Lossy(_) => "lossy",
            Self::Unknown(_) => "unknown",
            Self::Irreversible => "irreversible",
        }
    }
}

/// Judges a pair.
#[must_use]
pub fn prove(pair: &Pair<'_>) -> Verdict {
    with_rows(pair, without_rows(pair))
}

/// Judges pairs: first what comes back of the schema in each of them, then of the rows. The one and the other
/// need code of which a processor has room for half.
#[must_use]
pub fn prove_all(pairs: &[Pair<'_>]) -> Vec<Verdict> {
    let halves: Vec<_> = pairs.iter().map(without_rows).collect();
    pairs.iter().zip(halves).map(|(pair, half)| with_rows(pair, half)).collect()
}

/// What is known of a pair before anybody looks at the rows.
enum Half {
    /// All there is to know.
    Whole(Verdict),
    /// The verdict on the schema, where there is one, and why it is not known for certain.
    Schema(Option<SchemaVerdict>, Vec<Reason>),
}

fn without_rows(pair: &Pair<'_>) -> Half {
    if let Some((step, failure)) = failed(pair.up.steps) {
        return Half::Whole(undecided(step, Direction::Up, failure));
    }
    let Some(down) = &pair.down else {
        return Half::Schema(Some(SchemaVerdict::Irreversible), Vec::new());
    };
    let mut judge = schema::Judge::new(pair);
    judge.follow(pair.up.steps, Direction::Up);
    judge.follow(down.steps, Direction::Down);
    if let Some(refusal) = refusal(down.steps, Direction::Down) {
        let text = "the down fails, and nothing comes back".to_owned();
        let rows = RowVerdict::Unknown(vec![Reason { text, place: Some(refusal.place) }]);
        let schema = SchemaVerdict::Fails(refusal);
        return Half::Whole(Verdict { schema, rows, losses: Vec::new(), doubts: Vec::new() });
    }
    let spelled = match pair.restored {
        true => None,
        false => spelled_as(down.after, pair.before, pair.target),
    };
    let (after, notes) = match &spelled {
        Some((after, notes)) => (after, notes.clone()),
        None => (down.after, Vec::new()),
    };
    let mut doubtful = judge.finish(after);
    let schema = compared(pair, &Run { after, ..*down }, notes, &mut doubtful);
    Half::Schema(schema, doubtful.into_reasons())
}

fn with_rows(pair: &Pair<'_>, half: Half) -> Verdict {
    let (schema, reasons) = match half {
        Half::Whole(verdict) => return verdict,
        Half::Schema(schema, reasons) => (schema, reasons),
    };
    let (rows, doubts) = rows::verdict(pair, &reasons);
    let losses = losses(&rows);
    let rows = if pair.down.is_some() { rows } else { RowVerdict::Irreversible };
    let schema = match schema {
        None => SchemaVerdict::Unknown(reasons),
        Some(decided) => decided,
    };
    Verdict { schema, rows, losses, doubts }
}

fn losses(rows: &RowVerdict) -> Vec<Loss> {
    if let RowVerdict::Lossy(losses) = rows { losses.clone() } else { Vec::new() }
}

/// The verdict on the schema as far as the model can be trusted; nothing where it cannot.
fn compared(
    pair: &Pair<'_>,
    down: &Run<'_>,
    notes: Vec<Residue>,
    doubtful: &mut schema::Doubtful,
) -> Option<SchemaVerdict> {
    if !doubtful.everything.is_empty() {
        return None;
    }
    if pair.restored {
        return doubtful.is_empty().then_some(SchemaVerdict::Proven);
    }
    let mut found = residues(down.after, pair.before, Expected::BeforeUp);
    found.retain(|residue| !doubtful.things.keys().any(|name| concerns(&residue.subject, name)));
    let (unclear, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|residue| {
        let (after, before, dialect) = (down.after, pair.before, pair.target.dialect);
        !residue.note
            && residue.kind == ResidueKind::Other
            && spelling::may_be_same(&residue.subject, after, pair.up.after, before, dialect)
    });
    let residual = |residue| blame::residual(residue, pair, down);
    doubtful.unclear.extend(unclear.into_iter().map(residual).map(respelled));
    let all: Vec<Residual> = found.into_iter().chain(notes).map(residual).collect();
    let only_order = all.iter().all(|residual| residual.note);
    if !all.is_empty() && !only_order {
        return Some(SchemaVerdict::Differs(all));
    }
    if !doubtful.is_empty() {
        return None;
    }
    if let Some(refusal) = pair.again.and_then(|again| refusal(again.steps, Direction::Up)) {
        return Some(SchemaVerdict::Fails(refusal));
    }
    // A difference that nobody has words for is still one.
    if all.is_empty() {
        let text = "the schema is another than before".to_owned();
        let (kind, note) = (ResidueKind::Other, false);
        return Some(SchemaVerdict::Differs(vec![Residual {
            text,
            note,
            kind,
            up: None,
            down: None,
            remedy: None,
        }]));
    }
    Some(SchemaVerdict::Order(all))
}

/// Why a difference in spelling is none for certain.
fn respelled(residual: Residual) -> Reason {
    let place = |direction| move |span| Place { direction, span };
    let down = residual.down.map(place(Direction::Down));
    let up = residual.up.map(place(Direction::Up));
    let text = match residual.text.split_once(" is `") {
        Some((subject, rest)) if rest.contains(REWRITTEN) => format!(
            "the engine rewrote the expressions of {subject} when a column in them got another \
             type, and only the engine knows how they read now"
        ),
        _ => format!(
            "{}, but only in its spelling, and only the engine can tell whether it means the same",
            residual.text
        ),
    };
    Reason { text, place: down.or(up) }
}

fn concerns(subject: &Subject, name: &crate::schema::Name) -> bool {
    match subject {
        Subject::Namespace(namespace) => *namespace == name.name || *namespace == name.namespace,
        Subject::Table(found)
        | Subject::Column(found, _)
        | Subject::Constraint(found, _)
        | Subject::Index(found, _)
        | Subject::View(found)
        | Subject::Enum(found)
        | Subject::Sequence(found) => found == name,
        Subject::Object(_) => true,
    }
}

fn failed<'a, 's>(steps: &'a [Step<'s>]) -> Option<(&'a Step<'s>, &'a crate::replay::Failure)> {
    steps.iter().find_map(|step| step.failure.as_ref().map(|failure| (step, failure)))
}

fn undecided(step: &Step<'_>, direction: Direction, failure: &crate::replay::Failure) -> Verdict {
    let place = Some(Place { direction, span: step.command.span });
    let reason = Reason { text: format!("the up fails: {}", failure.message), place };
    Verdict {
        schema: SchemaVerdict::Unknown(vec![reason.clone()]),
        rows: RowVerdict::Unknown(vec![reason]),
        losses: Vec::new(),
        doubts: Vec::new(),
    }
}

fn refusal(steps: &[Step<'_>], direction: Direction) -> Option<Refusal> {
    let (_, failure) = failed(steps)?;
    Some(Refusal {
        place: Place { direction, span: failure.span },
        message: failure.message.clone(),
        notes: failure.notes.clone(),
    })
}
