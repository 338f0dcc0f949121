//! A position in the tokens of a statement, as far as it is the same in the dialects whose statements are
//! read token by token.

use super::lexer::{Token, TokenKind};

/// The tokens of a statement, or of a part of it in parentheses, and how far they are read. What a
/// dialect has to know besides is its grammar, and what it reads it adds itself.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a, G> {
    pub(crate) sql: &'a str,
    pub(crate) grammar: G,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
}

impl<'a, G> Cursor<'a, G> {
    /// At the first of `tokens`, which hold no trivia.
    pub(crate) const fn over(sql: &'a str, tokens: &'a [Token], grammar: G) -> Self {
        Self { sql, grammar, tokens, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<&'a Token> {
        if self.at < self.tokens.len() { Some(&self.tokens[self.at]) } else { None }
    }

    pub(crate) fn ahead(&self, by: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + by)
    }

    /// The token read last.
    pub(crate) fn previous(&self) -> Option<&'a Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    pub(crate) fn next(&mut self) -> Option<&'a Token> {
        if self.at < self.tokens.len() {
            self.at += 1;
            Some(&self.tokens[self.at - 1])
        } else {
            None
        }
    }

    pub(crate) const fn position(&self) -> usize {
        self.at
    }

    /// The tokens read since the cursor stood at `position`.
    pub(crate) fn since(&self, position: usize) -> &'a [Token] {
        self.tokens.get(position..self.at).unwrap_or_default()
    }

    /// What is left, which does not count as read.
    pub(crate) fn left(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    /// What is left, which counts as read.
    pub(crate) fn rest(&mut self) -> &'a [Token] {
        let rest = self.left();
        self.at = self.tokens.len();
        rest
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    // Asked of every token many times, and a macro is built without optimisation: no closures here.
    pub(crate) fn at_words(&self, keywords: &[&str]) -> bool {
        let mut ahead = 0;
        while ahead < keywords.len() {
            let at = self.at + ahead;
            if at >= self.tokens.len() || !self.tokens[at].is_word(self.sql, keywords[ahead]) {
                return false;
            }
            ahead += 1;
        }
        true
    }

    pub(crate) fn take_words(&mut self, keywords: &[&str]) -> bool {
        let found = self.at_words(keywords);
        if found {
            self.at += keywords.len();
        }
        found
    }

    pub(crate) fn at_word(&self, keyword: &str) -> bool {
        self.at < self.tokens.len() && self.tokens[self.at].is_word(self.sql, keyword)
    }

    pub(crate) fn take_word(&mut self, keyword: &str) -> bool {
        let found = self.at_word(keyword);
        self.at += usize::from(found);
        found
    }

    /// Takes the next token if it is one of `keywords`.
    pub(crate) fn take_any(&mut self, keywords: &[&str]) -> bool {
        let found =
            self.at < self.tokens.len() && self.tokens[self.at].is_any_word(self.sql, keywords);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn at_symbol(&self, symbol: &str) -> bool {
        self.at < self.tokens.len() && self.tokens[self.at].is_symbol(self.sql, symbol)
    }

    pub(crate) fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.at += usize::from(found);
        found
    }
}

/// `tokens` between the commas that stand outside of parentheses.
pub(crate) fn by_comma<'a>(sql: &str, tokens: &'a [Token]) -> Vec<&'a [Token]> {
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
