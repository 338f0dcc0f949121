//! Where statements begin and end.

mod compound;

use std::ops::Range;

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::text::Span;

/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From its first token to its last, the closing semicolon not included.
    pub span: Span,
    /// Its first three words in upper case, fewer when it has fewer: what kind it is.
    pub leading: Vec<String>,
    /// Which of the tokens it was made of are its own.
    pub tokens: Range<usize>,
}

impl Statement {
    /// Whether it begins with these keywords.
    #[must_use]
    pub fn starts_with(&self, keywords: &[&str]) -> bool {
        self.leading.len() >= keywords.len()
            && self.leading.iter().zip(keywords).all(|(word, keyword)| word == keyword)
    }
}

/// The statements of `sql`, without the empty ones.
#[must_use]
pub fn statements(sql: &str, dialect: Dialect) -> Vec<Statement> {
    statements_of(sql, &lexer::significant(sql, dialect), dialect)
}

/// The statements made of `tokens`, which hold no trivia.
#[must_use]
pub fn statements_of(sql: &str, tokens: &[Token], dialect: Dialect) -> Vec<Statement> {
    let ranges = ranges_of(sql, tokens, dialect);
    ranges.into_iter().map(|range| statement(sql, tokens, range)).collect()
}

/// Which of the tokens each statement is made of: all that a reader wants to know.
pub(super) fn ranges_of(sql: &str, tokens: &[Token], dialect: Dialect) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    let mut is_custom = false;
    while let Some(token) = tokens.get(first) {
        if token.kind == TokenKind::Delimiter {
            is_custom = lexer::delimiter(token.text(sql)).unwrap_or(is_custom);
            first += 1;
            continue;
        }
        let rest = &tokens[first..];
        let end = first + if is_custom { custom_end(rest) } else { end(sql, rest, dialect) };
        if end > first {
            found.push(first..end);
        }
        let is_semicolon = tokens.get(end).is_some_and(|token| token.is_symbol(sql, ";"));
        first = end + usize::from(is_semicolon);
    }
    found
}

/// What ends a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Terminator {
    /// A semicolon.
    Semicolon,
    /// What a `DELIMITER` line of the `mysql` client says, or that line.
    Custom,
}

impl Terminator {
    fn of(sql: &str, token: &Token) -> Option<Self> {
        match token.kind {
            TokenKind::Delimiter => Some(Self::Custom),
            TokenKind::Symbol if sql.as_bytes()[token.span.start] == b';' => Some(Self::Semicolon),
            _ => None,
        }
    }
}

/// How many of `tokens` belong to the statement they begin with.
fn end(sql: &str, tokens: &[Token], dialect: Dialect) -> usize {
    if let Some(end) = compound::end(sql, tokens, dialect) {
        return end;
    }
    let mut at = 0;
    while at < tokens.len() && Terminator::of(sql, &tokens[at]).is_none() {
        at += 1;
    }
    at
}

/// The same where semicolons end nothing.
fn custom_end(tokens: &[Token]) -> usize {
    let is_delimiter = |token: &Token| token.kind == TokenKind::Delimiter;
    tokens.iter().position(is_delimiter).unwrap_or(tokens.len())
}

fn statement(sql: &str, tokens: &[Token], range: Range<usize>) -> Statement {
    let tokens = &tokens[range.clone()];
    let mut leading = Vec::with_capacity(3);
    while leading.len() < 3
        && let Some(token) = tokens.get(leading.len())
        && token.kind == TokenKind::Word
    {
        leading.push(token.text(sql).to_ascii_uppercase());
    }
    let span = tokens[0].span.to(tokens[tokens.len() - 1].span);
    Statement { tokens: range, span, leading }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(sql: &str) -> Vec<&str> {
        statements(sql, Dialect::Sqlite)
            .iter()
            .map(|statement| &sql[statement.span.range()])
            .collect()
    }

    #[test]
    fn semicolons_in_text_do_not_split() {
        assert_eq!(
            split("insert into t values ('a;b'); -- c;\n ;; select \";\""),
            ["insert into t values ('a;b')", "select \";\""]
        );
        assert_eq!(split("-- nothing\n/* here; */ ;"), [""; 0]);
    }

    #[test]
    fn the_body_of_a_trigger_is_one_statement() {
        let trigger = "create temp trigger a after insert on t begin \
                       select case when 1 then 2 end; delete from b; end";
        assert_eq!(split(&format!("{trigger}; select 1;")), [trigger, "select 1"]);
        assert_eq!(split(trigger), [trigger]);
    }

    fn parts(sql: &str, dialect: Dialect) -> Vec<&str> {
        statements(sql, dialect).iter().map(|statement| &sql[statement.span.range()]).collect()
    }

    #[test]
    fn the_body_of_a_mysql_routine_is_part_of_its_statement() {
        for body in [
            "create procedure p(a int) begin declare x int; if a then set x = case a when 1 then 2 \
             else if(a, 1, 2) end; elseif b then begin end; end if; end",
            "create definer=`a`@`%` trigger t before insert on u for each row begin l: loop leave l; \
             end loop l; case new.a when 1 then set new.b = 1; else set new.b = 2; end case; end",
            "create procedure p() repeat set @a = @a + 1; until @a > 5 end repeat",
            "create function f(a int) returns int deterministic while a do set a = a - 1; end while",
            "create event e on schedule every 1 day do begin delete from t; end",
            "create trigger t after update on u for each row if new.a then delete from v; end if",
            "create procedure p() begin drop table if exists t; select if(a, b, c); select begin.a; end",
            "create procedure p() begin declare exit handler for sqlexception begin rollback; end; end",
            "create function f() returns int return case when 1 then 2 end",
            "create trigger t before insert on u for each row set new.a = 1",
            "begin not atomic create table t (a int); end",
        ] {
            assert_eq!(parts(&format!("{body}; select 1;"), Dialect::Mysql), [body, "select 1"]);
            assert_eq!(parts(body, Dialect::Mysql), [body]);
        }
        assert_eq!(parts("begin; create table t (a int); commit", Dialect::Mysql).len(), 3);
        assert_eq!(parts("create table event (a int); select 1", Dialect::Mysql).len(), 2);
    }

    #[test]
    fn a_delimiter_line_is_no_statement_and_says_what_ends_them() {
        let sql = "drop table a;\nDELIMITER $$\ncreate procedure p() begin select 1; end$$\n\
                   select ';' $$\n  delimiter ;\nselect 2; select 3";
        assert_eq!(
            parts(sql, Dialect::Mysql),
            [
                "drop table a",
                "create procedure p() begin select 1; end",
                "select ';'",
                "select 2",
                "select 3",
            ]
        );
        assert_eq!(parts("delimiter //\nselect 1; // select 2 //", Dialect::Mysql).len(), 2);
        // A column may have that name, and the others know no such line.
        assert_eq!(parts("create table t (\ndelimiter varchar(9)); x", Dialect::Mysql).len(), 2);
        assert_eq!(parts("delimiter $$ select 1; select 2", Dialect::Sqlite).len(), 2);
    }

    #[test]
    fn bodies_of_postgres_are_part_of_their_statements() {
        for body in [
            "create or replace function f() returns int begin atomic select case when a then b end; \
             select 2; end",
            "create rule r as on insert to t do also (insert into u values (1); delete from v)",
            "create function f() returns int language sql as $$ select 1; $$",
        ] {
            assert_eq!(parts(&format!("{body}; select 1"), Dialect::Postgres), [body, "select 1"]);
        }
    }

    #[test]
    fn bodies_without_quotes_are_one_statement() {
        for sql in [
            "create function f() returns int begin atomic select case when a then b end; end",
            "create or replace rule r as on insert to t do also (delete from a; delete from b)",
            "create trigger r before insert on t execute function f()",
        ] {
            let text = format!("{sql}; select 1; end");
            assert_eq!(parts(&text, Dialect::Postgres), [sql, "select 1", "end"]);
        }
    }

    #[test]
    fn a_statement_knows_its_first_words() {
        let statement = &statements("  Vacuum into 'x'", Dialect::Sqlite)[0];
        assert_eq!(statement.leading, ["VACUUM", "INTO"]);
        assert!(statement.starts_with(&["VACUUM"]) && !statement.starts_with(&["VACUUM", "X"]));
    }
}
