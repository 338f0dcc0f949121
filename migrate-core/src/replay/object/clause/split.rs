//! The clauses of a definition.

use crate::dialect::Dialect;
use crate::schema::ObjectKind;
use crate::sql::lexer::{self, Token};

/// A definition in pieces.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// What stands before the first clause.
    pub(super) head: String,
    pub(super) list: Vec<String>,
    /// A body that is no string, behind all of them.
    pub(super) body: String,
}

impl Clauses {
    /// The definition as one text.
    pub(super) fn joined(self, kind: ObjectKind) -> String {
        let Self { head, mut list, body } = self;
        if kind == ObjectKind::Routine {
            list.sort();
        }
        let parts = std::iter::once(head).chain(list).chain(std::iter::once(body));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Takes a definition apart at the words with which clauses of its kind begin, outside of parentheses.
pub(super) fn split(kind: ObjectKind, text: &str) -> Clauses {
    let tokens = lexer::significant(text, Dialect::Postgres);
    let (mut starts, mut depth, mut body) = (Vec::new(), 0_usize, text.len());
    for (at, token) in tokens.iter().enumerate() {
        match token.text(text) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            word if depth == 0 => {
                if kind == ObjectKind::Routine && matches!(word, "return" | "begin") {
                    body = token.span.start;
                    break;
                }
                let near =
                    |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|it| it.text(text));
                let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
                if begins(kind, word, before.unwrap_or_default(), after.unwrap_or_default()) {
                    starts.push(token.span.start);
                }
            }
            _ => {}
        }
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().trim().to_owned();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(body));
    let list = starts.iter().zip(ends).map(|(from, to)| part(*from, to)).collect();
    let head = part(0, starts.first().copied().unwrap_or(body));
    Clauses { head, list, body: part(body, text.len()) }
}

fn begins(kind: ObjectKind, word: &str, before: &str, after: &str) -> bool {
    match kind {
        ObjectKind::Routine => match word {
            "as" | "called" | "cost" | "external" | "immutable" | "language" | "leakproof"
            | "parallel" | "rows" | "set" | "stable" | "strict" | "support" | "transform"
            | "volatile" | "window" => before != "not",
            "security" => before != "external",
            "not" => after == "leakproof",
            "returns" => after == "null",
            _ => false,
        },
        ObjectKind::Policy => matches!(word, "as" | "for" | "to" | "using" | "with"),
        ObjectKind::Domain => match word {
            "constraint" | "collate" | "default" => true,
            // One that has a name stands behind that.
            "check" => false,
            "not" => after == "null" && before != "default",
            "null" => before != "not" && before != "default",
            _ => false,
        },
        _ => false,
    }
}

/// Words of a text, strings whole.
pub(super) fn words(text: &str) -> Vec<&str> {
    lexer::significant(text, Dialect::Postgres)
        .iter()
        .map(|token: &Token| token.text(text))
        .collect()
}
