//! Queries.

use super::super::cursor::{Cursor, ident};
use super::super::keyword;
use super::{Common, DEEPEST, Reader, expression};
use crate::command::{Output, Rows, Source};
use crate::sql::lexer::{Token, TokenKind};

/// Words between `SELECT` and what is selected.
const MODIFIERS: [&str; 11] = [
    "ALL",
    "DISTINCT",
    "DISTINCTROW",
    "HIGH_PRIORITY",
    "STRAIGHT_JOIN",
    "SQL_BUFFER_RESULT",
    "SQL_CACHE",
    "SQL_SMALL_RESULT",
    "SQL_BIG_RESULT",
    "SQL_CALC_FOUND_ROWS",
    "SQL_NO_CACHE",
];

/// Words that end a part of a query.
const ENDS: [&str; 15] = [
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "WINDOW",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "INTO",
    "FOR",
    "LOCK",
    "PROCEDURE",
];

/// Words that join queries.
const SETS: [&str; 3] = ["UNION", "EXCEPT", "INTERSECT"];

/// A query that was read: its number, and the scope of its first `SELECT`.
pub(super) struct Found {
    pub(super) query: usize,
    pub(super) scope: Option<usize>,
}

impl Reader {
    /// A query of any shape that is all of `cursor`.
    pub(super) fn query(&mut self, mut cursor: Cursor<'_>, around: Option<usize>) -> Option<Found> {
        let known = self.common.len();
        let query = self.names.query();
        self.names.queries[query].push(Output::Unnamed);
        let cursor = &mut cursor;
        if cursor.take_word("WITH") {
            self.with(cursor, around)?;
        }
        let (results, scope) = self.arm(cursor, around)?;
        let mut is_compound = false;
        while cursor.take_any(&SETS) {
            cursor.take_any(&["ALL", "DISTINCT"]);
            is_compound = true;
            self.arm(cursor, around)?;
        }
        self.names.queries[query] = results;
        // What sorts the whole names results; where there is one query, its tables too.
        let sorted = match scope {
            Some(scope) if !is_compound => scope,
            _ => self.names.scope(None, Vec::new()),
        };
        self.tail(cursor, sorted, query)?;
        self.common.truncate(known);
        cursor.is_at_end().then_some(Found { query, scope })
    }

    fn tail(&mut self, cursor: &mut Cursor<'_>, scope: usize, query: usize) -> Option<()> {
        if cursor.take_word("ORDER") {
            cursor.expect_word("BY").ok()?;
            let list = cursor.until("", &["LIMIT", "OFFSET", "INTO", "FOR", "LOCK", "PROCEDURE"]);
            self.expression(cursor.within(list), scope, Some(query))?;
        }
        if cursor.take_word("LIMIT") {
            cursor.until("", &["INTO", "FOR", "LOCK", "PROCEDURE"]);
        }
        if cursor.take_words(&["FOR", "UPDATE"]) || cursor.at_words(&["LOCK", "IN"]) {
            cursor.rest();
        }
        Some(())
    }

    fn with(&mut self, cursor: &mut Cursor<'_>, around: Option<usize>) -> Option<()> {
        let is_recursive = cursor.take_word("RECURSIVE");
        loop {
            let name = cursor.name().ok()?.name;
            let mut columns = Vec::new();
            if cursor.at_symbol("(") {
                let names = cursor.names().ok()?;
                columns.extend(names.into_iter().map(|name| name.name));
            }
            cursor.expect_word("AS").ok()?;
            let inside = cursor.parenthesised().ok()?;
            let at = self.common.len();
            if is_recursive {
                // Its own columns are not known while it is read.
                let query = self.names.query();
                self.names.queries[query].push(Output::Unnamed);
                self.common.push(Common { name: name.clone(), query, columns: columns.clone() });
            }
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let found = self.query(inside, around)?;
            self.depth -= 1;
            self.common.truncate(at);
            self.common.push(Common { name, query: found.query, columns });
            if cursor.at_word("CYCLE") {
                return None;
            }
            if !cursor.take_symbol(",") {
                return Some(());
            }
        }
    }

    fn arm(
        &mut self,
        cursor: &mut Cursor<'_>,
        around: Option<usize>,
    ) -> Option<(Vec<Output>, Option<usize>)> {
        if cursor.at_symbol("(") {
            let inside = cursor.parenthesised().ok()?;
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let found = self.query(inside, around)?;
            self.depth -= 1;
            return Some((self.names.queries[found.query].clone(), None));
        }
        if !cursor.take_word("SELECT") {
            return None;
        }
        while cursor.take_any(&MODIFIERS) {}
        let scope = self.names.scope(around, Vec::new());
        let own = self.names.query();
        let rows = Rows::Query(own);
        let results = Source { alias: String::new(), rows, columns: Vec::new() };
        let inner = self.names.scope(Some(scope), vec![results]);
        self.inner.push((scope, inner));
        let items = cursor.until("", &ENDS);
        let results = self.items(cursor.within(items), scope)?;
        self.names.queries[own].clone_from(&results);
        if cursor.take_word("FROM") {
            let from = cursor.until("", &ENDS);
            let mut from = cursor.within(from);
            if !from.at_word("DUAL") {
                self.from(&mut from, scope)?;
                if !from.is_at_end() {
                    return None;
                }
            }
        }
        self.clauses(cursor, scope, own)?;
        Some((results, Some(scope)))
    }

    fn clauses(&mut self, cursor: &mut Cursor<'_>, scope: usize, own: usize) -> Option<()> {
        if cursor.take_word("WHERE") {
            let condition = cursor.until("", &ENDS);
            self.expression(cursor.within(condition), scope, None)?;
        }
        if cursor.take_words(&["GROUP", "BY"]) {
            let list = cursor.until("", &ENDS);
            self.expression(cursor.within(list), scope, Some(own))?;
        }
        if cursor.take_word("HAVING") {
            let condition = cursor.until("", &ENDS);
            self.expression(cursor.within(condition), scope, Some(own))?;
        }
        if cursor.at_word("WINDOW") {
            return None;
        }
        Some(())
    }

    /// What is selected.
    pub(super) fn items(&mut self, mut cursor: Cursor<'_>, scope: usize) -> Option<Vec<Output>> {
        let mut results = Vec::new();
        loop {
            let item = cursor.until(",", &[]);
            let (value, alias) = aliased(&cursor, item);
            self.expression(cursor.within(value), scope, None)?;
            results.push(match (alias, value) {
                (Some(alias), _) => Output::Named(alias),
                (None, value) => output(&cursor, value, scope),
            });
            if !cursor.take_symbol(",") {
                return cursor.is_at_end().then_some(results);
            }
        }
    }
}

/// An item without the name that it gets.
fn aliased<'a>(cursor: &Cursor<'a>, item: &'a [Token]) -> (&'a [Token], Option<String>) {
    let sql = cursor.sql;
    let is_alias = |token: &Token| {
        matches!(token.kind, TokenKind::String | TokenKind::QuotedName)
            || cursor.is_name(token) && token.kind == TokenKind::Word
    };
    let name = |token: &Token| match token.kind {
        TokenKind::String => super::super::literal::text(token.text(sql)),
        _ => ident(sql, token).name,
    };
    match item {
        [value @ .., before, last] if before.is_word(sql, "AS") => (value, Some(name(last))),
        [value @ .., last] if is_alias(last) => match value.last() {
            // `_utf8mb4 'x'`, `DATE '2020-01-01'`.
            Some(before) if last.kind == TokenKind::String && before.kind == TokenKind::Word => {
                (item, None)
            }
            Some(before) if ends_operand(sql, before) => (value, Some(name(last))),
            _ => (item, None),
        },
        _ => (item, None),
    }
}

/// Whether an operand may end with a token, so that what follows is a name for it.
fn ends_operand(sql: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Number | TokenKind::String | TokenKind::QuotedName => true,
        TokenKind::Symbol => token.is_symbol(sql, ")"),
        TokenKind::Word => {
            let lower = token.text(sql).to_ascii_lowercase();
            !keyword::is_keyword(&lower)
                || matches!(lower.as_str(), "end" | "null" | "true" | "false")
        }
        _ => false,
    }
}

/// The name of a result without one of its own: that of the column that it is.
fn output(cursor: &Cursor<'_>, value: &[Token], scope: usize) -> Output {
    let sql = cursor.sql;
    let is_name = |token: &Token| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) && cursor.is_name(token)
    };
    match value {
        [star] if star.is_symbol(sql, "*") => Output::All(scope, None),
        [of, dot, star] if dot.is_symbol(sql, ".") && star.is_symbol(sql, "*") && is_name(of) => {
            Output::All(scope, Some(ident(sql, of).name))
        }
        [one] if is_name(one) => Output::Named(ident(sql, one).name),
        [_, dot, last] if dot.is_symbol(sql, ".") && is_name(last) => {
            Output::Named(ident(sql, last).name)
        }
        [only] if only.kind == TokenKind::String => {
            Output::Named(super::super::literal::text(only.text(sql)))
        }
        [.., star] if star.is_symbol(sql, "*") => Output::Unnamed,
        // It is called by its text, which is no name that anybody writes without backticks.
        [first, ..] => {
            let span = value.last().map_or(first.span, |last| first.span.to(last.span));
            Output::Named(sql.get(span.range()).unwrap_or_default().to_owned())
        }
        [] => Output::Unnamed,
    }
}

pub(super) use expression::is_query;
