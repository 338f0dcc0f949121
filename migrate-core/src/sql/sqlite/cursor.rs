//! A position in the tokens of a statement.

use super::{ReadError, keyword};
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::normal;
use crate::text::Span;

/// The tokens of a statement, or of a part of it in parentheses, and how far they are read.
pub(super) struct Cursor<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first of `tokens`, which hold no trivia.
    pub(super) const fn new(sql: &'a str, tokens: &'a [Token]) -> Self {
        Self { sql, tokens, at: 0 }
    }

    /// At the first token of a part of the same statement.
    pub(super) const fn within(&self, tokens: &'a [Token]) -> Self {
        Self::new(self.sql, tokens)
    }

    pub(super) const fn sql(&self) -> &'a str {
        self.sql
    }

    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<&'a Token> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// The token read last.
    pub(super) fn previous(&self) -> Option<&'a Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    pub(super) const fn position(&self) -> usize {
        self.at
    }

    /// The tokens read since the cursor stood at `position`.
    pub(super) fn since(&self, position: usize) -> &'a [Token] {
        self.tokens.get(position..self.at).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// What is left, which counts as read.
    pub(super) fn rest(&mut self) -> &'a [Token] {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        self.at = self.tokens.len();
        rest
    }

    pub(super) fn at_words(&self, keywords: &[&str]) -> bool {
        keywords.iter().enumerate().all(|(ahead, keyword)| {
            self.tokens.get(self.at + ahead).is_some_and(|token| token.is_word(self.sql, keyword))
        })
    }

    pub(super) fn take_words(&mut self, keywords: &[&str]) -> bool {
        let found = self.at_words(keywords);
        if found {
            self.at += keywords.len();
        }
        found
    }

    pub(super) fn at_word(&self, keyword: &str) -> bool {
        self.at_words(&[keyword])
    }

    pub(super) fn take_word(&mut self, keyword: &str) -> bool {
        self.take_words(&[keyword])
    }

    pub(super) fn expect_word(
        &mut self,
        keyword: &str,
        expected: &'static str,
    ) -> Result<(), ReadError> {
        if self.take_word(keyword) { Ok(()) } else { Err(self.error(expected)) }
    }

    pub(super) fn at_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    pub(super) fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect_end(&self) -> Result<(), ReadError> {
        if self.is_at_end() { Ok(()) } else { Err(self.error("the end of the statement")) }
    }

    /// A name in any quotes or none.
    pub(super) fn name(&mut self) -> Result<String, ReadError> {
        match self.peek() {
            Some(token) if keyword::is_name(token, self.sql) => {
                self.at += 1;
                Ok(normal::unquoted(token.text(self.sql)))
            }
            _ => Err(self.error("a name")),
        }
    }

    /// A name with the database it is in.
    pub(super) fn qualified_name(&mut self) -> Result<(Option<String>, String), ReadError> {
        let first = self.name()?;
        if self.take_symbol(".") { Ok((Some(first), self.name()?)) } else { Ok((None, first)) }
    }

    /// The tokens between the parenthesis that must come next and the one that closes it.
    pub(super) fn group(&mut self) -> Result<&'a [Token], ReadError> {
        if !self.take_symbol("(") {
            return Err(self.error("`(`"));
        }
        let first = self.at;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            match token.text(self.sql) {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(self.tokens.get(first..self.at - 1).unwrap_or_default());
            }
        }
        Err(self.error("`)`"))
    }

    /// At the first token between the parentheses that must come next.
    pub(super) fn parenthesised(&mut self) -> Result<Self, ReadError> {
        let group = self.group()?;
        Ok(self.within(group))
    }

    /// The names in the parentheses that must come next.
    pub(super) fn names(&mut self) -> Result<Vec<String>, ReadError> {
        let mut list = self.parenthesised()?;
        let mut names = vec![list.name()?];
        while list.take_symbol(",") {
            names.push(list.name()?);
        }
        list.expect_end()?;
        Ok(names)
    }

    pub(super) fn all_terminated(&self) -> Result<(), ReadError> {
        match self.tokens.iter().position(|token| !token.terminated) {
            Some(at) => {
                Err(Self { at, ..Self::new(self.sql, self.tokens) }.error("a closing quote"))
            }
            None => Ok(()),
        }
    }

    /// What is wrong with the next token.
    pub(super) fn error(&self, expected: &'static str) -> ReadError {
        let end = self.tokens.last().map_or(self.sql.len(), |token| token.span.end);
        ReadError {
            expected,
            found: self.peek().map(|token| format!("`{}`", token.text(self.sql))),
            at: self.peek().map_or(Span::new(end, end), |token| token.span),
        }
    }
}

/// `tokens` between the commas that stand outside of parentheses.
pub(super) fn by_comma<'a>(sql: &str, tokens: &'a [Token]) -> Vec<&'a [Token]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            if token.kind != TokenKind::Symbol {
                return false;
            }
            match token.text(sql) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                symbol => return depth == 0 && symbol == ",",
            }
            false
        })
        .collect()
}
