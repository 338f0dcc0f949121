//! Which tables and functions a query or a body names.

use super::cursor::Cursor;
use super::keyword::{self, Lower};
use crate::command::Path;
use crate::sql::lexer::{Token, TokenKind};

/// What the tokens inside of one pair of parentheses are part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A list of tables: each comma is followed by another.
    Tables,
    /// A query outside of its `FROM`.
    Query,
    /// The arguments of a function, where `FROM` separates values: `EXTRACT(year FROM a)`.
    Arguments,
}

struct Search<'a> {
    cursor: Cursor<'a>,
    parts: Vec<Part>,
    /// Whether a table comes next, if a name does.
    is_expected: bool,
    found: Vec<Path>,
}

/// The tables that what is left names: behind `FROM`, `JOIN`, `INSERT`, `UPDATE` and the commas
/// between them. Names that stand for a query of a `WITH` are not among them.
pub(super) fn tables(cursor: Cursor<'_>) -> Vec<Path> {
    let (parts, found) = (vec![Part::Query], Vec::new());
    let mut search = Search { cursor, parts, is_expected: false, found };
    while search.step() {}
    let own = common(cursor);
    search.found.retain(|path| path.namespace.is_some() || !own.contains(&path.name));
    search.found
}

/// The names that a `WITH` gives to queries.
fn common(mut cursor: Cursor<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_expected = false;
    while !cursor.is_at_end() {
        if !is_expected || !cursor.is_at_name() {
            is_expected = cursor.at_word("WITH") || cursor.at_word("RECURSIVE") && is_expected;
            cursor.next();
            continue;
        }
        let Ok(name) = cursor.name() else { break };
        if cursor.at_symbol("(") && cursor.group().is_err() {
            break;
        }
        is_expected = cursor.take_word("AS") && cursor.at_symbol("(");
        if !is_expected {
            continue;
        }
        names.push(name.name);
        let inside = cursor.parenthesised();
        names.extend(inside.map(common).unwrap_or_default());
        is_expected = cursor.take_symbol(",");
    }
    names
}

impl Search<'_> {
    fn step(&mut self) -> bool {
        let Some(token) = self.cursor.peek() else { return false };
        if self.is_expected && self.cursor.is_at_name() {
            let is_modifier =
                matches!(self.cursor.word().as_str(), "quick" | "only" | "outfile" | "dumpfile")
                    && self.cursor.ahead(1).is_some_and(|next| next.kind != TokenKind::Symbol);
            if !is_modifier {
                self.is_expected = false;
                if let Ok(path) = self.cursor.path()
                    && !self.found.contains(&path)
                    && !(path.name.eq_ignore_ascii_case("json_table") && self.cursor.at_symbol("("))
                {
                    self.found.push(path);
                }
                return true;
            }
        }
        let before = self.cursor.previous();
        self.cursor.next();
        match token.kind {
            TokenKind::Symbol => self.symbol(self.cursor.sql.as_bytes()[token.span.start]),
            TokenKind::Word => {
                let word = Lower::of(token.text(self.cursor.sql));
                self.word(word.as_str(), before);
            }
            _ => self.is_expected = false,
        }
        true
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'(' => {
                let is_query =
                    matches!(self.cursor.word().as_str(), "select" | "with" | "values" | "table");
                let part = match (is_query, self.is_expected) {
                    (true, _) => Part::Query,
                    (false, true) => Part::Tables,
                    (false, false) if self.cursor.at_symbol("(") => Part::Query,
                    (false, false) => Part::Arguments,
                };
                self.is_expected = part == Part::Tables;
                self.parts.push(part);
            }
            b')' => {
                self.parts.pop();
                self.is_expected = false;
            }
            b',' => self.is_expected = self.parts.last() == Some(&Part::Tables),
            b';' => {
                self.is_expected = false;
                self.parts.clear();
                self.parts.push(Part::Query);
            }
            _ => self.is_expected = false,
        }
    }

    fn word(&mut self, word: &str, before: Option<&Token>) {
        let sql = self.cursor.sql;
        let follows = |words| before.is_some_and(|before| before.is_any_word(sql, words));
        let is_argument = self.parts.last() == Some(&Part::Arguments);
        match word {
            "from" if is_argument => {}
            "from" | "join" | "straight_join" => self.expect(),
            "into" => {
                self.is_expected |=
                    follows(&["IGNORE", "DELAYED", "LOW_PRIORITY", "HIGH_PRIORITY"]);
            }
            "insert" | "replace" if !self.cursor.at_symbol("(") => {
                self.is_expected = true;
                self.part(Part::Query);
            }
            "update" => {
                if !follows(&["KEY", "FOR", "ON", "BEFORE", "AFTER", "OF"]) {
                    self.expect();
                }
            }
            "using" if !is_argument && !self.cursor.at_symbol("(") => self.expect(),
            // Words between the verb and its table.
            "low_priority" | "ignore" | "quick" | "delayed" | "high_priority" | "table" => {}
            "where" | "set" | "group" | "order" | "having" | "limit" | "values" | "select"
            | "union" | "except" | "intersect" | "then" | "else" | "return" | "window" => {
                self.is_expected = false;
                self.part(Part::Query);
            }
            _ => self.is_expected = false,
        }
    }

    fn expect(&mut self) {
        self.is_expected = true;
        self.part(Part::Tables);
    }

    fn part(&mut self, part: Part) {
        if let Some(last) = self.parts.last_mut()
            && *last != Part::Arguments
        {
            *last = part;
        }
    }
}

/// The functions that what is left calls, in lower case.
pub(super) fn calls(mut cursor: Cursor<'_>) -> Vec<String> {
    let mut calls = Vec::new();
    let mut is_table = false;
    while let Some(token) = cursor.next() {
        if token.kind != TokenKind::Word {
            is_table = false;
            continue;
        }
        let may_call = cursor.at_symbol("(") && !is_table;
        if may_call && !keyword::is_keyword(token.text(cursor.sql)) {
            let lower = token.text(cursor.sql).to_ascii_lowercase();
            if !calls.contains(&lower) {
                calls.push(lower);
            }
        } else {
            is_table = token.is_any_word(cursor.sql, &["INTO", "TABLE", "INSERT", "REPLACE"]);
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Target};
    use crate::sql::lexer::significant;

    fn names(sql: &str) -> Vec<String> {
        let tokens = significant(sql, Dialect::Mysql);
        let cursor = Cursor::new(sql, &tokens, Target::oldest(Dialect::Mysql));
        tables(cursor).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn tables_stand_where_tables_can_stand() {
        for (sql, expected) in [
            ("select a, b from t, d.u x join (v, w) on a = f(b, c), z", "t d.u v w z"),
            ("select extract(year from a), trim(both 'x' from b) from t", "t"),
            ("select a into @x, y from t where b in (select c from u)", "t u"),
            ("insert ignore into t (a, b) select c, d from u", "t u"),
            ("insert into t values (1) on duplicate key update a = 1, b = 2", "t"),
            ("delete t from t join u using (id) where a", "t u"),
            ("replace t set a = replace(b, 'c', 'd')", "t"),
            ("update low_priority t, u set a = 1 where b", "t u"),
            ("select * from (select * from a) x, b for update", "a b"),
        ] {
            assert_eq!(names(sql).join(" "), expected, "{sql}");
        }
    }

    #[test]
    fn functions_are_called() {
        let sql = "insert into t(a) values (now(), Uuid(), if(a, b, c))";
        let tokens = significant(sql, Dialect::Mysql);
        let cursor = Cursor::new(sql, &tokens, Target::oldest(Dialect::Mysql));
        assert_eq!(calls(cursor), ["now", "uuid"]);
    }
}
