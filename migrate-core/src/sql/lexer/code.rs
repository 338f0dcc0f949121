//! Scripts that are written in Rust: told by what ends their text, and cut into tokens that are nothing
//! to a reader of SQL.
//!
//! No script that an engine takes ends like that, and a script keeps it wherever its text goes: into a
//! binary, into a history, and back. So whoever reads scripts meets one statement, of which nothing is
//! known, and nobody takes Rust for SQL.

use super::{Token, TokenKind};
use crate::text::Span;

/// What ends the text of a script in Rust. It stands behind the text, so that what stands at a byte of it
/// stands there in the file.
pub const MARK: &str = "\n// written in Rust\n";

/// Whether a script is written in Rust.
#[must_use]
pub fn is_code(script: &str) -> bool {
    script.ends_with(MARK)
}

/// All tokens of a script in Rust, in order and without holes. Never fails, as the lexer for SQL.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { bytes: text.as_bytes(), at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 4);
    while lexer.at < lexer.bytes.len() {
        let start = lexer.at;
        let (kind, terminated) = lexer.token();
        tokens.push(Token { kind, span: Span::new(start, lexer.at), terminated });
    }
    tokens
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| wanted(*byte)) {
            self.at += 1;
        }
    }

    fn token(&mut self) -> (TokenKind, bool) {
        match (self.peek(0), self.peek(1)) {
            (byte, _) if byte.is_ascii_whitespace() => {
                self.skip_while(|byte| byte.is_ascii_whitespace());
                (TokenKind::Whitespace, true)
            }
            (b'/', b'/') => {
                self.skip_while(|byte| byte != b'\n');
                (TokenKind::LineComment, true)
            }
            (b'/', b'*') => (TokenKind::BlockComment, self.block_comment()),
            (b'"', _) => (TokenKind::Code, self.quoted(b'"')),
            (b'\'', _) => (TokenKind::Code, self.character_or_lifetime()),
            (byte, _) if is_name(byte) => (TokenKind::Code, self.name()),
            _ => {
                self.at += 1;
                (TokenKind::Code, true)
            }
        }
    }

    /// `/* … */`, which may have others in it.
    fn block_comment(&mut self) -> bool {
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => depth += 1,
                (b'*', b'/') => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// From a quote to the next one that no backslash stands in front of.
    fn quoted(&mut self, quote: u8) -> bool {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                byte => {
                    self.at += 1;
                    if byte == quote {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// `'a'` and `'\n'` are characters, and `'a` is a lifetime.
    fn character_or_lifetime(&mut self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let letter = match rest.first() {
            Some(b'\\') => return self.quoted(b'\''),
            Some(first) => first.leading_ones().max(1) as usize,
            None => 0,
        };
        if rest.get(letter) == Some(&b'\'') {
            return self.quoted(b'\'');
        }
        self.at += 1;
        self.skip_while(is_name);
        true
    }

    /// A name, a number, or a literal that begins with letters: `r#"…"#`, `b'a'`, `c"…"`.
    fn name(&mut self) -> bool {
        let start = self.at;
        self.skip_while(is_name);
        let is_raw = matches!(&self.bytes[start..self.at], b"r" | b"br" | b"cr");
        let is_prefix = matches!(&self.bytes[start..self.at], b"b" | b"c");
        match self.peek(0) {
            b'"' if is_prefix => self.quoted(b'"'),
            b'\'' if is_prefix => self.quoted(b'\''),
            b'"' | b'#' if is_raw => self.raw(),
            _ => true,
        }
    }

    /// The rest of `r#"…"#`, or of the name `r#type`.
    fn raw(&mut self) -> bool {
        let start = self.at;
        self.skip_while(|byte| byte == b'#');
        let hashes = &self.bytes[start..self.at];
        if self.peek(0) != b'"' {
            self.skip_while(is_name);
            return true;
        }
        self.at += 1;
        while self.at < self.bytes.len() {
            let is_end = self.peek(0) == b'"' && self.bytes[self.at + 1..].starts_with(hashes);
            self.at += 1;
            if is_end {
                self.at += hashes.len();
                return true;
            }
        }
        false
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn significant(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        tokens.iter().filter(|it| !it.is_trivia()).map(|it| it.text(text)).collect()
    }

    #[test]
    fn what_looks_like_code_in_texts_is_none() {
        let text = r###"fn a<'b>() { "}\"" ; r#"}"}"# ; b'\'' ; '}' ; 'é' ; /* } /* } */ } */ c"}" } // }"###;
        assert_eq!(
            significant(text),
            [
                "fn",
                "a",
                "<",
                "'b",
                ">",
                "(",
                ")",
                "{",
                r#""}\"""#,
                ";",
                r##"r#"}"}"#"##,
                ";",
                r"b'\''",
                ";",
                "'}'",
                ";",
                "'é'",
                ";",
                r#"c"}""#,
                "}"
            ]
        );
    }

    #[test]
    fn names_with_a_hash_are_names() {
        assert_eq!(significant("r#type r"), ["r#type", "r"]);
    }

    #[test]
    fn what_is_never_closed_ends_with_the_text() {
        for text in ["\"a", "r#\"a\"", "/* /* */", "'\\"] {
            assert!(!tokens(text).last().unwrap().terminated, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_byte_belongs_to_one_token(text in "[\\PC\n'\"#r/*\\\\]{0,60}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert_eq!(token.span.start, end);
                prop_assert!(text.get(token.span.range()).is_some());
                end = token.span.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
