//! What is read of a statement, token by token.

use super::{ReadError, keyword};
use crate::command::{Ident, Path};
use crate::sql::lexer::Token;
use crate::sql::{cursor, normal};
use crate::text::Span;

/// Where the tokens end.
#[derive(Clone, Copy)]
pub(super) struct End(usize);

/// A position in the tokens of a statement.
pub(super) type Cursor<'a> = cursor::Cursor<'a, End>;

impl<'a> Cursor<'a> {
    /// At the first of `tokens`, which hold no trivia.
    pub(super) fn new(sql: &'a str, tokens: &'a [Token]) -> Self {
        let end = tokens.last().map_or(sql.len(), |token| token.span.end);
        Self::over(sql, tokens, End(end))
    }

    /// At the first token of a part of the same statement, which was read last.
    pub(super) fn within(&self, tokens: &'a [Token]) -> Self {
        let end = tokens.last().map(|token| token.span.end);
        let closing = self.previous().map(|token| token.span.start);
        Self::over(self.sql, tokens, end.or(closing).map_or(self.grammar, End))
    }

    /// The same tokens, with the one at `position` as the next.
    pub(super) fn at(&self, position: usize) -> Self {
        Self { at: position, ..*self }
    }

    /// Where all of the tokens stand.
    pub(super) fn whole(&self) -> Span {
        self.at(self.tokens.len()).span_since(0)
    }

    /// Where the tokens stand that were read since the cursor stood at `position`; an empty span behind
    /// the token read last if there are none.
    pub(super) fn span_since(&self, position: usize) -> Span {
        match self.since(position) {
            [first, .., last] => first.span.to(last.span),
            [only] => only.span,
            [] => {
                let end = self.previous().map_or(0, |token| token.span.end);
                Span::new(end, end)
            }
        }
    }

    pub(super) fn expect_word(
        &mut self,
        keyword: &str,
        expected: &'static str,
    ) -> Result<(), ReadError> {
        if self.take_word(keyword) { Ok(()) } else { Err(self.error(expected)) }
    }

    pub(super) fn expect_end(&self) -> Result<(), ReadError> {
        if self.is_at_end() { Ok(()) } else { Err(self.error("the end of the statement")) }
    }

    /// A name in any quotes or none.
    pub(super) fn name(&mut self) -> Result<String, ReadError> {
        self.ident().map(|ident| ident.name)
    }

    /// A name in any quotes or none, and where it stands.
    pub(super) fn ident(&mut self) -> Result<Ident, ReadError> {
        match self.peek() {
            Some(token) if keyword::is_name(token, self.sql) => {
                self.at += 1;
                Ok(Ident { name: normal::unquoted(token.text(self.sql)), span: token.span })
            }
            _ => Err(self.error("a name")),
        }
    }

    /// A name with the database it is in.
    pub(super) fn path(&mut self) -> Result<Path, ReadError> {
        let first = self.ident()?;
        if !self.take_symbol(".") {
            return Ok(Path { namespace: None, name: first.name, span: first.span });
        }
        let second = self.ident()?;
        let span = first.span.to(second.span);
        Ok(Path { namespace: Some(first.name), name: second.name, span })
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
        Ok(self.idents()?.into_iter().map(|ident| ident.name).collect())
    }

    /// The names in the parentheses that must come next, and where they stand.
    pub(super) fn idents(&mut self) -> Result<Vec<Ident>, ReadError> {
        let mut list = self.parenthesised()?;
        let mut names = vec![list.ident()?];
        while list.take_symbol(",") {
            names.push(list.ident()?);
        }
        list.expect_end()?;
        Ok(names)
    }

    pub(super) fn all_terminated(&self) -> Result<(), ReadError> {
        match self.tokens.iter().position(|token| !token.terminated) {
            Some(at) => Err(self.at(at).error("a closing quote")),
            None => Ok(()),
        }
    }

    /// What is wrong with the next token.
    pub(super) fn error(&self, expected: &'static str) -> ReadError {
        ReadError {
            expected,
            found: self.peek().map(|token| format!("`{}`", token.text(self.sql))),
            at: self.peek().map_or(Span::new(self.grammar.0, self.grammar.0), |token| token.span),
        }
    }
}
