//! Verdicts, refusals and syntax errors as findings.

use super::consent::Paths;
use crate::change::words::ResidueKind;
use crate::finding::Finding;
use crate::proof::{Loss, Place, Reason, Remedy, Residual};
use crate::replay::{Failure, FailureKind};
use crate::rule::Rule;
use crate::rules::proof;
use crate::set::directive::dotted;
use crate::set::name::Direction;
use crate::sql::SyntaxError;
use crate::text::Span;

pub(super) fn syntax_error(path: &str, error: &SyntaxError) -> Finding {
    let finding =
        Finding::new(&proof::SYNTAX_ERROR, path, error.message.clone()).at(error.span, "");
    error.help.iter().fold(finding, |finding, help| finding.help(help.clone()))
}

/// What the engine would refuse in an up, or in a down.
pub(super) fn failure(path: &str, direction: Direction, failure: &Failure) -> Finding {
    let (rule, message): (&'static Rule, String) = match (direction, failure.kind) {
        (Direction::Down, _) => {
            (&proof::DOWN_FAILS, format!("the down fails: {}", failure.message))
        }
        (Direction::Up, FailureKind::Unknown) => (&proof::UNKNOWN_OBJECT, failure.message.clone()),
        (Direction::Up, FailureKind::Duplicate) => {
            (&proof::DUPLICATE_OBJECT, failure.message.clone())
        }
        (Direction::Up, FailureKind::Dependents | FailureKind::Refused) => {
            (&proof::STATEMENT_FAILS, failure.message.clone())
        }
    };
    let finding = Finding::new(rule, path, message).at(failure.span, "");
    failure.notes.iter().fold(finding, |finding, note| finding.note(note.clone()))
}

/// The differences that one pair of statements leaves, as one finding.
pub(super) fn differences(
    paths: &Paths<'_>,
    residuals: &[&Residual],
    again: Option<&Failure>,
) -> Finding {
    let first = residuals[0];
    let only_order = residuals.iter().all(|residual| residual.note);
    let (rule, message) = if only_order {
        (&proof::COLUMN_ORDER, first.text.clone())
    } else {
        let text = format!("the down does not restore the schema: {}", first.text);
        (&proof::DOWN_DOES_NOT_RESTORE, text)
    };
    let down = first.down.map(|span| (Direction::Down, span, words(first.kind, Direction::Down)));
    let up = first.up.map(|span| (Direction::Up, span, words(first.kind, Direction::Up)));
    let mut places = down.into_iter().chain(up);
    let path = |direction| paths.of(direction).unwrap_or_default();
    let mut finding = match places.next() {
        Some((direction, span, text)) => {
            Finding::new(rule, path(direction), message).at(span, text)
        }
        None => Finding::new(rule, path(Direction::Down), message),
    };
    for (direction, span, text) in places {
        finding = finding.also_at(path(direction), span, text);
    }
    for residual in &residuals[1..] {
        finding = finding.note(format!("and {}", residual.text));
    }
    // Of several differences it is one that is in the way of the statement.
    let in_the_way = |failure: &&Failure| {
        first.up.is_some_and(|up| up.start < failure.span.end && failure.span.start < up.end)
    };
    let finding = match again.filter(in_the_way) {
        Some(failure) => {
            let message = &failure.message;
            finding.note(format!("run again after this down, the up fails: {message}"))
        }
        None => finding,
    };
    // Two attributes of one column are one statement.
    let mut remedies: Vec<&Remedy> = Vec::new();
    for remedy in residuals.iter().filter_map(|residual| residual.remedy.as_ref()) {
        if !remedies.contains(&remedy) {
            remedies.push(remedy);
        }
    }
    remedies.into_iter().fold(finding, remedied)
}

fn remedied(mut finding: Finding, remedy: &Remedy) -> Finding {
    match remedy {
        Remedy::Statement(sql) => {
            if let Some(rewrite) = &mut finding.rewrite {
                rewrite.sql = format!("{}\n{sql}", rewrite.sql);
                return finding;
            }
            finding.rewrite("add to the down", sql.clone())
        }
        Remedy::Advice(text) => finding.help(text.clone()),
    }
}

const fn words(kind: ResidueKind, direction: Direction) -> &'static str {
    match (kind, direction) {
        (ResidueKind::Missing, Direction::Up) => "it goes here",
        (ResidueKind::Missing, Direction::Down) => "this does not bring it back",
        (ResidueKind::Surplus, Direction::Up) => "it comes from here",
        (ResidueKind::Surplus, Direction::Down) => "this does not take it away",
        (ResidueKind::Other, Direction::Up) => "it is changed here",
        (ResidueKind::Other, Direction::Down) => "this does not make it what it was",
    }
}

/// The up fails when it is run again.
pub(super) fn fails_again(path: &str, span: Span, message: &str, notes: &[String]) -> Finding {
    let message = format!("run again after its down, the up fails: {message}");
    let finding = Finding::new(&proof::DOWN_DOES_NOT_RESTORE, path, message).at(span, "");
    notes.iter().fold(finding, |finding, note| finding.note(note.clone()))
}

pub(super) fn loss(paths: &Paths<'_>, loss: &Loss) -> Finding {
    let names = [&*loss.table.namespace, &*loss.table.name];
    let names = names.into_iter().filter(|name| !name.is_empty()).chain(loss.column.as_deref());
    let subject = dotted(&names.collect::<Vec<_>>());
    let message = match loss.place.direction {
        Direction::Up => format!("the down cannot bring back {}", loss.text),
        Direction::Down => format!("the down destroys {}", loss.text),
    };
    let path = paths.of(loss.place.direction).unwrap_or_default();
    Finding::new(&proof::LOSES_ROWS, path, message)
        .at(loss.place.span, "lost here")
        .note("a down can restore the shape of tables and columns, never what stood in them")
        .help(format!(
            "if that may go, write above the statement: \
             -- migrate: lossy({subject}, reason = \"...\")"
        ))
}

/// Why something is not known, as one finding.
pub(super) fn unknown(
    rule: &'static Rule,
    paths: &Paths<'_>,
    message: &str,
    reasons: &[Reason],
) -> Finding {
    let place = reasons.iter().find_map(|reason| reason.place);
    let path = paths.of(place.map_or(Direction::Up, |place| place.direction)).unwrap_or_default();
    let mut finding = Finding::new(rule, path, message);
    let mut labelled = 0;
    for reason in reasons {
        finding = match reason.place {
            Some(Place { span, .. }) if labelled == 0 => finding.at(span, reason.text.clone()),
            Some(Place { direction, span }) => {
                finding.also_at(paths.of(direction).unwrap_or_default(), span, reason.text.clone())
            }
            None => finding.note(reason.text.clone()),
        };
        labelled += usize::from(reason.place.is_some());
    }
    finding
}
