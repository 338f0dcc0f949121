//! How far the parser would call itself for what is no parenthesis.
//!
//! It does so for every operand of an operator that binds to the right (`a || b || c`), for each
//! `JOIN` that waits for its `ON`, and for statements in statements (`EXPLAIN EXPLAIN …`). Measured
//! without optimisation: 2 MiB of stack hold 575 of the costliest, so 256 in all are safe.

use crate::sql::SyntaxError;
use crate::sql::lexer::{Token, TokenKind};

/// The most that is read, parentheses included.
const DEEPEST: usize = 256;

/// Finds the first of `tokens`, all of one statement, where the parser would go too deep.
pub(super) fn check(sql: &str, tokens: &[Token]) -> Result<(), SyntaxError> {
    if tokens.len() <= DEEPEST {
        return Ok(());
    }
    let mut chain = Chain::default();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        chain.read(sql, before, token);
        if chain.depth() > DEEPEST {
            return Err(SyntaxError {
                span: token.span,
                message: format!(
                    "more than {DEEPEST} operators or statements wait for one another"
                ),
                help: Some(
                    "nothing is read at such a depth: split the expression, or call a function \
                     such as `concat`"
                        .to_owned(),
                ),
            });
        }
    }
    Ok(())
}

fn is_arithmetic(symbol: &str) -> bool {
    matches!(symbol, "+" | "-" | "*" | "/" | "%")
}

/// What waits for its right side.
#[derive(Default)]
struct Chain {
    /// What an `AND` or the next clause ends.
    operators: usize,
    /// `BETWEEN`, whose `AND` is its own.
    ranges: usize,
    /// The same for each open parenthesis.
    outer: Vec<(usize, usize)>,
    /// All that waits outside of the innermost parenthesis.
    waiting: usize,
}

impl Chain {
    fn depth(&self) -> usize {
        self.operators + self.ranges + self.waiting + self.outer.len()
    }

    fn read(&mut self, sql: &str, before: Option<&Token>, token: &Token) {
        let text = token.text(sql);
        match (token.kind, text) {
            (TokenKind::Symbol, "(" | "[") => {
                self.outer.push((self.operators, self.ranges));
                self.waiting += self.operators + self.ranges;
                (self.operators, self.ranges) = (0, 0);
            }
            (TokenKind::Symbol, ")" | "]") => {
                (self.operators, self.ranges) = self.outer.pop().unwrap_or_default();
                self.waiting = self.waiting.saturating_sub(self.operators + self.ranges);
            }
            (TokenKind::Symbol, "," | ";") => (self.operators, self.ranges) = (0, 0),
            (TokenKind::Symbol, "." | ":") => {}
            (TokenKind::Symbol, _) => {
                // An operator counts at its first symbol; where that alone would be arithmetic, which
                // binds to the left, at the second: `a - b`, but `a -> b` and `a ** b`.
                let before = before.map_or("", |before| {
                    let touches = before.span.end == token.span.start;
                    if touches && before.kind == TokenKind::Symbol { before.text(sql) } else { "" }
                });
                let is_first = matches!(before, "" | "(" | ")" | "[" | "]" | "," | "." | ":");
                let counts = if is_first { !is_arithmetic(text) } else { is_arithmetic(before) };
                self.operators += usize::from(counts);
            }
            (TokenKind::Word, _) if text.len() <= 7 => {
                self.word(text.to_ascii_uppercase().as_str());
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &str) {
        match word {
            "AND" | "OR" | "WHEN" | "THEN" | "ELSE" | "ON" | "USING" | "FROM" | "WHERE" | "SET"
            | "BY" | "HAVING" => self.operators = 0,
            "BETWEEN" => self.ranges += 1,
            "IN" | "JOIN" | "EXPLAIN" | "PREPARE" | "CREATE" | "DECLARE" => self.operators += 1,
            _ => {}
        }
    }
}
