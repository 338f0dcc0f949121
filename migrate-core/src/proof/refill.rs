//! `UPDATE t SET c = s.c FROM copy s WHERE s.id = t.id`: values that come back from where they were saved.

use crate::dialect::Dialect;
use crate::schema::Table;
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// Columns of one table that take their values from those of another, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refill {
    /// The columns written, each with the one its values come from.
    pub(super) columns: Vec<(String, String)>,
    /// The column by which a row is found, and the one that it is equal to.
    pub(super) key: (String, String),
}

/// Reads a statement that does this to each row; nothing where it is not certain to.
pub(super) fn read(text: &str, dialect: Dialect) -> Option<Refill> {
    let mut words = Words::of(text, dialect);
    words.keyword("update")?;
    let table = words.table()?;
    let refill = if words.keyword("join").is_some() {
        joined(&mut words, &table)
    } else {
        words.keyword("set")?;
        assigned(&mut words, &table)
    };
    refill.filter(|_| words.at == words.all.len())
}

/// MySQL: `UPDATE t JOIN s ON s.id = t.id SET t.c = s.c`.
fn joined(words: &mut Words, table: &[String]) -> Option<Refill> {
    let source = words.table()?;
    words.keyword("on")?;
    let key = words.key(table, &source)?;
    words.keyword("set")?;
    let mut columns = Vec::new();
    loop {
        let column = words.column_of(table)?;
        words.symbol("=")?;
        columns.push((column, words.column_of(&source)?));
        if words.symbol(",").is_none() {
            return Some(Refill { columns, key });
        }
    }
}

/// PostgreSQL and SQLite: `FROM`, or a query for each column.
fn assigned(words: &mut Words, table: &[String]) -> Option<Refill> {
    let mut columns = Vec::new();
    let (mut key, mut taken) = (None, Vec::new());
    loop {
        let column = words.name()?;
        words.symbol("=")?;
        if words.symbol("(").is_some() {
            let own = words.query(table, &mut columns, column)?;
            (key.is_none() || key.as_ref() == Some(&own)).then_some(())?;
            key = Some(own);
        } else {
            let of = words.name()?;
            words.symbol(".")?;
            taken.push((column, of, words.name()?));
        }
        if words.symbol(",").is_none() {
            break;
        }
    }
    if taken.is_empty() {
        return Some(Refill { columns, key: key? });
    }
    words.keyword("from")?;
    let source = words.table()?;
    words.keyword("where")?;
    let key = words.key(table, &source)?;
    let is_all = columns.is_empty() && taken.iter().all(|(_, of, _)| is_named(&source, of));
    let columns = taken.into_iter().map(|(column, _, value)| (column, value)).collect();
    is_all.then_some(Refill { columns, key })
}

/// Whether no two rows of a table have the same value there, and each has one.
pub(super) fn identifies(table: &Table, column: &str) -> bool {
    let key = table.primary_key.as_ref().map(|key| &key.columns);
    let mut keys = key.into_iter().chain(table.uniques.iter().map(|key| &key.columns));
    keys.any(|key| key.len() == 1 && key[0].prefix.is_none() && key[0].name == column)
}

fn is_named(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The statement's words.
struct Words {
    all: Vec<(TokenKind, String)>,
    at: usize,
}

impl Words {
    fn of(text: &str, dialect: Dialect) -> Self {
        let word = |token: lexer::Token| {
            let text = token.text(text);
            let text = if token.kind == TokenKind::QuotedName {
                normal::unquoted(text)
            } else {
                text.to_owned()
            };
            (token.kind, text)
        };
        Self { all: lexer::significant(text, dialect).into_iter().map(word).collect(), at: 0 }
    }

    fn keyword(&mut self, keyword: &str) -> Option<()> {
        self.take(|kind, text| kind == TokenKind::Word && text.eq_ignore_ascii_case(keyword))
            .map(drop)
    }

    fn symbol(&mut self, symbol: &str) -> Option<()> {
        self.take(|kind, text| kind == TokenKind::Symbol && text == symbol).map(drop)
    }

    fn name(&mut self) -> Option<String> {
        self.take(|kind, text| {
            kind == TokenKind::QuotedName || kind == TokenKind::Word && !is_clause(text)
        })
    }

    fn take(&mut self, is_it: impl Fn(TokenKind, &str) -> bool) -> Option<String> {
        let (_, text) = self.all.get(self.at).filter(|(kind, text)| is_it(*kind, text))?;
        self.at += 1;
        Some(text.clone())
    }

    /// A table: the name by which its columns may be called.
    fn table(&mut self) -> Option<Vec<String>> {
        let mut name = self.name()?;
        if self.symbol(".").is_some() {
            name = self.name()?;
        }
        let is_alias = self.keyword("as").is_some();
        let alias = self.name();
        (alias.is_some() || !is_alias).then(|| vec![alias.unwrap_or(name)])
    }

    fn column_of(&mut self, table: &[String]) -> Option<String> {
        let of = self.name()?;
        self.symbol(".")?;
        self.name().filter(|_| is_named(table, &of))
    }

    /// `s.id = t.id`, either way round.
    fn key(&mut self, table: &[String], source: &[String]) -> Option<(String, String)> {
        let start = self.at;
        if let Some(value) = self.column_of(source) {
            self.symbol("=")?;
            return Some((self.column_of(table)?, value));
        }
        self.at = start;
        let column = self.column_of(table)?;
        self.symbol("=")?;
        Some((column, self.column_of(source)?))
    }

    /// `SELECT c FROM s WHERE s.id = t.id)`.
    fn query(
        &mut self,
        table: &[String],
        columns: &mut Vec<(String, String)>,
        column: String,
    ) -> Option<(String, String)> {
        self.keyword("select")?;
        let mut value = self.name()?;
        let mut of = None;
        if self.symbol(".").is_some() {
            of = Some(std::mem::replace(&mut value, self.name()?));
        }
        self.keyword("from")?;
        let source = self.table()?;
        of.is_none_or(|of| is_named(&source, &of)).then_some(())?;
        self.keyword("where")?;
        let key = self.key(table, &source)?;
        self.symbol(")")?;
        columns.push((column, value));
        Some(key)
    }
}

fn is_clause(word: &str) -> bool {
    const CLAUSES: [&str; 9] =
        ["set", "from", "where", "join", "on", "as", "select", "null", "default"];
    CLAUSES.iter().any(|clause| word.eq_ignore_ascii_case(clause))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refill(columns: &[(&str, &str)], key: (&str, &str)) -> Refill {
        let owned = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
        Refill { columns: columns.iter().copied().map(owned).collect(), key: owned(key) }
    }

    #[test]
    fn values_come_back_row_by_row() {
        for (dialect, text) in [
            (
                Dialect::Postgres,
                "update users set nick = saved.nick from users_nick saved where saved.id = users.id",
            ),
            (
                Dialect::Postgres,
                "update only.users as u set nick = s.nick from \"users_nick\" as s where u.id = s.id",
            ),
            (
                Dialect::Sqlite,
                "UPDATE users SET nick = (SELECT nick FROM saved WHERE saved.id = users.id)",
            ),
            (
                Dialect::Mysql,
                "UPDATE users JOIN saved s ON s.id = users.id SET users.nick = s.`nick`",
            ),
        ] {
            let expected = refill(&[("nick", "nick")], ("id", "id"));
            assert_eq!(read(text, dialect), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_may_do_something_else_is_not_read() {
        for text in [
            "update users set nick = s.nick from saved s where s.id = users.id and s.id > 5",
            "update users set nick = lower(s.nick) from saved s where s.id = users.id",
            "update users set nick = s.nick from saved s",
            "update users set nick = s.nick from saved s where s.id = s.id",
            "update users set nick = t.nick from saved s where s.id = users.id",
            "update users set nick = (select nick from saved s where s.id = users.id limit 1)",
            "update users set nick = null",
        ] {
            assert_eq!(read(text, Dialect::Postgres), None, "{text}");
        }
    }
}
