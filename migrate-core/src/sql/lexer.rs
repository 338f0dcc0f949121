//! One lexer for three dialects. It never fails: what it cannot make sense of is still a token.

mod class;
mod code;
mod delimiter;
mod token;

use crate::dialect::Dialect;
use crate::text::Span;

use class::{continues_word, is_blank, starts_word};
pub use code::{MARK, is_code};
pub use delimiter::delimiter;
pub use token::{Token, TokenKind};

/// All tokens of `sql`, trivia included, in order and without holes.
#[must_use]
pub fn tokens(sql: &str, dialect: Dialect) -> Vec<Token> {
    scan(sql, dialect, true).0
}

/// The tokens that mean something: no blanks, no comments.
#[must_use]
pub fn significant(sql: &str, dialect: Dialect) -> Vec<Token> {
    scan(sql, dialect, false).0
}

/// The tokens that mean something, and the comments.
#[must_use]
pub fn significant_and_comments(sql: &str, dialect: Dialect) -> (Vec<Token>, Vec<Token>) {
    scan(sql, dialect, false)
}

/// Whether a text is one word and nothing else.
pub(crate) fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty() && starts_word(bytes[0]) && class::behind_word(bytes, 1) == bytes.len()
}

/// The tokens of Rust that mean something, whatever stands at the end of the text.
pub(crate) fn code_tokens(text: &str) -> Vec<Token> {
    let mut tokens = code::tokens(text);
    tokens.retain(|token| !token.is_trivia());
    tokens
}

/// The tokens, and the comments where those are not to be among them.
fn scan(sql: &str, dialect: Dialect, keeps_trivia: bool) -> (Vec<Token>, Vec<Token>) {
    if is_code(sql) {
        let (comments, tokens) =
            code::tokens(sql).into_iter().partition(|token| !keeps_trivia && token.is_trivia());
        return (tokens, comments);
    }
    let mut lexer = Lexer {
        bytes: sql.as_bytes(),
        at: 0,
        dialect,
        is_mysql: dialect == Dialect::Mysql,
        delimiter: None,
        begins_statement: true,
    };
    let (mut tokens, mut comments) = (Vec::with_capacity(sql.len() / 4), Vec::new());
    while lexer.at < lexer.bytes.len() {
        let start = lexer.at;
        // Every other token is one of blanks, which means nothing to those behind it.
        if is_blank(lexer.bytes[start]) && lexer.delimiter.is_none() {
            lexer.at = class::behind_blanks(lexer.bytes, start);
            if keeps_trivia {
                let span = Span::new(start, lexer.at);
                tokens.push(Token { kind: TokenKind::Whitespace, span, terminated: true });
            }
            continue;
        }
        let (kind, terminated) = lexer.token();
        if lexer.is_mysql {
            lexer.note(kind, start);
        }
        let token = Token { kind, span: Span::new(start, lexer.at), terminated };
        if keeps_trivia || !token.is_trivia() {
            tokens.push(token);
        } else {
            comments.push(token);
        }
    }
    (tokens, comments)
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
    /// Whether it is MySQL, whose client knows `DELIMITER` lines; asked for each token.
    is_mysql: bool,
    /// What ends statements, where a `DELIMITER` line said so.
    delimiter: Option<Vec<u8>>,
    /// Whether no token that means something stands between here and the end of a statement.
    begins_statement: bool,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        let at = self.at + ahead;
        if at < self.bytes.len() { self.bytes[at] } else { 0 }
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.at < self.bytes.len() && wanted(self.bytes[self.at]) {
            self.at += 1;
        }
    }

    fn token(&mut self) -> (TokenKind, bool) {
        use TokenKind::{LineComment, Number, QuotedName, String, Symbol, Whitespace};
        if let Some(delimiter) = &self.delimiter
            && self.bytes[self.at..].starts_with(delimiter)
        {
            self.at += delimiter.len();
            return (TokenKind::Delimiter, true);
        }
        // What most tokens are comes first.
        let first = self.bytes[self.at];
        if starts_word(first) && first < 0x80 {
            return self.word();
        }
        if matches!(first, b',' | b'(' | b')' | b';') {
            self.at += 1;
            return (Symbol, true);
        }
        match first {
            0xef if self.starts_byte_order_mark() => {
                self.at += 3;
                (Whitespace, true)
            }
            byte if is_blank(byte) => {
                self.at = class::behind_blanks(self.bytes, self.at);
                (Whitespace, true)
            }
            b'-' if self.starts_dash_comment() => self.line(LineComment),
            b'#' if self.is_mysql => self.line(LineComment),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'\'' => (String, self.quoted(b'\'', self.is_mysql)),
            b'"' if self.is_mysql => (String, self.quoted(b'"', true)),
            b'"' => (QuotedName, self.quoted(b'"', false)),
            b'`' if self.dialect != Dialect::Postgres => (QuotedName, self.quoted(b'`', false)),
            b'[' if self.dialect == Dialect::Sqlite => (QuotedName, self.bracketed()),
            b'$' if self.dialect == Dialect::Postgres => self.dollar(),
            byte if byte.is_ascii_digit() => {
                self.number();
                (Number, true)
            }
            b'.' if self.peek(1).is_ascii_digit() => {
                self.number();
                (Number, true)
            }
            byte if starts_word(byte) => self.word(),
            _ => {
                self.at += 1;
                (Symbol, true)
            }
        }
    }

    /// SQLite reads a byte order mark between tokens as white space, wherever it stands: files that
    /// were glued together have some in the middle (`sqlite3GetToken`, `CC_BOM`).
    fn starts_byte_order_mark(&self) -> bool {
        self.dialect == Dialect::Sqlite && self.peek(1) == 0xbb && self.peek(2) == 0xbf
    }

    /// MySQL asks for a blank or a control character behind the dashes (manual, "Comments"),
    /// so that `5--1` stays arithmetic.
    fn starts_dash_comment(&self) -> bool {
        self.peek(1) == b'-' && (!self.is_mysql || self.peek(2) <= b' ' || self.peek(2) == 0x7f)
    }

    fn line(&mut self, kind: TokenKind) -> (TokenKind, bool) {
        self.skip_while(|byte| byte != b'\n');
        (kind, true)
    }

    fn block_comment(&mut self) -> (TokenKind, bool) {
        let conditional = self.is_mysql
            && (self.peek(2) == b'!' || (self.peek(2) == b'M' && self.peek(3) == b'!'));
        let kind =
            if conditional { TokenKind::ConditionalComment } else { TokenKind::BlockComment };
        let nests = self.dialect == Dialect::Postgres;
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') if depth == 0 || nests => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return (kind, true);
                    }
                }
                _ => self.at += 1,
            }
        }
        // SQLite documents that a comment may be ended by the end of the input.
        (kind, self.dialect == Dialect::Sqlite)
    }

    /// A literal or name in `quote`s, in which a doubled quote stands for itself.
    fn quoted(&mut self, quote: u8, backslash_escapes: bool) -> bool {
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            if byte == b'\\' && backslash_escapes {
                self.at = (self.at + 2).min(self.bytes.len());
            } else if byte == quote && self.peek(1) == quote {
                self.at += 2;
            } else {
                self.at += 1;
                if byte == quote {
                    return true;
                }
            }
        }
        false
    }

    fn bracketed(&mut self) -> bool {
        self.skip_while(|byte| byte != b']');
        let found = self.at < self.bytes.len();
        self.at += usize::from(found);
        found
    }

    /// `$tag$ … $tag$`, or a lone `$` as in `$1`.
    fn dollar(&mut self) -> (TokenKind, bool) {
        let rest = &self.bytes[self.at + 1..];
        let tag = rest.iter().take_while(|&&byte| continues_word(byte) && byte != b'$').count();
        let opens = rest.get(tag) == Some(&b'$') && !rest[0].is_ascii_digit();
        if !opens {
            self.at += 1;
            return (TokenKind::Symbol, true);
        }
        let fence = self.bytes[self.at..self.at + tag + 2].to_vec();
        self.at += fence.len();
        while self.at < self.bytes.len() {
            if self.bytes[self.at..].starts_with(&fence) {
                self.at += fence.len();
                return (TokenKind::String, true);
            }
            self.at += 1;
        }
        (TokenKind::String, false)
    }

    fn number(&mut self) {
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            let signed_exponent = matches!(byte, b'e' | b'E')
                && matches!(self.peek(1), b'+' | b'-')
                && self.peek(2).is_ascii_digit();
            if signed_exponent {
                self.at += 2;
            } else if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// A word, or the string that a one-letter prefix such as `E'…'` or `x'…'` begins.
    fn word(&mut self) -> (TokenKind, bool) {
        let start = self.at;
        self.at = class::behind_word(self.bytes, self.at);
        if self.is_mysql && self.is_client_word(start) {
            return (TokenKind::Delimiter, true);
        }
        if self.at - start != 1 || self.peek(0) != b'\'' {
            return (TokenKind::Word, true);
        }
        let prefix = &self.bytes[start..self.at];
        match (prefix[0].to_ascii_lowercase(), self.dialect) {
            (b'e', Dialect::Postgres) => (TokenKind::String, self.quoted(b'\'', true)),
            (b'n', Dialect::Mysql) => (TokenKind::String, self.quoted(b'\'', true)),
            (b'b' | b'n', Dialect::Postgres) | (b'b', Dialect::Mysql) | (b'x', _) => {
                (TokenKind::String, self.quoted(b'\'', false))
            }
            _ => (TokenKind::Word, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(sql: &str, dialect: Dialect) -> Vec<(TokenKind, &str)> {
        significant(sql, dialect).iter().map(|token| (token.kind, token.text(sql))).collect()
    }

    #[test]
    fn quotes_are_those_of_the_dialect() {
        use TokenKind::{QuotedName, String, Symbol, Word};
        assert_eq!(
            kinds(r#""a""b" [c d] `e`"#, Dialect::Sqlite),
            [(QuotedName, r#""a""b""#), (QuotedName, "[c d]"), (QuotedName, "`e`")]
        );
        assert_eq!(kinds(r#""it\"s""#, Dialect::Mysql), [(String, r#""it\"s""#)]);
        assert_eq!(
            kinds(r"E'\'' 'a\'", Dialect::Postgres),
            [(String, r"E'\''"), (String, r"'a\'")]
        );
        assert_eq!(
            kinds("$a$ ; $b$ $a$ $1", Dialect::Postgres),
            [(String, "$a$ ; $b$ $a$"), (Symbol, "$"), (TokenKind::Number, "1")]
        );
        assert_eq!(kinds("a$b", Dialect::Sqlite), [(Word, "a$b")]);
    }

    #[test]
    fn comments_are_those_of_the_dialect() {
        assert_eq!(kinds("/* a /* b */ c */", Dialect::Postgres), []);
        assert_eq!(kinds("/* a /* b */ c", Dialect::Sqlite), [(TokenKind::Word, "c")]);
        assert_eq!(kinds("5--1", Dialect::Mysql).len(), 4);
        assert_eq!(kinds("5--1", Dialect::Sqlite).len(), 1);
        assert_eq!(kinds("# a\nb", Dialect::Mysql), [(TokenKind::Word, "b")]);
        assert_eq!(
            kinds("/*!40101 SET x */", Dialect::Mysql),
            [(TokenKind::ConditionalComment, "/*!40101 SET x */")]
        );
    }

    #[test]
    fn a_byte_order_mark_between_tokens_is_a_blank_to_sqlite() {
        use TokenKind::Word;
        assert_eq!(kinds("\u{feff}COMMIT", Dialect::Sqlite), [(Word, "COMMIT")]);
        assert_eq!(kinds("a\u{feff}b", Dialect::Sqlite), [(Word, "a\u{feff}b")]);
    }

    #[test]
    fn what_is_not_closed_says_so() {
        let open = |sql, dialect| tokens(sql, dialect).last().map(|token| !token.terminated);
        assert_eq!(open("'abc", Dialect::Sqlite), Some(true));
        assert_eq!(open("[abc", Dialect::Sqlite), Some(true));
        assert_eq!(open("/* abc", Dialect::Postgres), Some(true));
        assert_eq!(open("/* abc", Dialect::Sqlite), Some(false));
        assert_eq!(open("$x$ abc $", Dialect::Postgres), Some(true));
    }

    proptest! {
        #[test]
        fn every_byte_belongs_to_one_token(sql in r#"[a-zE0-9 .;$'"`\[\]/*#\\\n\r\x00é-]{0,60}"#) {
            for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
                let mut at = 0;
                for token in tokens(&sql, dialect) {
                    prop_assert_eq!(token.span.start, at);
                    prop_assert!(token.span.end > at && sql.is_char_boundary(token.span.end));
                    at = token.span.end;
                }
                prop_assert_eq!(at, sql.len());
                let (mut apart, comments) = significant_and_comments(&sql, dialect);
                prop_assert_eq!(&apart, &significant(&sql, dialect));
                apart.extend(comments);
                apart.sort_by_key(|token| token.span.start);
                let mut all = tokens(&sql, dialect);
                let blank = |token: &Token| token.kind == TokenKind::Whitespace;
                all.retain(|token| !blank(token));
                apart.retain(|token| !blank(token));
                prop_assert_eq!(apart, all);
            }
        }
    }
}
