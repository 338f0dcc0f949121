//! Why a statement does not parse: what people carry over from other engines.

use super::cursor::Cursor;
use super::keyword;
use crate::dialect::Target;
use crate::sql::SyntaxError;
use crate::sql::lexer::{Token, TokenKind};
use crate::text::Span;

/// What is wrong with the token the cursor stands at.
pub(super) fn unexpected(cursor: &Cursor<'_>, expected: &str) -> SyntaxError {
    let found = cursor.peek();
    let message = match found {
        Some(token) => format!("expected {expected}, found `{}`", shown(token.text(cursor.sql))),
        None => format!("expected {expected}, found the end of the statement"),
    };
    SyntaxError {
        span: cursor.here(),
        message,
        help: found.and_then(|token| help(cursor, token, expected)).or_else(|| mistaken(cursor)),
    }
}

/// What to write instead of the token before, which was taken for a name.
fn mistaken(cursor: &Cursor<'_>) -> Option<String> {
    let before = cursor.previous().filter(|token| token.kind == TokenKind::Word)?;
    foreign(&before.text(cursor.sql).to_ascii_lowercase()).map(str::to_owned)
}

/// The beginning of a text that may be long.
fn shown(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn help(cursor: &Cursor<'_>, token: &Token, expected: &str) -> Option<String> {
    let text = token.text(cursor.sql);
    if expected == "a name" && token.kind == TokenKind::String {
        let name = super::literal::text(text);
        return Some(format!(
            "{} reads text in quotes as a string: write the name in backticks, `{name}`",
            engine(cursor)
        ));
    }
    if token.kind != TokenKind::Word {
        return None;
    }
    if let Some(foreign) = foreign(&text.to_ascii_lowercase()) {
        return Some(foreign.to_owned());
    }
    (expected == "a name" && keyword::is_reserved(text, cursor.grammar.target)).then(|| {
        format!("`{text}` is a reserved word in {}: put it in backticks", cursor.grammar.target)
    })
}

/// What to write instead of a word of another engine.
fn foreign(word: &str) -> Option<&'static str> {
    Some(match word {
        "concurrently" => {
            "`CONCURRENTLY` is PostgreSQL's: write `ALGORITHM=INPLACE LOCK=NONE` behind the statement"
        }
        "returning" => {
            "MySQL has no `RETURNING`: MariaDB has it for `INSERT` and `DELETE`; elsewhere select the rows"
        }
        "autoincrement" => "the attribute is spelled `AUTO_INCREMENT`",
        "bigserial" | "smallserial" | "serial4" | "serial8" => {
            "this type is PostgreSQL's: write `BIGINT AUTO_INCREMENT PRIMARY KEY`"
        }
        "type" => "to change the type of a column write `MODIFY COLUMN name definition`",
        "ilike" => "`ILIKE` is PostgreSQL's: `LIKE` compares by the column's collation",
        _ => return None,
    })
}

/// Finds what no statement of the dialect contains, whatever it is about.
pub(super) fn anywhere(sql: &str, tokens: &[Token], target: Target) -> Option<SyntaxError> {
    let (mut arrow, mut open) = (None, None);
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if !token.terminated && open.is_none() {
            open = Some(token);
        }
        let symbol = match token.kind {
            TokenKind::Symbol => sql.as_bytes()[token.span.start],
            _ => 0,
        };
        let rest = &tokens[at..];
        if symbol == b':' && is_cast(sql, rest) {
            return Some(SyntaxError {
                span: token.span.to(tokens[at + 1].span),
                message: "`::` is no operator".to_owned(),
                help: Some(
                    "casts with `::` are PostgreSQL's: write `CAST(value AS type)`".to_owned(),
                ),
            });
        }
        if symbol == b'-' && arrow.is_none() && is_arrow(sql, rest) {
            arrow = Some(rest);
        }
        at += 1;
    }
    if let Some([one, other, ..]) = arrow.filter(|_| target.is_mariadb) {
        return Some(SyntaxError {
            span: one.span.to(other.span),
            message: "MariaDB has no operator `->`".to_owned(),
            help: Some(
                "write `JSON_EXTRACT(column, path)`, and `JSON_UNQUOTE(JSON_EXTRACT(column, path))` \
                 for `->>`"
                    .to_owned(),
            ),
        });
    }
    let open = open?;
    let what = match open.kind {
        TokenKind::QuotedName => "this name has no closing backtick",
        TokenKind::ConditionalComment => "this comment has no `*/`",
        _ => "this text has no closing quote",
    };
    Some(SyntaxError { span: open.span, message: what.to_owned(), help: None })
}

/// Whether it begins with `::`.
fn is_cast(sql: &str, tokens: &[Token]) -> bool {
    matches!(tokens, [one, other, ..] if one.is_symbol(sql, ":")
        && other.is_symbol(sql, ":")
        && one.span.end == other.span.start)
}

/// Whether it begins with MySQL's `->` or the first two characters of its `->>`: a path follows.
fn is_arrow(sql: &str, tokens: &[Token]) -> bool {
    matches!(tokens, [one, other, path, ..] if one.is_symbol(sql, "-")
        && other.is_symbol(sql, ">")
        && one.span.end == other.span.start
        && (path.kind == TokenKind::String || path.is_symbol(sql, ">")))
}

/// Something that only the other of the two engines reads.
pub(super) fn only_in_mariadb(cursor: &Cursor<'_>, span: Span, what: &str) -> SyntaxError {
    SyntaxError {
        span,
        message: format!("MySQL has no {what}"),
        help: Some(format!(
            "MariaDB has it: when the server is MariaDB, say so with `target = \"mariadb 10.6\"`; the \
             target is {}",
            cursor.grammar.target
        )),
    }
}

/// Something that only MySQL reads.
pub(super) fn only_in_mysql(cursor: &Cursor<'_>, span: Span, what: &str) -> SyntaxError {
    SyntaxError {
        span,
        message: format!("MariaDB has no {what}"),
        help: Some(format!("MySQL has it, but the target is {}", cursor.grammar.target)),
    }
}

fn engine(cursor: &Cursor<'_>) -> &'static str {
    if cursor.grammar.target.is_mariadb { "MariaDB" } else { "MySQL" }
}
