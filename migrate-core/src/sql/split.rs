//! Where statements begin and end.

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
    statements_of(sql, &lexer::significant(sql, dialect))
}

/// The statements made of `tokens`, which hold no trivia.
#[must_use]
pub fn statements_of(sql: &str, tokens: &[Token]) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < tokens.len() {
        let end = statement_end(sql, &tokens[first..]) + first;
        if end > first {
            found.push(statement(sql, tokens, first..end));
        }
        first = end + 1;
    }
    found
}

fn statement(sql: &str, tokens: &[Token], range: Range<usize>) -> Statement {
    let tokens = &tokens[range.clone()];
    Statement {
        tokens: range,
        span: tokens[0].span.to(tokens[tokens.len() - 1].span),
        leading: tokens
            .iter()
            .take_while(|token| token.kind == TokenKind::Word)
            .take(3)
            .map(|token| token.text(sql).to_ascii_uppercase())
            .collect(),
    }
}

/// How many of `tokens` belong to the statement they begin with.
fn statement_end(sql: &str, tokens: &[Token]) -> usize {
    let semicolon = |token: &Token| token.is_symbol(sql, ";");
    if !creates_trigger(sql, tokens) {
        return tokens.iter().position(semicolon).unwrap_or(tokens.len());
    }
    // The body of a trigger ends at `; END ;`, as in the engine's own `sqlite3_complete`: an `END`
    // that closes a `CASE` never follows a semicolon.
    (2..tokens.len())
        .find(|&at| {
            semicolon(&tokens[at])
                && tokens[at - 1].is_word(sql, "END")
                && semicolon(&tokens[at - 2])
        })
        .unwrap_or(tokens.len())
}

fn creates_trigger(sql: &str, tokens: &[Token]) -> bool {
    let word = |at: usize, keyword| tokens.get(at).is_some_and(|token| token.is_word(sql, keyword));
    let name = if word(1, "TEMP") || word(1, "TEMPORARY") { 2 } else { 1 };
    word(0, "CREATE") && word(name, "TRIGGER")
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

    #[test]
    fn a_statement_knows_its_first_words() {
        let statement = &statements("  Vacuum into 'x'", Dialect::Sqlite)[0];
        assert_eq!(statement.leading, ["VACUUM", "INTO"]);
        assert!(statement.starts_with(&["VACUUM"]) && !statement.starts_with(&["VACUUM", "X"]));
    }
}
