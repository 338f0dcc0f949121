//! What is read of a statement, token by token.

use super::keyword::{self, Lower};
use crate::command::{Ident, Path};
use crate::dialect::Target;
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::{SyntaxError, cursor};
use crate::text::Span;

/// What a part of a statement says, or why it says nothing.
pub(super) type Read<T> = Result<T, SyntaxError>;

/// What has to be known to read a statement.
#[derive(Clone, Copy)]
pub(super) struct Grammar {
    pub(super) target: Target,
    /// In how many statements what is read stands.
    pub(super) depth: u8,
}

/// A position in the tokens of a statement.
pub(super) type Cursor<'a> = cursor::Cursor<'a, Grammar>;

impl<'a> Cursor<'a> {
    /// At the first of `tokens`, which hold no trivia.
    pub(super) const fn new(sql: &'a str, tokens: &'a [Token], target: Target) -> Self {
        Self::over(sql, tokens, Grammar { target, depth: 0 })
    }

    /// At the first token of a part of the same statement.
    pub(super) const fn within(&self, tokens: &'a [Token]) -> Self {
        Self::over(self.sql, tokens, self.grammar)
    }

    /// Back to where the cursor stood before.
    pub(super) const fn rewind(&mut self, position: usize) {
        self.at = position;
    }

    /// Where the tokens stand that were read since the cursor stood at `position`.
    pub(super) fn span_since(&self, position: usize) -> Span {
        span(self.since(position)).unwrap_or_else(|| self.here())
    }

    /// Where the next token stands; the end of the last one when there is none.
    pub(super) fn here(&self) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end);
        self.peek().map_or(Span::new(end, end), |token| token.span)
    }

    /// The next token in lower case, if it is a word; empty for anything else.
    pub(super) fn word(&self) -> Lower {
        self.word_ahead(0)
    }

    /// The word that stands `by` tokens further on, in lower case.
    pub(super) fn word_ahead(&self, by: usize) -> Lower {
        match self.ahead(by) {
            Some(token) if token.kind == TokenKind::Word => Lower::of(token.text(self.sql)),
            _ => Lower::of(""),
        }
    }

    pub(super) fn expect_word(&mut self, keyword: &str) -> Read<()> {
        if self.take_word(keyword) { Ok(()) } else { Err(self.error(&format!("`{keyword}`"))) }
    }

    pub(super) fn expect_symbol(&mut self, symbol: &str) -> Read<()> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.error(&format!("`{symbol}`"))) }
    }

    pub(super) fn expect_end(&self) -> Read<()> {
        if self.is_at_end() { Ok(()) } else { Err(self.error("the end of the statement")) }
    }

    pub(super) fn at_kind(&self, kind: TokenKind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    /// The text of the string literal that must come next.
    pub(super) fn string(&mut self) -> Read<String> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::String => {
                self.at += 1;
                Ok(super::literal::text(token.text(self.sql)))
            }
            _ => Err(self.error("a text in quotes")),
        }
    }

    /// The whole number that must come next, as written.
    pub(super) fn number(&mut self) -> Read<String> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Number => {
                self.at += 1;
                Ok(token.text(self.sql).to_ascii_lowercase())
            }
            _ => Err(self.error("a number")),
        }
    }

    pub(super) fn is_at_name(&self) -> bool {
        self.peek().is_some_and(|token| self.is_name(token))
    }

    pub(super) fn is_name(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::QuotedName => true,
            TokenKind::Word => !keyword::is_reserved(token.text(self.sql), self.grammar.target),
            _ => false,
        }
    }

    /// A name in backticks or none.
    pub(super) fn name(&mut self) -> Read<Ident> {
        match self.peek() {
            Some(token) if self.is_name(token) => {
                self.at += 1;
                Ok(ident(self.sql, token))
            }
            _ => Err(self.error("a name")),
        }
    }

    /// A name behind a dot, where no word is reserved.
    fn member(&mut self) -> Read<Ident> {
        match self.peek() {
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) => {
                self.at += 1;
                Ok(ident(self.sql, token))
            }
            _ => Err(self.error("a name")),
        }
    }

    /// A name with the database it is in.
    pub(super) fn path(&mut self) -> Read<Path> {
        let first = self.name()?;
        if !self.take_symbol(".") {
            return Ok(Path { namespace: None, name: first.name, span: first.span });
        }
        let second = self.member()?;
        let span = first.span.to(second.span);
        Ok(Path { namespace: Some(first.name), name: second.name, span })
    }

    pub(super) fn paths(&mut self) -> Read<Vec<Path>> {
        let mut paths = vec![self.path()?];
        while self.take_symbol(",") {
            paths.push(self.path()?);
        }
        Ok(paths)
    }

    /// The tokens between the parenthesis that must come next and the one that closes it.
    pub(super) fn group(&mut self) -> Read<&'a [Token]> {
        let opening = self.here();
        self.expect_symbol("(")?;
        let first = self.at;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.kind != TokenKind::Symbol {
                continue;
            }
            match self.sql.as_bytes()[token.span.start] {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(self.tokens.get(first..self.at - 1).unwrap_or_default());
            }
        }
        Err(SyntaxError {
            span: opening,
            message: "this parenthesis is not closed".to_owned(),
            help: None,
        })
    }

    /// At the first token between the parentheses that must come next.
    pub(super) fn parenthesised(&mut self) -> Read<Self> {
        let group = self.group()?;
        Ok(self.within(group))
    }

    /// The names in the parentheses that must come next.
    pub(super) fn names(&mut self) -> Read<Vec<Ident>> {
        let mut list = self.parenthesised()?;
        let mut names = vec![list.name()?];
        while list.take_symbol(",") {
            names.push(list.name()?);
        }
        list.expect_end()?;
        Ok(names)
    }

    /// Reads up to the next of `symbols` or `words` that stands outside of parentheses.
    pub(super) fn until(&mut self, symbol: &str, words: &[&str]) -> &'a [Token] {
        let first = self.at;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Symbol => match self.sql.as_bytes()[token.span.start] {
                    b'(' => depth += 1,
                    b')' => depth = depth.saturating_sub(1),
                    _ if depth == 0 && token.is_symbol(self.sql, symbol) => break,
                    _ => {}
                },
                TokenKind::Word if depth == 0 && token.is_any_word(self.sql, words) => break,
                _ => {}
            }
            self.at += 1;
        }
        self.since(first)
    }

    /// What is wrong with the next token.
    pub(super) fn error(&self, expected: &str) -> SyntaxError {
        super::cause::unexpected(self, expected)
    }
}

/// From the first token to the last.
pub(super) fn span(tokens: &[Token]) -> Option<Span> {
    match tokens {
        [] => None,
        [only] => Some(only.span),
        [first, .., last] => Some(first.span.to(last.span)),
    }
}

/// The name that a token stands for.
pub(super) fn ident(sql: &str, token: &Token) -> Ident {
    let text = token.text(sql);
    let name = match text.as_bytes() {
        [b'`', ..] => text[1..].strip_suffix('`').unwrap_or(&text[1..]).replace("``", "`"),
        _ => text.to_owned(),
    };
    Ident { name, span: token.span }
}
