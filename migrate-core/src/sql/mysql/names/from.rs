//! Tables that are read or joined.

use super::super::cursor::Cursor;
use super::query::is_query;
use super::{DEEPEST, Reader};
use crate::command::{Rows, Source};

/// Words that stand between two tables.
const JOINS: [&str; 7] = ["JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "NATURAL", "STRAIGHT_JOIN"];

impl Reader {
    /// Tables with commas and joins between them, as far as they go.
    pub(super) fn from(&mut self, cursor: &mut Cursor<'_>, scope: usize) -> Option<()> {
        self.table(cursor, scope)?;
        loop {
            if cursor.take_symbol(",") {
                self.table(cursor, scope)?;
                continue;
            }
            let mut is_join = false;
            while cursor.take_any(&JOINS) || is_join && cursor.take_word("OUTER") {
                is_join = true;
            }
            if !is_join {
                return Some(());
            }
            self.table(cursor, scope)?;
            while cursor.at_word("ON") || cursor.at_word("USING") {
                self.condition(cursor, scope)?;
            }
        }
    }

    fn condition(&mut self, cursor: &mut Cursor<'_>, scope: usize) -> Option<()> {
        if cursor.take_word("USING") {
            let list = cursor.parenthesised().ok()?;
            return self.expression(list, scope, None);
        }
        cursor.next();
        let mut words = JOINS.to_vec();
        words.extend(["ON", "USING", "SET", "WHERE", "ORDER", "LIMIT", "RETURNING"]);
        let start = cursor.position();
        let mut condition = cursor.until(",", &words);
        // `LEFT(a, 1)` and `RIGHT(a, 1)` are functions.
        while cursor.ahead(1).is_some_and(|next| next.is_symbol(cursor.sql, "("))
            && (cursor.at_word("LEFT") || cursor.at_word("RIGHT"))
        {
            cursor.next();
            cursor.until(",", &words);
            condition = cursor.since(start);
        }
        self.expression(cursor.within(condition), scope, None)
    }

    fn table(&mut self, cursor: &mut Cursor<'_>, scope: usize) -> Option<()> {
        let around = self.names.scopes.get(scope).and_then(|scope| scope.around);
        let is_lateral = cursor.take_word("LATERAL");
        if cursor.at_symbol("(") {
            let mut inside = cursor.parenthesised().ok()?;
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            if !is_query(&inside) {
                self.from(&mut inside, scope)?;
                self.depth -= 1;
                return inside.is_at_end().then_some(());
            }
            let around = if is_lateral { Some(scope) } else { around };
            let found = self.query(inside, around)?;
            self.depth -= 1;
            let alias = alias(cursor)?.unwrap_or_default();
            let mut columns = Vec::new();
            if cursor.at_symbol("(") {
                let names = cursor.names().ok()?;
                columns.extend(names.into_iter().map(|name| name.name));
            }
            self.add(Source { alias, rows: Rows::Query(found.query), columns }, scope);
            return Some(());
        }
        let path = cursor.path().ok()?;
        if cursor.at_symbol("(") {
            // `JSON_TABLE (…)`.
            cursor.group().ok()?;
            let alias = alias(cursor)?.unwrap_or_default();
            self.add(Source { alias, rows: Rows::Unknown, columns: Vec::new() }, scope);
            return Some(());
        }
        if cursor.take_word("PARTITION") {
            cursor.group().ok()?;
        }
        if cursor.at_word("FOR") {
            return None;
        }
        let alias = alias(cursor)?;
        let source = self.relation(path, alias);
        self.add(source, scope);
        hints(cursor)
    }
}

fn alias(cursor: &mut Cursor<'_>) -> Option<Option<String>> {
    if cursor.take_word("AS") {
        return Some(Some(cursor.name().ok()?.name));
    }
    if cursor.is_at_name() {
        return Some(Some(cursor.name().ok()?.name));
    }
    Some(None)
}

/// `USE INDEX FOR JOIN (i)` and its like.
fn hints(cursor: &mut Cursor<'_>) -> Option<()> {
    while cursor.at_word("USE") || cursor.at_word("FORCE") || cursor.at_word("IGNORE") {
        cursor.until("(", &[]);
        cursor.group().ok()?;
        cursor.take_symbol(",");
    }
    Some(())
}
