//! The terms of a condition, without what does not change its meaning.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

/// A part of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A name or a keyword, in lower case.
    Word(String),
    /// A string or a number, as SQL.
    Literal(String),
    Symbol(String),
}

impl Term {
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Word(it) | Self::Symbol(it) if it == text)
    }

    pub(super) fn number(&self) -> Option<f64> {
        let Self::Literal(sql) = self else { return None };
        sql.trim_matches('\'').parse().ok()
    }

    pub(super) fn string(&self) -> Option<String> {
        let Self::Literal(sql) = self else { return None };
        let start = sql.find('\'')?;
        Some(sql.get(start + 1..sql.len() - 1)?.replace("''", "'"))
    }
}

/// The tokens without casts and with whole operators.
pub(super) fn terms(sql: &str, dialect: Dialect) -> Vec<Term> {
    let tokens = &lexer::significant(sql, dialect)[..];
    let mut terms: Vec<Term> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = token.text(sql);
        at += 1;
        match token.kind {
            TokenKind::Word if text.starts_with('_') && is_string(tokens.get(at)) => {}
            TokenKind::Word => terms.push(Term::Word(text.to_ascii_lowercase())),
            TokenKind::QuotedName => {
                terms.push(Term::Word(normal::unquoted(text).to_lowercase()));
            }
            TokenKind::String | TokenKind::Number => {
                let sign = terms.last().is_some_and(|it| it.is("-")) && is_operand(&terms);
                if sign {
                    terms.pop();
                }
                terms.push(Term::Literal(format!("{}{text}", if sign { "-" } else { "" })));
            }
            _ if text == ":" && tokens.get(at).is_some_and(|it| it.is_symbol(sql, ":")) => {
                at = behind_type(sql, tokens, at + 1);
            }
            _ => symbol(&mut terms, text, is_adjacent(tokens, at)),
        }
    }
    bare(terms)
}

fn is_string(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.kind == TokenKind::String)
}

/// Whether the last token stands where a value begins, so that it is a sign.
fn is_operand(terms: &[Term]) -> bool {
    match terms.iter().rev().nth(1) {
        None => true,
        Some(Term::Symbol(before)) => before != ")",
        Some(Term::Word(before)) => matches!(before.as_str(), "and" | "between" | "in" | "or"),
        Some(Term::Literal(_)) => false,
    }
}

/// Whether the token before `at` stands right behind the one before it.
fn is_adjacent(tokens: &[Token], at: usize) -> bool {
    match (
        at.checked_sub(2).and_then(|at| tokens.get(at)),
        at.checked_sub(1).and_then(|at| tokens.get(at)),
    ) {
        (Some(one), Some(other)) => one.span.end == other.span.start,
        _ => false,
    }
}

fn symbol(terms: &mut Vec<Term>, text: &str, adjacent: bool) {
    if let Some(Term::Symbol(before)) = terms.last_mut() {
        let joined = format!("{before}{text}");
        if adjacent && ["<=", ">=", "<>", "!=", "==", "~~", "~*", "!~", "||"].contains(&&*joined) {
            *before = joined;
            return;
        }
    }
    terms.push(Term::Symbol(text.to_owned()));
}

/// Behind the name of a type at `at`.
fn behind_type(sql: &str, tokens: &[Token], mut at: usize) -> usize {
    const MORE: [&str; 7] = ["varying", "precision", "with", "without", "time", "zone", "."];
    at += 1;
    while let Some(token) = tokens.get(at) {
        let text = token.text(sql);
        let after_dot = tokens[at - 1].is_symbol(sql, ".");
        if after_dot || MORE.contains(&text) || matches!(text, "[" | "]") {
            at += 1;
        } else if text == "(" {
            at += tokens[at..].iter().position(|it| it.is_symbol(sql, ")")).map_or(1, |it| it + 1);
        } else {
            break;
        }
    }
    at
}

/// Without parentheses around a single term, unless they are those of a call or a list.
fn bare(mut terms: Vec<Term>) -> Vec<Term> {
    let mut at = 0;
    while at + 2 < terms.len() {
        let is_call = at > 0
            && matches!(&terms[at - 1], Term::Word(it) if !matches!(it.as_str(), "and" | "or" | "not" | "between"));
        if !is_call && terms[at].is("(") && terms[at + 2].is(")") {
            terms.remove(at + 2);
            terms.remove(at);
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
    terms
}

/// Without the parentheses around all of it.
pub(super) fn inside(mut terms: &[Term]) -> &[Term] {
    while terms.len() > 2 && terms[0].is("(") && closing(terms) == Some(terms.len() - 1) {
        terms = &terms[1..terms.len() - 1];
    }
    terms
}

/// Where the parenthesis at the beginning is closed.
fn closing(terms: &[Term]) -> Option<usize> {
    let mut depth = 0_usize;
    terms.iter().position(|term| {
        if term.is("(") {
            depth += 1;
        } else if term.is(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    })
}

/// The parts between words that stand in no parentheses; the `AND` of a `BETWEEN` separates nothing.
pub(super) fn parts<'t>(terms: &'t [Term], word: &str) -> Vec<&'t [Term]> {
    let (mut depth, mut start, mut between) = (0_usize, 0, false);
    let mut parts = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        match term {
            _ if term.is("(") => depth += 1,
            _ if term.is(")") => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if term.is("between") => between = true,
            _ if between && term.is("and") => between = false,
            _ if term.is(word) => {
                parts.push(&terms[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&terms[start..]);
    parts
}
