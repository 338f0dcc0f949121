//! Which part of a statement an error is about: the engines say it in words.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token};
use crate::sql::normal;
use crate::text::Span;

/// As much of the rest of a statement as a message quotes.
const QUOTED: usize = 80;

/// What stands where the grammar ended, or the first thing in quotes that the statement has once.
pub(super) fn culprit(message: &str, statement: &str) -> Option<Span> {
    let tokens = lexer::significant(statement, Dialect::Mysql);
    if let Some(at) = place(message, statement) {
        let behind = |token: &&Token| token.span.end > at;
        return tokens.iter().find(behind).or(tokens.last()).map(|token| token.span);
    }
    let quoted = message.split('\'').skip(1).step_by(2);
    // The value of a duplicate comes before the key, and means less.
    let quoted: Vec<&str> = match message.starts_with("Duplicate entry") {
        true => quoted.skip(1).collect(),
        false => quoted.collect(),
    };
    quoted.into_iter().find_map(|name| {
        let name = name.rsplit('.').next()?;
        let is_named =
            |token: &&Token| normal::unquoted(token.text(statement)).eq_ignore_ascii_case(name);
        let mut named = tokens.iter().filter(is_named);
        match (named.next(), named.next()) {
            (Some(token), None) => Some(token.span),
            _ => None,
        }
    })
}

/// Where the text begins that stands behind `near`, on the line that is named.
fn place(message: &str, statement: &str) -> Option<usize> {
    let (_, rest) = message.split_once(" near '")?;
    let (near, line) = rest.rsplit_once("' at line ")?;
    let line: usize = line.trim().parse().ok()?;
    let begins = statement.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    // To the end, unless it is cut off.
    if near.len() < QUOTED && statement.ends_with(near) {
        return Some(statement.len() - near.len());
    }
    statement[begins..].find(near).map(|at| begins + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'s>(message: &str, sql: &'s str) -> Option<&'s str> {
        culprit(message, sql).map(|span| &sql[span.range()])
    }

    #[test]
    fn the_engine_quotes_what_it_stumbled_over() {
        let said = "You have an error in your SQL syntax; check the manual that corresponds to your \
                    MariaDB server version for the right syntax to use near 'TABEL two (id)' at line 1";
        assert_eq!(at(said, "CREATE TABEL two (id)"), Some("TABEL"));
        let said = "syntax to use near 'x\n)' at line 2";
        assert_eq!(at(said, "create table x (\n a int x\n)"), Some("x"));
        assert_eq!(at("syntax to use near '' at line 1", "create table x ("), Some("("));
    }

    #[test]
    fn the_engine_names_what_it_does_not_find() {
        let unknown = "Unknown column 'nmae' in 'field list'";
        assert_eq!(at(unknown, "insert into a (id, nmae) values (1)"), Some("nmae"));
        assert_eq!(at("Table 'app.users' doesn't exist", "drop index i on users"), Some("users"));
        let twice = "Duplicate entry 'a' for key 'users.name'";
        assert_eq!(at(twice, "insert into users (id, name) values (2, 'a')"), Some("name"));
        assert_eq!(at("Table 'a' already exists", "create table a (a int)"), None);
    }
}
