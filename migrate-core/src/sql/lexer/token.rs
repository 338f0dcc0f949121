//! What the lexer finds.

use crate::text::Span;

/// What a token is. Every byte of the input belongs to exactly one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks and line ends.
    Whitespace,
    /// `-- …`, and `# …` in MySQL.
    LineComment,
    /// `/* … */`, nested in PostgreSQL.
    BlockComment,
    /// MySQL's `/*! … */`, which the server executes.
    ConditionalComment,
    /// A keyword or an identifier without quotes.
    Word,
    /// An identifier in the dialect's quotes.
    QuotedName,
    /// A string literal of any form, dollar quotes included.
    String,
    /// A number.
    Number,
    /// A single character of punctuation or an operator.
    Symbol,
    /// A line of the `mysql` client that says what ends statements from there on, or what it said.
    Delimiter,
    /// Anything in a script that is written in Rust.
    Code,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
    /// Whether its closing quote or comment end was found before the end of the text.
    pub terminated: bool,
}

impl Token {
    /// Whether the parser of the engine skips it.
    #[must_use]
    pub const fn is_trivia(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment
        )
    }

    /// The token's text in the script it was read from.
    #[must_use]
    pub fn text<'a>(&self, sql: &'a str) -> &'a str {
        &sql[self.span.range()]
    }

    /// Whether it is the keyword `keyword`, in any case.
    #[must_use]
    pub fn is_word(&self, sql: &str, keyword: &str) -> bool {
        // The length first, then a letter: every reader asks this of every token, mostly in vain, and
        // a macro is built without optimisation.
        matches!(self.kind, TokenKind::Word)
            && self.span.end - self.span.start == keyword.len()
            && is_letter(sql.as_bytes()[self.span.start], keyword.as_bytes()[0])
            && sql.as_bytes()[self.span.start..self.span.end]
                .eq_ignore_ascii_case(keyword.as_bytes())
    }

    /// Whether it is one of the keywords, in any case.
    #[must_use]
    pub fn is_any_word(&self, sql: &str, keywords: &[&str]) -> bool {
        if !matches!(self.kind, TokenKind::Word) {
            return false;
        }
        let word = &sql.as_bytes()[self.span.start..self.span.end];
        let mut at = 0;
        while at < keywords.len() {
            let keyword = keywords[at].as_bytes();
            if keyword.len() == word.len()
                && is_letter(word[0], keyword[0])
                && word.eq_ignore_ascii_case(keyword)
            {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether it is the single character `symbol`.
    #[must_use]
    pub fn is_symbol(&self, sql: &str, symbol: &str) -> bool {
        matches!(self.kind, TokenKind::Symbol)
            && self.span.end - self.span.start == symbol.len()
            && sql.as_bytes()[self.span.start] == symbol.as_bytes()[0]
            && (symbol.len() == 1 || self.text(sql) == symbol)
    }
}

/// Whether a byte is a letter, given in one case, in that or the other. Other bytes may be taken for it,
/// so that this rules out and does not decide.
const fn is_letter(byte: u8, letter: u8) -> bool {
    (byte ^ letter) & 0xdf == 0
}
