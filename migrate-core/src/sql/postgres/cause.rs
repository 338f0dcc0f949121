//! What does not parse, in plain words, with the likely cause.

use super::tree::ParseError;
use crate::dialect::Dialect;
use crate::sql::SyntaxError;
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::quote;
use crate::text::{Span, nearest};

/// The error in the statement made of `tokens`.
pub(super) fn error(sql: &str, tokens: &[Token], error: &ParseError) -> SyntaxError {
    let statement = Statement { sql, tokens };
    let at = tokens.iter().position(|token| token.span.end > error.at);
    let at = at.unwrap_or(tokens.len().saturating_sub(1));
    let span = tokens.get(at).map_or(Span::new(error.at, error.at), |token| token.span);
    let expected = expected(&error.message);
    let found = sql.get(span.range()).unwrap_or_default();
    let message = match expected {
        Some(expected) if span.start >= error.at && found.len() <= 40 => {
            let found = if found == "`" { "a backtick".to_owned() } else { format!("`{found}`") };
            format!("{found} cannot stand here: PostgreSQL expects {expected}")
        }
        Some(expected) => format!("something is missing here: PostgreSQL expects {expected}"),
        None => lower_first(&error.message),
    };
    SyntaxError { span, message, help: statement.cause(at) }
}

/// A second statement that begins at `start`, in the middle of the one made of `tokens`.
pub(super) fn unseparated(sql: &str, tokens: &[Token], start: usize) -> SyntaxError {
    let token = tokens.iter().find(|token| token.span.start >= start);
    let span = token.map_or(Span::new(start, start), |token| token.span);
    let found = sql.get(span.range()).unwrap_or_default();
    let message = format!(
        "`{found}` cannot stand here: PostgreSQL expects the end of the statement before it"
    );
    SyntaxError { span, message, help: Some("a semicolon is missing before it".to_owned()) }
}

/// What the parser waited for, in the words of SQL.
fn expected(message: &str) -> Option<String> {
    let rest = match message {
        "missing comma" => return Some("a comma".to_owned()),
        _ => message.strip_prefix("expected ")?,
    };
    let rest = rest.split(", found").next().unwrap_or(rest);
    let rest = rest.split(", got").next().unwrap_or(rest);
    let words: Vec<String> = rest.split(' ').map(word).collect();
    Some(match words.join(" ").as_str() {
        "command" => "the beginning of a statement".to_owned(),
        words => words.to_owned(),
    })
}

/// The parser's name for a token as SQL writes it.
fn word(name: &str) -> String {
    let (name, comma) = match name.strip_suffix(',') {
        Some(name) => (name, ","),
        None => (name, ""),
    };
    let written = match name {
        "L_PAREN" => "`(`".to_owned(),
        "R_PAREN" => "`)`".to_owned(),
        "COMMA" => "`,`".to_owned(),
        "SEMICOLON" => "`;`".to_owned(),
        "EQ" => "`=`".to_owned(),
        "IDENT" => "a name".to_owned(),
        _ => match name.strip_suffix("_KW") {
            Some(keyword) => format!("`{keyword}`"),
            None => name.to_owned(),
        },
    };
    format!("{written}{comma}")
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// The statement that does not parse.
#[derive(Clone, Copy)]
struct Statement<'a> {
    sql: &'a str,
    tokens: &'a [Token],
}

impl Statement<'_> {
    fn word(self, at: usize, keyword: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word(self.sql, keyword))
    }

    fn symbol(self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    fn has(self, keyword: &str) -> bool {
        self.tokens.iter().any(|token| token.is_word(self.sql, keyword))
    }

    fn has_symbol(self, symbol: &str) -> bool {
        self.tokens.iter().any(|token| token.is_symbol(self.sql, symbol))
    }

    /// The likely cause of the error at the token `at`, and what to write instead.
    fn cause(self, at: usize) -> Option<String> {
        let cause = self
            .unfinished()
            .or_else(|| self.of_a_client())
            .or_else(|| self.of_another_engine())
            .or_else(|| self.misplaced(at));
        cause.map(str::to_owned).or_else(|| self.reserved(at)).or_else(|| self.misspelled(at))
    }

    /// A name that must stand in quotes: the word is the first of a statement's names.
    fn reserved(self, at: usize) -> Option<String> {
        let word = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        let before = self.tokens.get(at.checked_sub(1)?)?;
        let names = NAMED.iter().any(|keyword| before.is_word(self.sql, keyword));
        let text = word.text(self.sql);
        let quoted = quote::identifier(text, Dialect::Postgres);
        (names && quoted != text).then(|| {
            format!("`{text}` is a reserved word in PostgreSQL: as a name it is written `{quoted}`")
        })
    }

    /// A keyword with a slip in it, at the error or shortly before: what is no keyword is taken for a
    /// name, and it is the word behind it that has no place.
    fn misspelled(self, at: usize) -> Option<String> {
        // Of a beginning that is none, the second word is the wrong one.
        let last = if at == 0 { 1 } else { at };
        (at.saturating_sub(2)..=last).rev().find_map(|at| {
            let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
            let word = token.text(self.sql).to_ascii_lowercase();
            let meant = nearest(&word, KEYWORDS).filter(|meant| *meant != word)?;
            (word.len() > 3).then(|| format!("did you mean `{}`?", meant.to_ascii_uppercase()))
        })
    }

    fn unfinished(self) -> Option<&'static str> {
        let open = self.tokens.iter().find(|token| !token.terminated)?;
        Some(match open.kind {
            TokenKind::BlockComment => "the comment has no end: `*/` is missing",
            TokenKind::QuotedName => "the name in quotes has no end: a `\"` is missing",
            _ => "the text in quotes has no end: a closing quote is missing",
        })
    }

    /// What is meant for a program rather than for the server.
    fn of_a_client(self) -> Option<&'static str> {
        let pairs = || self.tokens.windows(2);
        let ends_data =
            |pair: &[Token]| pair[0].is_symbol(self.sql, "\\") && pair[1].is_symbol(self.sql, ".");
        if pairs().any(ends_data) {
            return Some(
                "rows behind `COPY … FROM STDIN` are a feature of psql and pg_dump: write them as \
                 `INSERT … VALUES`",
            );
        }
        if self.symbol(0, "\\") {
            return Some("`\\` begins a command of psql, which is not SQL: leave it out");
        }
        if self.word(0, "DELIMITER") {
            return Some(
                "`DELIMITER` is a command of the mysql client: PostgreSQL puts bodies between `$$` \
                 and `$$`",
            );
        }
        if self.word(0, "GO") {
            return Some("`GO` belongs to the tools of SQL Server: a semicolon ends a statement");
        }
        let templated = |pair: &[Token]| {
            pair[0].is_symbol(self.sql, "{") && matches!(pair[1].text(self.sql), "{" | "%")
        };
        pairs().any(templated).then_some(
            "this looks like a template: migrations are sent to the server as they are written",
        )
    }

    /// What MySQL or SQLite would take.
    fn of_another_engine(self) -> Option<&'static str> {
        let alters = self.word(0, "ALTER") && self.word(1, "TABLE");
        let next = |first: &str, second: &str| {
            self.tokens
                .windows(2)
                .any(|pair| pair[0].is_word(self.sql, first) && pair[1].is_word(self.sql, second))
        };
        let numbered = self.has("AUTO_INCREMENT") || self.has("AUTOINCREMENT");
        match (self.has_symbol("`"), numbered) {
            (true, true) => {
                return Some(
                    "this is MySQL: PostgreSQL puts names into double quotes, and numbers rows with \
                     `GENERATED BY DEFAULT AS IDENTITY` in place of `AUTO_INCREMENT`",
                );
            }
            (true, false) => {
                return Some("PostgreSQL puts names into double quotes, not into backticks");
            }
            (false, true) => {
                return Some(
                    "PostgreSQL numbers rows with `GENERATED BY DEFAULT AS IDENTITY` in place of \
                     `AUTO_INCREMENT`",
                );
            }
            (false, false) => {}
        }
        if self.word(0, "DROP") && self.word(1, "INDEX") && self.has("ON") {
            return Some(
                "an index has a name of its own in PostgreSQL: leave out `ON` and what follows it",
            );
        }
        if alters && (self.has("MODIFY") || self.has("CHANGE")) {
            return Some(
                "`MODIFY` and `CHANGE` are MySQL's: write `ALTER COLUMN c TYPE …`, `ALTER COLUMN c \
                 SET NOT NULL`, `RENAME COLUMN a TO b`",
            );
        }
        if alters && (next("DROP", "INDEX") || next("DROP", "KEY")) {
            return Some("PostgreSQL drops an index by a statement of its own: `DROP INDEX i`");
        }
        if alters && (next("ADD", "INDEX") || next("ADD", "KEY")) {
            return Some(
                "PostgreSQL adds an index by a statement of its own: `CREATE INDEX i ON t (c)`",
            );
        }
        if alters && next("DROP", "FOREIGN") {
            return Some("PostgreSQL drops a foreign key by its name: `DROP CONSTRAINT name`");
        }
        if self.has("ENGINE") || self.has("CHARSET") {
            return Some("`ENGINE` and `CHARSET` are options of MySQL: leave them out");
        }
        if self.has("UNSIGNED") {
            return Some(
                "PostgreSQL has no unsigned types: a larger type or a check takes its place",
            );
        }
        None
    }

    /// What stands in the wrong place.
    fn misplaced(self, at: usize) -> Option<&'static str> {
        let exists = self.tokens.windows(3).any(|three| {
            three[0].is_word(self.sql, "IF")
                && three[1].is_word(self.sql, "EXISTS")
                && (three[2].is_word(self.sql, "COLUMN")
                    || three[2].is_word(self.sql, "CONSTRAINT"))
        });
        if exists {
            return Some(
                "`IF EXISTS` stands behind `COLUMN` or `CONSTRAINT`: `DROP COLUMN IF EXISTS c`",
            );
        }
        if self.symbol(at, ":") {
            return Some("a semicolon ends a statement, not a colon");
        }
        let word = self.tokens.get(at)?;
        let begins = STATEMENTS.iter().any(|keyword| word.is_word(self.sql, keyword));
        let before = self.tokens.get(at.checked_sub(1)?)?;
        let gap = self.sql.get(before.span.end..word.span.start)?;
        (begins && gap.contains('\n'))
            .then_some("a semicolon seems to be missing at the end of the statement before")
    }
}

/// Words behind which a name stands.
const NAMED: [&str; 12] = [
    "TABLE",
    "COLUMN",
    "INDEX",
    "VIEW",
    "TYPE",
    "CONSTRAINT",
    "INTO",
    "UPDATE",
    "FROM",
    "ON",
    "REFERENCES",
    "TO",
];

/// Words that are often misspelled.
const KEYWORDS: [&str; 22] = [
    "alter",
    "cascade",
    "check",
    "column",
    "constraint",
    "create",
    "default",
    "delete",
    "drop",
    "foreign",
    "index",
    "insert",
    "primary",
    "references",
    "rename",
    "select",
    "table",
    "trigger",
    "unique",
    "update",
    "using",
    "values",
];

/// Words that begin statements.
const STATEMENTS: [&str; 12] = [
    "ALTER", "COMMENT", "COMMIT", "CREATE", "DELETE", "DO", "DROP", "GRANT", "INSERT", "SELECT",
    "SET", "UPDATE",
];
