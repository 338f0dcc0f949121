//! Definitions.

use super::super::cursor::Cursor;
use super::Reader;
use super::query::is_query;
use crate::sql::lexer::{Token, TokenKind};

impl Reader {
    /// `CREATE` and `ALTER` of tables and views.
    pub(super) fn definition(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let is_created = cursor.at_word("CREATE");
        cursor.next();
        let mut ahead = *cursor;
        ahead.until("(", &["VIEW", "TABLE", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"]);
        match ahead.word().as_str() {
            "view" => self.view(&mut ahead),
            "table" => {
                ahead.next();
                let _ = ahead.take_words(&["IF", "NOT", "EXISTS"])
                    || ahead.take_words(&["IF", "EXISTS"]);
                let table = self.relation(ahead.path().ok()?, None);
                let scope = self.names.scope(None, vec![table]);
                if !is_created {
                    return self.clauses_of_table(ahead, scope);
                }
                if ahead.at_symbol("(") {
                    let inside = ahead.parenthesised().ok()?;
                    if is_query(&inside) {
                        return self.query(inside, None).map(drop);
                    }
                    self.clauses_of_table(inside, scope)?;
                }
                ahead.until("", &["SELECT"]);
                if ahead.is_at_end() { Some(()) } else { self.query(ahead, None).map(drop) }
            }
            _ => None,
        }
    }

    fn view(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        cursor.until("", &["AS"]);
        cursor.next();
        let rest = cursor.rest();
        self.query(cursor.within(unchecked(cursor.sql, rest)), None).map(drop)
    }

    /// Checks, and what columns are computed from and have when nobody says otherwise.
    fn clauses_of_table(&mut self, mut cursor: Cursor<'_>, scope: usize) -> Option<()> {
        loop {
            cursor.until("", &["CHECK", "AS", "DEFAULT", "SELECT", "PARTITION"]);
            // How rows are spread is another grammar.
            if cursor.is_at_end() || cursor.at_word("SELECT") || cursor.at_word("PARTITION") {
                return Some(());
            }
            let is_default = cursor.at_word("DEFAULT");
            cursor.next();
            if cursor.at_symbol("(") {
                let inside = cursor.parenthesised().ok()?;
                self.expression(inside, scope, None)?;
            } else if is_default && let Some(name) = column(&mut cursor) {
                self.expression(name, scope, None)?;
            }
        }
    }
}

/// A query without its `WITH CHECK OPTION`.
fn unchecked<'a>(sql: &str, query: &'a [Token]) -> &'a [Token] {
    let [rest @ .., option] = query else { return query };
    if !option.is_word(sql, "OPTION") {
        return query;
    }
    let with = rest.iter().rposition(|token| token.is_word(sql, "WITH"));
    with.and_then(|with| rest.get(..with)).unwrap_or(query)
}

/// The word behind `DEFAULT` that can only be the name of a column (MariaDB): all others are values by
/// themselves, begin one, or belong to something else than a column.
fn column<'a>(cursor: &mut Cursor<'a>) -> Option<Cursor<'a>> {
    const OTHERS: [&str; 8] =
        ["CHAR", "CHARACTER", "CHARSET", "COLLATE", "NEXT", "ON", "PREVIOUS", "SYSDATE"];
    if !cursor.at_kind(TokenKind::Word) || OTHERS.iter().any(|word| cursor.at_word(word)) {
        return None;
    }
    let start = cursor.position();
    cursor.next();
    let goes_on =
        cursor.at_symbol("(") || cursor.at_symbol(".") || cursor.at_kind(TokenKind::String);
    (!goes_on).then(|| cursor.within(cursor.since(start)))
}
