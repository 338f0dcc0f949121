//! `DELIMITER` lines, which only the `mysql` client knows: a server never sees them.

use super::{Lexer, TokenKind, is_blank};

impl Lexer<'_> {
    /// Takes note of what a token means for those behind it.
    pub(super) fn note(&mut self, kind: TokenKind, start: usize) {
        match kind {
            TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment => {}
            TokenKind::Delimiter => self.begins_statement = true,
            TokenKind::Symbol => self.begins_statement = self.bytes[start] == b';',
            _ => self.begins_statement = false,
        }
    }

    /// Whether a word that began at `start` is a `DELIMITER` line, which is then read; a word that the
    /// delimiter in force stands in is cut off before it.
    pub(super) fn is_client_word(&mut self, start: usize) -> bool {
        let word = &self.bytes[start..self.at];
        if let Some(delimiter) = &self.delimiter
            && let Some(at) = word.windows(delimiter.len()).position(|part| part == delimiter)
        {
            self.at = start + at;
        }
        let is_first = self.begins_statement && self.starts_line(start);
        if !is_first || !self.bytes[start..self.at].eq_ignore_ascii_case(b"delimiter") {
            return false;
        }
        let (word_end, rest) = (self.at, &self.bytes[self.at..]);
        let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let Some(chosen) = argument(&rest[..end]) else { return false };
        self.delimiter = (chosen != b";").then(|| chosen.to_vec());
        self.at = word_end + end;
        true
    }

    fn starts_line(&self, at: usize) -> bool {
        let blanks = self.bytes[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let line = at - blanks.count();
        line == 0 || self.bytes[line - 1] == b'\n'
    }
}

/// The delimiter that the rest of a `DELIMITER` line names.
fn argument(rest: &[u8]) -> Option<&[u8]> {
    let begins = rest.first().is_some_and(|&byte| is_blank(byte));
    begins.then(|| rest.split(|&byte| is_blank(byte)).find(|word| !word.is_empty())).flatten()
}

/// Whether a `DELIMITER` line takes the place of the semicolon by something else; none for a token that
/// is no such line.
#[must_use]
pub fn delimiter(text: &str) -> Option<bool> {
    let (word, rest) = text.split_at_checked("delimiter".len())?;
    word.eq_ignore_ascii_case("delimiter").then(|| argument(rest.as_bytes()) != Some(b";"))
}
