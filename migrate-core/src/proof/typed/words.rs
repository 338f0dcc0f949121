//! The words of a statement, one after the other.

use crate::sql::lexer::TokenKind;
use crate::sql::normal;

/// Words, and how far they are read.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<Word>,
    at: usize,
}

/// A word, name, literal or symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A word or name; whether it stands in quotes, which no keyword does.
    Name(String, bool),
    /// A string without its quotes.
    Text(String),
    /// A number.
    Number(String),
    /// A symbol, or two that are one operator.
    Symbol(String),
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        const PAIRS: [&str; 7] = ["::", "<=", ">=", "<>", "!=", "||", "->"];
        let mut words: Vec<Word> = Vec::new();
        let mut end = 0;
        for token in normal::significant(text) {
            let written = token.text(text);
            let touches = token.span.start == end;
            end = token.span.end;
            let word = match token.kind {
                TokenKind::Word => Word::Name(written.to_lowercase(), false),
                TokenKind::QuotedName => Word::Name(normal::unquoted(written), true),
                TokenKind::Number => Word::Number(written.to_owned()),
                TokenKind::String if written.starts_with('\'') => {
                    let inner = written.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
                    Word::Text(inner.unwrap_or_default().replace("''", "'"))
                }
                _ => Word::Symbol(written.to_owned()),
            };
            match (words.last_mut(), word) {
                (Some(Word::Symbol(before)), Word::Symbol(now))
                    if touches && PAIRS.contains(&&*format!("{before}{now}")) =>
                {
                    before.push_str(&now);
                }
                (_, word) => words.push(word),
            }
        }
        Self { words, at: 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.words.len()
    }

    pub(super) const fn place(&self) -> usize {
        self.at
    }

    pub(super) const fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<&Word> {
        self.words.get(self.at + ahead)
    }

    pub(super) fn next(&mut self) -> Option<Word> {
        let word = self.peek(0).cloned()?;
        self.at += 1;
        Some(word)
    }

    pub(super) fn is(&self, ahead: usize, written: &str) -> bool {
        match self.peek(ahead) {
            Some(Word::Name(word, quoted)) => !quoted && word == written,
            Some(Word::Symbol(symbol)) => symbol == written,
            _ => false,
        }
    }

    /// Whether that comes next; if so it is read.
    pub(super) fn take(&mut self, written: &str) -> bool {
        let is_next = self.is(0, written);
        self.at += usize::from(is_next);
        is_next
    }

    /// Reads that, and nothing else.
    pub(super) fn expect(&mut self, written: &str) -> Option<()> {
        self.take(written).then_some(())
    }

    pub(super) fn name(&mut self) -> Option<String> {
        match self.next()? {
            Word::Name(name, _) => Some(name),
            _ => None,
        }
    }

    /// Where `keyword` stands outside all parentheses, before the one that ends this part.
    pub(super) fn find(&self, keyword: &str) -> Option<usize> {
        let mut depth = 0usize;
        for (at, word) in self.words.iter().enumerate().skip(self.at) {
            match word {
                Word::Symbol(symbol) if symbol == "(" => depth += 1,
                Word::Symbol(symbol) if symbol == ")" => depth = depth.checked_sub(1)?,
                Word::Name(word, false) if depth == 0 && word == keyword => return Some(at),
                _ => {}
            }
        }
        None
    }
}
