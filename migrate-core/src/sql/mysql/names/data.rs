//! Statements that write rows.

use super::super::cursor::{self, Cursor};
use super::Reader;
use super::query::is_query;
use crate::command::{Given, Rows, Source, Typed, Used, Value};

const MODIFIERS: [&str; 5] = ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE"];

impl Reader {
    pub(super) fn insert(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        cursor.next();
        let mut ignores = false;
        while let at_ignore = cursor.at_word("IGNORE")
            && cursor.take_any(&MODIFIERS)
        {
            ignores |= at_ignore;
        }
        cursor.take_word("INTO");
        let target = self.relation(cursor.path().ok()?, None);
        if cursor.take_word("PARTITION") {
            cursor.group().ok()?;
        }
        let mut inside = *cursor;
        let mut listed: Option<Vec<String>> = None;
        if cursor.at_symbol("(") && !is_query(inside.parenthesised().as_ref().ok()?) {
            let columns = parts(cursor.parenthesised().ok()?).into_iter();
            listed = columns.map(|mut column| Some(column.path().ok()?.name)).collect();
        }
        let own = self.names.scope(None, vec![target.clone()]);
        let mut rows = *cursor;
        let conflict = ["DUPLICATE", "RETURNING"];
        let read = rows.until("", &conflict);
        let mut tail = rows;
        let is_conflict = tail.take_word("DUPLICATE");
        // `ON` stands in front of `DUPLICATE`.
        let read = if is_conflict { read.split_last()?.1 } else { read };
        let rows = cursor.within(read);
        let mut read_scope = None;
        if is_query(&rows) {
            read_scope = self.query(rows, None)?.scope;
        } else {
            self.rows(rows, own, listed.filter(|_| !ignores).as_deref())?;
        }
        if is_conflict {
            let new = Source { alias: String::new(), rows: Rows::Unknown, columns: Vec::new() };
            // A row may have a name of its own, which is not read here.
            let has_name = read.iter().any(|token| token.is_word(cursor.sql, "AS"));
            let named = has_name && read_scope.is_none();
            let sources = [Some(target), named.then_some(new)];
            let scope = self.names.scope(read_scope, sources.into_iter().flatten().collect());
            if !tail.take_words(&["KEY", "UPDATE"]) {
                return None;
            }
            let assignments = tail.until("", &["RETURNING"]);
            self.expression(tail.within(assignments), scope, None)?;
        }
        if tail.take_word("RETURNING") {
            self.items(tail, own)?;
        }
        Some(())
    }

    /// `VALUES (…), (…)` or `SET a = 1`, each with what belongs to it. The values are those of the
    /// columns that are listed.
    fn rows(
        &mut self,
        mut cursor: Cursor<'_>,
        scope: usize,
        listed: Option<&[String]>,
    ) -> Option<()> {
        if cursor.take_any(&["VALUES", "VALUE"]) {
            while !cursor.is_at_end() {
                cursor.take_word("ROW");
                if !cursor.at_symbol("(") {
                    break;
                }
                let row = cursor.parenthesised().ok()?;
                for (column, value) in listed.into_iter().flatten().zip(parts(row)) {
                    self.value(column, value, scope);
                }
                self.expression(row, scope, None)?;
                cursor.take_symbol(",");
            }
            return Some(());
        }
        cursor.expect_word("SET").ok()?;
        self.expression(cursor, scope, None)
    }

    /// What a new row gets for a column. `NULL` and `DEFAULT` leave a column that is computed to the
    /// server.
    fn value(&mut self, column: &str, value: Cursor<'_>, scope: usize) {
        let tokens = { value }.rest();
        let Some(span) = cursor::span(tokens) else { return };
        let is_left = tokens.len() == 1 && (value.at_word("NULL") || value.at_word("DEFAULT"));
        self.names.values.push(Value {
            scope,
            of: Typed::Column(None, column.to_owned()),
            given: if is_left { Given::Default } else { Given::Other },
            used: Used::Inserted,
            span,
        });
    }

    pub(super) fn update(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        cursor.next();
        while cursor.take_any(&MODIFIERS) {}
        let scope = self.names.scope(None, Vec::new());
        self.from(cursor, scope)?;
        cursor.expect_word("SET").ok()?;
        self.condition_and_rest(*cursor, scope)
    }

    fn condition_and_rest(&mut self, mut cursor: Cursor<'_>, scope: usize) -> Option<()> {
        let read = cursor.until("", &["LIMIT", "RETURNING"]);
        self.expression(cursor.within(read), scope, None)?;
        cursor.until("", &["RETURNING"]);
        if cursor.take_word("RETURNING") {
            self.items(cursor, scope)?;
        }
        Some(())
    }

    pub(super) fn delete(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        cursor.next();
        while cursor.take_any(&MODIFIERS) {}
        let scope = self.names.scope(None, Vec::new());
        if !cursor.take_word("FROM") {
            cursor.until("", &["FROM"]);
            cursor.expect_word("FROM").ok()?;
        } else {
            let mut ahead = *cursor;
            ahead.until("", &["USING", "WHERE"]);
            if ahead.take_word("USING") {
                *cursor = ahead;
            }
        }
        self.from(cursor, scope)?;
        self.condition_and_rest(*cursor, scope)
    }
}

/// What stands between commas.
fn parts(mut list: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut parts = Vec::new();
    while !list.is_at_end() {
        let part = list.until(",", &[]);
        parts.push(list.within(part));
        list.take_symbol(",");
    }
    parts
}
