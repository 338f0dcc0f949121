//! Names in expressions.

use super::{Binder, Step};
use crate::sql::lexer::TokenKind;
use crate::sql::normal;

impl Binder<'_> {
    /// Goes through the expressions up to `end`.
    pub(super) fn expressions(&mut self, end: usize) -> Step {
        while self.at < end {
            self.expression_token(end)?;
        }
        self.at = end;
        Ok(())
    }

    fn expression_token(&mut self, end: usize) -> Step {
        if self.is_symbol(self.at, "(") && self.is_any(self.at + 1, &["SELECT", "WITH", "VALUES"]) {
            self.at += 1;
            self.select()?;
            if !self.take_symbol(")") {
                self.unclear = true;
                self.at = end;
            }
            return Ok(());
        }
        match self.token(self.at).map(|token| token.kind) {
            Some(TokenKind::Word) => self.word(),
            Some(TokenKind::QuotedName) if self.is_symbol(self.at + 1, "(") => {
                self.at += 1;
                Ok(())
            }
            Some(TokenKind::QuotedName) => self.column().map(drop),
            _ => {
                self.at += 1;
                Ok(())
            }
        }
    }

    fn word(&mut self) -> Step {
        let is_called = self.is_symbol(self.at + 1, "(");
        let lower = self.lower(self.at);
        match lower.as_str() {
            "collate" | "nulls" => self.at += 2,
            // The type in a `CAST`.
            "as" => self.at = self.until(self.at, |_, _| false),
            "over" | "window" => {
                if lower == "over" {
                    self.window(is_called)?;
                }
                self.unclear = true;
                self.at = if is_called { self.behind_group(self.at + 1) } else { self.at + 2 };
            }
            "raise" if is_called => self.at = self.behind_group(self.at + 1),
            "in" if !is_called => {
                self.at += 1;
                let at = self.at;
                self.relation()?;
                // A rename of the table is not made there, and is refused (measured on 3.51).
                self.unclear = true;
                let behind = self.tokens.get(at).map_or(0, |token| token.span.start);
                self.uses.retain(|one| one.span.start < behind);
            }
            _ if is_called || is_keyword(&lower) => self.at += 1,
            _ => drop(self.column()?),
        }
        Ok(())
    }
}

impl Binder<'_> {
    /// What stands behind `OVER` is a window that has a name, or one that may begin with another.
    fn window(&self, is_group: bool) -> Step {
        const HEADS: [&str; 6] = ["PARTITION", "ORDER", "RANGE", "ROWS", "GROUPS", "EXCLUDE"];
        let at = self.at + 1 + usize::from(is_group);
        let is_name = self.token(at).is_some_and(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
                && !(is_group && token.is_any_word(self.text, &HEADS))
        });
        let name = self.lower(at);
        // Where a statement is only kept, the engine does not look for it.
        if !self.runs || !is_name || self.scopes.last().is_none_or(|it| it.windows.contains(&name))
        {
            return Ok(());
        }
        Err(format!("no such window: {}", self.name(at)))
    }
}

/// Whether a word in an expression is no name, `true` and `false` aside, which are names first.
fn is_keyword(lower: &str) -> bool {
    normal::is_syntax(lower) && !matches!(lower, "true" | "false")
}
