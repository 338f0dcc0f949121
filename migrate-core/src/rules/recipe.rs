//! SQL that rules propose, made of the user's own.

use crate::change::Change;
use crate::command::What;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::Context;
use crate::sql::lexer::{self, Token};
use crate::text::Span;

/// The first line of a migration whose statements run one by one.
pub(super) const NO_TRANSACTION: &str = "-- migrate: no-transaction\n";

/// The whole statement that a step is part of: inside a `DO`, the one in its body.
pub(super) fn statement(context: &Context<'_>, step: &Step<'_>) -> Span {
    let own = step.command.span;
    let Some(outer) = context.statements.get(step.statement) else { return own };
    let is_action = matches!(step.command.what, What::AlterTable(_));
    let text = context.text(outer.span);
    let is_body = lexer::significant(text, context.target.dialect)
        .first()
        .is_some_and(|token| token.is_word(text, "DO"));
    if is_body && !is_action { own } else { outer.span }
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

/// Whether the script holds one statement, so that the script as a whole can be changed for it.
pub(super) fn is_alone(context: &Context<'_>) -> bool {
    let [only] = context.statements else { return false };
    only.commands.len() == 1 || matches!(only.commands[0].what, What::AlterTable(_))
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

/// An expression in normal spelling as a person would write it: no blanks inside parentheses, nor
/// between a function and its own.
pub(super) fn expression(normal: &str) -> String {
    let mut text = String::with_capacity(normal.len());
    for (at, part) in normal.split('\'').enumerate() {
        if at > 0 {
            text.push('\'');
        }
        if at % 2 == 1 {
            text.push_str(part);
            continue;
        }
        let part = part.replace("( ", "(").replace(" )", ")").replace(" ,", ",");
        let mut rest = part.as_str();
        while let Some(open) = rest.find(" (") {
            let before = &rest[..open];
            text.push_str(before);
            if !is_call(before) {
                text.push(' ');
            }
            rest = &rest[open + 1..];
        }
        text.push_str(rest);
    }
    text
}

/// Whether what ends here is the name of a function, rather than an operator or a keyword.
fn is_call(before: &str) -> bool {
    let word = before.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next();
    let keywords = ["and", "or", "not", "in", "like", "is", "then", "else", "when", "any", "all"];
    word.is_some_and(|word| !word.is_empty() && !keywords.contains(&&*word.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_spelled_for_people() {
        assert_eq!(
            expression("now ( ) - ( random ( ) * ( interval '12 ( months' ) )"),
            "now() - (random() * (interval '12 ( months'))"
        );
        assert_eq!(expression("( a > 0 ) and ( b is null )"), "(a > 0) and (b is null)");
        assert_eq!(expression("lower ( a , b )"), "lower(a, b)");
    }
}
