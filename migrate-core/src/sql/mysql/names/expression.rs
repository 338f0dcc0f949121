//! Names in expressions.

use super::super::cursor::{Cursor, ident};
use super::super::keyword;
use super::{DEEPEST, Reader};
use crate::command::{Ident, Reference};
use crate::sql::lexer::TokenKind;
use crate::sql::words::Words;

/// Words that are no names where the grammar has a place for them, although they may be names. A column
/// that is called like one of them is not looked for.
#[rustfmt::skip]
static WORDS: Words<85> = Words::new([
    "against", "any", "array", "ascii", "at", "begin", "binary", "boolean", "byte", "collation",
    "curdate", "current", "current_role", "curtime", "date", "datetime", "day", "default", "dual",
    "duplicate", "end", "escape", "exclude", "expansion", "first", "fixed", "following", "groups",
    "hour", "json", "language", "last", "local", "locked", "maxvalue", "member", "microsecond",
    "minute", "mode", "month", "national", "nchar", "next", "no", "nowait", "nulls", "of", "offset",
    "only", "others", "over", "partition", "preceding", "previous", "prior", "quarter", "query",
    "range", "respect", "rollup", "row", "rows", "second", "share", "signed", "skip", "some",
    "sounds", "sql_cache", "sysdate", "ties", "time", "timestamp", "traditional", "unbounded",
    "unicode", "unknown", "user", "utf8", "utf8mb4", "value", "vector", "week", "year", "zone",
]);

impl Reader {
    /// The names in an expression, or in several. `or_result` is the query whose results may be meant
    /// as well.
    pub(super) fn expression(
        &mut self,
        mut cursor: Cursor<'_>,
        scope: usize,
        or_result: Option<usize>,
    ) -> Option<()> {
        while let Some(token) = cursor.peek() {
            if token.is_symbol(cursor.sql, "(") {
                let inside = cursor.parenthesised().ok()?;
                self.depth += 1;
                if self.depth > DEEPEST {
                    return None;
                }
                if is_query(&inside) {
                    let around = self.inner(scope);
                    self.query(inside, Some(around))?;
                } else {
                    self.expression(inside, scope, or_result)?;
                }
                self.depth -= 1;
                continue;
            }
            if token.is_symbol(cursor.sql, "@") {
                variable(&mut cursor);
                continue;
            }
            match token.kind {
                TokenKind::Word | TokenKind::QuotedName => {
                    self.word(&mut cursor, scope, or_result)?;
                }
                _ => drop(cursor.next()),
            }
        }
        Some(())
    }

    /// What queries in a query see of it: its results too.
    fn inner(&self, scope: usize) -> usize {
        let found = self.inner.iter().rev().find(|(outer, _)| *outer == scope);
        found.map_or(scope, |(_, inner)| *inner)
    }

    fn word(
        &mut self,
        cursor: &mut Cursor<'_>,
        scope: usize,
        or_result: Option<usize>,
    ) -> Option<()> {
        let token = cursor.next()?;
        let is_quoted = token.kind == TokenKind::QuotedName;
        if !is_quoted {
            let lower = token.text(cursor.sql).to_ascii_lowercase();
            match lower.as_str() {
                "collate" | "separator" => {
                    cursor.next();
                    return Some(());
                }
                // The type of a `CAST`, the character set of a `CONVERT`.
                "as" | "using" => {
                    cursor.until(",", &[]);
                    return Some(());
                }
                "over" if !cursor.at_symbol("(") => {
                    cursor.next();
                    return Some(());
                }
                // `NEXT VALUE FOR s`, `LOCK IN SHARE MODE`, a query that is not in parentheses.
                "for" if !cursor.at_kind(TokenKind::Number) => return None,
                "select" | "lock" | "into" | "procedure" => return None,
                // What they are given is a sequence.
                "nextval" | "lastval" | "setval" => return None,
                _ => {}
            }
            let is_part = keyword::is_reserved(&lower, cursor.grammar.target)
                || keyword::is_keyword(&lower)
                || WORDS.have(&lower);
            if !cursor.at_symbol(".") && (is_part || cursor.at_kind(TokenKind::String)) {
                return Some(());
            }
        }
        if cursor.at_symbol("(") {
            return Some(());
        }
        let mut parts = vec![ident(cursor.sql, token)];
        let mut is_star = false;
        while cursor.take_symbol(".") {
            if cursor.take_symbol("*") {
                is_star = true;
                break;
            }
            let next = cursor.next()?;
            if !matches!(next.kind, TokenKind::Word | TokenKind::QuotedName) {
                return None;
            }
            parts.push(ident(cursor.sql, next));
        }
        // A function of a database.
        if !cursor.at_symbol("(") {
            self.reference(parts, is_star, scope, or_result);
        }
        Some(())
    }

    fn reference(
        &mut self,
        mut parts: Vec<Ident>,
        is_star: bool,
        scope: usize,
        or_result: Option<usize>,
    ) {
        let column = if is_star { None } else { parts.pop() };
        let qualifier = parts.pop();
        let Some(span) = column.as_ref().or(qualifier.as_ref()).map(|ident| ident.span) else {
            return;
        };
        // A result may be called by the text it is computed with.
        let is_text = |ident: &Ident| ident.name.contains(' ') || ident.name.contains('(');
        if column.as_ref().is_some_and(is_text) {
            return;
        }
        let or_result = or_result.filter(|_| qualifier.is_none());
        let column = column.map(|column| column.name);
        self.names.references.push(Reference { scope, qualifier, column, or_result, span });
    }
}

/// `@name`, `@@session.name`.
fn variable(cursor: &mut Cursor<'_>) {
    while cursor.take_symbol("@") {}
    cursor.next();
    while cursor.take_symbol(".") {
        cursor.next();
    }
}

/// Whether what comes is a query, in however many parentheses.
pub(super) fn is_query(cursor: &Cursor<'_>) -> bool {
    let mut ahead = 0;
    while cursor.ahead(ahead).is_some_and(|token| token.is_symbol(cursor.sql, "(")) {
        ahead += 1;
    }
    let word = cursor.word_ahead(ahead);
    // `VALUES (a)` is a value where a row is written.
    matches!(word.as_str(), "select" | "with")
}
