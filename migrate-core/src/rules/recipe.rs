//! SQL that rules propose, made of the user's own.

use crate::change::Change;
use crate::command::What;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::Context;
use crate::sql::lexer::{self, Token};
use crate::sql::spelled::spelled;
use crate::text::Span;

/// The first line of a migration whose statements run one by one.
pub(super) const NO_TRANSACTION: &str = "-- migrate: no-transaction\n";

/// The whole statement that a step is part of: inside a `DO`, the one in its body.
pub(super) fn statement(context: &Context<'_>, step: &Step<'_>) -> Span {
    let own = step.command.span;
    let Some(outer) = context.statements.get(step.statement) else { return own };
    let is_action = matches!(step.command.what, What::AlterTable(_));
    if !is_action && is_body(context, outer.span) { own } else { outer.span }
}

/// One action of an `ALTER TABLE`, in the user's own words, as a statement; anything else as it stands.
pub(super) fn action(context: &Context<'_>, step: &Step<'_>) -> String {
    let text = context.text(step.command.span).trim_end_matches(';').trim_end();
    match &step.command.what {
        What::AlterTable(alter) if step.command.span.start > alter.table.span.start => {
            format!("ALTER TABLE {} {text}", context.text(alter.table.span))
        }
        _ => text.to_owned(),
    }
}

/// The whole statement of an action of `ALTER TABLE` with another action in its place, so that what
/// else the statement does is not lost; without a semicolon.
pub(super) fn with_action(context: &Context<'_>, step: &Step<'_>, action: &str) -> String {
    let own = step.command.span;
    let outer = context.statements.get(step.statement).map(|outer| outer.span);
    let whole = outer.filter(|it| !is_body(context, *it) && it.start < own.start);
    match (whole, &step.command.what) {
        (Some(whole), _) => {
            let edit = Edit { path: String::new(), span: own, text: action.to_owned() };
            edited(context, whole, &edit).trim_end_matches([';', ' ', '\n']).to_owned()
        }
        (None, What::AlterTable(alter)) => {
            format!("ALTER TABLE {} {action}", context.text(alter.table.span))
        }
        (None, _) => action.to_owned(),
    }
}

/// Whether the script holds one statement, so that the script as a whole can be changed for it: not
/// the body of a `DO`, which is a transaction wherever it runs.
pub(super) fn is_alone(context: &Context<'_>) -> bool {
    matches!(context.statements, [only] if !is_body(context, only.span))
}

/// Whether a statement holds others.
fn is_body(context: &Context<'_>, statement: Span) -> bool {
    let text = context.text(statement);
    if !matches!(text.as_bytes(), [b'd' | b'D', b'o' | b'O', ..]) {
        return false;
    }
    let first = text.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    first.eq_ignore_ascii_case("do")
}

fn tokens(context: &Context<'_>, span: Span) -> Vec<Token> {
    lexer::significant(context.text(span), context.target.dialect)
}

/// The edit that puts `addition` behind the first `word` of `span`.
pub(super) fn insert(
    context: &Context<'_>,
    span: Span,
    word: &str,
    addition: &str,
) -> Option<Edit> {
    let text = context.text(span);
    let token = tokens(context, span).into_iter().find(|token| token.is_word(text, word))?;
    let at = token.span.shifted(span.start).end;
    Some(Edit {
        path: context.path.to_owned(),
        span: Span::new(at, at),
        text: format!(" {addition}"),
    })
}

/// The edit that makes the script run outside a transaction.
pub(super) fn outside(context: &Context<'_>) -> Edit {
    Edit { path: context.path.to_owned(), span: Span::new(0, 0), text: NO_TRANSACTION.to_owned() }
}

/// The text of `span` with an edit inside it.
pub(super) fn edited(context: &Context<'_>, span: Span, edit: &Edit) -> String {
    let before = context.text(Span::new(span.start, edit.span.start));
    let after = context.text(Span::new(edit.span.end, span.end));
    format!("{before}{}{after}", edit.text)
}

/// The name of the constraint that a step adds, the engine's own where none is written.
pub(super) fn constraint_name<'a>(step: &'a Step<'_>) -> Option<&'a str> {
    step.changes.iter().find_map(|change| match change {
        Change::AddConstraint(_, constraint) => constraint.name(),
        _ => None,
    })
}

/// `ADD CONSTRAINT name …` with the user's own definition, whether or not it had a name.
pub(super) fn added(context: &Context<'_>, step: &Step<'_>) -> Option<String> {
    let text = context.text(step.command.span);
    let tokens = tokens(context, step.command.span);
    let named = tokens.get(1)?.is_word(text, "CONSTRAINT");
    let from = tokens.get(if named { 3 } else { 1 })?.span.start;
    let name = context.written(constraint_name(step)?);
    Some(format!("ADD CONSTRAINT {name} {}", text[from..].trim_end()))
}

/// Column names with commas between them, in quotes where they need them.
pub(super) fn columns<'a>(
    context: &Context<'_>,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    names.into_iter().map(|name| context.written(name)).collect::<Vec<_>>().join(", ")
}

/// The text of a constraint without the name it may begin with.
pub(super) fn unnamed<'a>(context: &Context<'a>, span: Span) -> &'a str {
    let text = context.text(span);
    let tokens = tokens(context, span);
    match tokens.first() {
        Some(first) if first.is_word(text, "CONSTRAINT") => {
            tokens.get(2).map_or(text, |token| &text[token.span.start..])
        }
        _ => text,
    }
}

/// An expression in normal spelling as a person would write it.
pub(super) fn expression(context: &Context<'_>, normal: &str) -> String {
    spelled(normal, context.target.dialect)
}
