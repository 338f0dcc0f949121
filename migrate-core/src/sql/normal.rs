//! One spelling for expressions and definitions that mean the same.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::words::{Words, has_letters};

/// `sql` without comments, with single blanks, words in lower case and quotes only where needed.
///
/// Meaning is kept for SQLite, whose names are case-insensitive however they are quoted. There,
/// double quotes are the one doubtful case: `"x"` is a string where it fits no column
/// (<https://www.sqlite.org/quirks.html#dblquote>), and this module does not know the columns. So what
/// must be a name by its place loses them, or gets backticks where it needs quotes; and whatever
/// is still in double quotes afterwards is doubtful, and spelled as written. Who knows the
/// columns decides it: see `sql::sqlite::resolve`.
#[must_use]
pub fn normal(sql: &str, dialect: Dialect) -> String {
    normal_tokens(sql, &lexer::significant(sql, dialect))
}

/// Like [`normal`], for tokens that were read already and hold no trivia.
#[must_use]
pub fn normal_tokens(sql: &str, tokens: &[Token]) -> String {
    let mut text = String::with_capacity(8 * tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if at > 0 && !is_operator(sql, &tokens[at - 1], token) {
            text.push(' ');
        }
        match token.kind {
            // What is in lower case stays as it is, wherever it stands.
            TokenKind::Word if !has_upper(token.text(sql)) => text.push_str(token.text(sql)),
            TokenKind::Word | TokenKind::QuotedName => {
                text.push_str(&spelling(sql, tokens, at, token));
            }
            _ => text.push_str(token.text(sql)),
        }
        at += 1;
    }
    text
}

/// Whether two scripts differ in nothing but comments and white space.
#[must_use]
pub fn same_meaning(one: &str, other: &str, dialect: Dialect) -> bool {
    let texts = |sql| {
        let tokens = lexer::significant(sql, dialect);
        tokens.iter().map(|token| token.text(sql).to_owned()).collect::<Vec<_>>()
    };
    texts(one) == texts(other)
}

/// Whether two characters are halves of one operator.
fn is_operator(sql: &str, one: &Token, other: &Token) -> bool {
    const OPERATORS: [&str; 9] = ["!=", "->", "<<", "<=", "<>", "==", ">=", ">>", "||"];
    one.kind == TokenKind::Symbol
        && other.kind == TokenKind::Symbol
        && one.span.end == other.span.start
        && OPERATORS.contains(&&sql[one.span.to(other.span).range()])
}

/// What a token is by where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A name.
    Name,
    /// The name of a column of a result or the message of an error: returned in the letters it is
    /// written in.
    Alias,
    /// An expression or whatever else.
    Other,
}

/// Words that a name must follow.
const BEFORE_NAMES: [&str; 10] =
    ["COLLATE", "IN", "INTO", "JOIN", "OF", "REFERENCES", "SET", "TABLE", "UPDATE", "WITH"];

fn place(sql: &str, tokens: &[Token], at: usize) -> Place {
    let back = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.get(at));
    let is_symbol =
        |token: Option<&Token>, symbol| token.is_some_and(|token| token.is_symbol(sql, symbol));
    let is_word = |token: Option<&Token>, word| token.is_some_and(|token| token.is_word(sql, word));
    let (before, after) = (back(1), tokens.get(at + 1));
    let is_message = is_symbol(before, ",") && is_symbol(back(3), "(") && is_word(back(4), "RAISE");
    if is_message
        || is_implicit_alias(sql, before, tokens.get(at))
        || is_word(before, "AS") && !is_symbol(after, "(")
    {
        return Place::Alias;
    }
    // `ON` introduces a condition, unless it is the one of a trigger.
    let is_trigger = after.is_some_and(|after| after.is_any_word(sql, &["WHEN", "FOR", "BEGIN"]));
    let names = is_symbol(before, ".")
        || is_symbol(after, ".")
        || is_symbol(after, "(")
        || before.is_some_and(|before| before.is_any_word(sql, &BEFORE_NAMES))
        || is_word(before, "FROM") && !is_word(back(2), "DISTINCT")
        || is_word(before, "BY") && is_word(back(2), "INDEXED")
        || is_word(before, "ON") && is_trigger
        || is_listed(sql, tokens.get(..at).unwrap_or_default());
    if names { Place::Name } else { Place::Other }
}

/// Words that may follow an operand and are no alias, besides those of [`SYNTAX`], sorted.
#[rustfmt::skip]
static NO_ALIAS: Words<30> = Words::new([
    "abort", "after", "before", "begin", "by", "conflict", "current", "do", "each", "exclude", "fail",
    "first", "following", "for", "groups", "ignore", "last", "materialized", "nothing", "nulls", "of",
    "partition", "preceding", "range", "recursive", "replace", "rollback", "row", "rows", "unbounded",
]);

/// Whether `token` names the operand that ends before it, without an `AS`. What is in double quotes is
/// left to whoever resolves it.
fn is_implicit_alias(sql: &str, before: Option<&Token>, token: Option<&Token>) -> bool {
    let (Some(before), Some(token)) = (before, token) else { return false };
    let is_free = |token: &Token| match token.kind {
        TokenKind::QuotedName => true,
        TokenKind::Word => {
            let word = token.text(sql);
            !SYNTAX.have_in_any_case(word) && !NO_ALIAS.have_in_any_case(word)
        }
        _ => false,
    };
    let is_operand = match before.kind {
        TokenKind::Symbol => before.is_symbol(sql, ")"),
        TokenKind::String | TokenKind::Number => true,
        _ => is_free(before),
    };
    is_operand && is_free(token) && !token.text(sql).starts_with('"')
}

/// Whether what follows `tokens` is in a list of names: of an `UPDATE OF`, an `INSERT INTO t (…)` or a
/// `USING (…)`.
fn is_listed(sql: &str, tokens: &[Token]) -> bool {
    let is_name = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
    let mut rest = tokens;
    while let [before @ .., name, comma] = rest
        && comma.is_symbol(sql, ",")
        && is_name(name)
    {
        rest = before;
    }
    match rest {
        [.., of] if of.is_word(sql, "OF") => true,
        [before @ .., name, open] if open.is_symbol(sql, "(") && is_name(name) => {
            let into = match before {
                [.., into, database, dot] if dot.is_symbol(sql, ".") && is_name(database) => into,
                [.., into] => into,
                [] => name,
            };
            into.is_word(sql, "INTO") || name.is_word(sql, "USING")
        }
        _ => false,
    }
}

fn spelling(sql: &str, tokens: &[Token], at: usize, token: &Token) -> String {
    let text = token.text(sql);
    if token.kind == TokenKind::Word {
        let lower = text.to_ascii_lowercase();
        // Where it stands is looked at only where that makes a difference.
        let is_alias =
            lower != text && !is_syntax(&lower) && { place(sql, tokens, at) == Place::Alias };
        return if is_alias { text.to_owned() } else { lower };
    }
    let place = place(sql, tokens, at);
    match token.kind {
        TokenKind::QuotedName if text.starts_with('"') && place == Place::Other => text.to_owned(),
        TokenKind::QuotedName if place == Place::Alias => quoted_if_needed(unquoted(text)),
        TokenKind::QuotedName => name(&unquoted(text)),
        _ => text.to_owned(),
    }
}

/// The normal spelling of what is known to be a name.
pub(crate) fn name(name: &str) -> String {
    quoted_if_needed(name.to_ascii_lowercase())
}

fn quoted_if_needed(name: String) -> String {
    if is_plain(&name) && !is_syntax(&name.to_ascii_lowercase()) {
        name
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}

/// Words that mean something else without their quotes wherever an expression or a clause of a
/// query may stand, sorted; `"null"` is a name or a string, never NULL.
#[rustfmt::skip]
static SYNTAX: Words<68> = Words::new([
    "all", "and", "as", "asc", "between", "by", "case", "cast", "collate", "cross", "current_date",
    "current_time", "current_timestamp", "default", "delete", "desc", "distinct", "else", "end",
    "escape", "except", "exists", "false", "filter", "from", "full", "glob", "group", "having", "in",
    "indexed", "inner", "insert", "intersect", "into", "is", "isnull", "join", "left", "like",
    "limit", "match", "natural", "not", "notnull", "null", "offset", "on", "or", "order", "outer",
    "over", "raise", "regexp", "returning", "right", "select", "set", "then", "true", "union",
    "update", "using", "values", "when", "where", "window", "with",
]);

pub(crate) fn is_syntax(lower: &str) -> bool {
    SYNTAX.have(lower)
}

/// Whether a token is a word of the syntax, in any case.
pub(crate) fn is_syntax_token(token: &Token, sql: &str) -> bool {
    matches!(token.kind, TokenKind::Word) && SYNTAX.have_in_any_case(token.text(sql))
}

/// `text` with the letters of ASCII in lower case, which those of a text in normal spelling are already:
/// looking first is cheaper than writing, where nothing is optimised.
pub(crate) fn lowered(mut text: String) -> String {
    if has_upper(&text) {
        text.make_ascii_lowercase();
    }
    text
}

/// Whether a letter of ASCII is a capital.
#[expect(clippy::manual_is_ascii_check, reason = "it is a call, where nothing is optimised")]
pub(crate) fn has_upper(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && !matches!(bytes[at], b'A'..=b'Z') {
        at += 1;
    }
    at < bytes.len()
}

/// The name in lower case that a token may stand for; SQLite also takes text in single quotes for one.
#[must_use]
pub fn name_at(token: &Token, sql: &str) -> Option<String> {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::String)
        .then(|| unquoted(token.text(sql)).to_ascii_lowercase())
}

/// Every name that `sql` may mention, in lower case: none that it acts on is missing.
#[must_use]
pub fn names_in(sql: &str, dialect: Dialect) -> BTreeSet<String> {
    lexer::significant(sql, dialect).iter().filter_map(|token| name_at(token, sql)).collect()
}

/// The name that a word or a quoted name stands for.
#[must_use]
pub fn unquoted(text: &str) -> String {
    let quote = match text.as_bytes().first() {
        Some(quote @ (b'[' | b'"' | b'`' | b'\'')) => char::from(*quote),
        _ => return text.to_owned(),
    };
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    match quote {
        '[' => inner.to_owned(),
        _ if !inner.contains(quote) => inner.to_owned(),
        _ => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
    }
}

fn is_plain(name: &str) -> bool {
    name.bytes().enumerate().all(|(at, byte)| {
        byte == b'_'
            || byte.is_ascii_alphabetic()
            || !byte.is_ascii()
            || (at > 0 && byte.is_ascii_digit())
    }) && !name.is_empty()
}

/// The tokens of an expression in normal spelling, whose quotes are those of the standard.
pub(crate) fn significant(text: &str) -> Vec<Token> {
    lexer::significant(text, Dialect::Postgres)
}

/// Whether normal text has that name in it as a word.
#[must_use]
pub fn mentions(text: &str, wanted: &str) -> bool {
    // Most texts have nothing like it, and are not copied for that.
    if text.is_ascii() && !wanted.is_empty() && wanted.is_ascii() && !has_letters(text, wanted) {
        return false;
    }
    let is_part = |letter: char| letter == '_' || letter.is_alphanumeric();
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    text.match_indices(&wanted).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_that_means_nothing_is_dropped() {
        let one = "SELECT  `id`, [full name] -- why\n FROM \"Users\" WHERE name = 'Bob'";
        let normal = normal(one, Dialect::Sqlite);
        assert_eq!(normal, "select id , `full name` from users where name = 'Bob'");
        assert_eq!(super::normal(&normal, Dialect::Sqlite), normal);
    }

    #[test]
    fn what_must_be_a_name_is_no_string() {
        let normal = |sql| normal(sql, Dialect::Sqlite);
        for (sql, expected) in [
            ("from \"Users\" where \"Users\".id = `Id`", "from users where users . id = id"),
            ("update of \"A\", \"B c\" on \"T\" when", "update of a , `b c` on t when"),
            ("insert into main.\"T\" (\"A\", b)", "insert into main . t ( a , b )"),
            ("using (a, \"B\")", "using ( a , b )"),
            ("\"Lower\"(a) collate \"NOCASE\"", "lower ( a ) collate nocase"),
            ("a = [x\"y]", "a = `x\"y`"),
        ] {
            assert_eq!(normal(sql), expected);
        }
    }

    #[test]
    fn spelling_that_may_mean_something_is_kept() {
        let normal = |sql| normal(sql, Dialect::Sqlite);
        for sql in [
            "a = \"Foo\"",
            "a = \"foo\"",
            "a = \"null\"",
            "t join u on \"Foo\" = u . x",
            "a is not distinct from \"Foo\"",
            "values ( \"a\" , \"B\" )",
            "a as Total",
            "raise ( abort , Word )",
            "a Total , max ( b ) `Greatest of all` from t T",
        ] {
            assert_eq!(normal(sql), sql);
        }
        assert_eq!(normal("a AS \"Total\""), "a as Total");
        assert_eq!(normal("ON T BEGIN select a END"), "on t begin select a end");
        assert_eq!(normal("ON T FOR EACH ROW WHEN"), "on t for each row when");
    }

    #[test]
    fn an_operator_stays_in_one_piece() {
        assert_eq!(normal("a||b ->> '$' <>(- -1)", Dialect::Sqlite), "a || b ->> '$' <> ( - - 1 )");
    }

    #[test]
    fn only_comments_and_blanks_may_differ() {
        let same = |one, other| same_meaning(one, other, Dialect::Sqlite);
        assert!(same("select 1;", "-- a number\nselect\n  1 ;"));
        assert!(!same("select 'a  b'", "select 'a b'"));
        assert!(!same("select 1", "select 1;"));
    }

    #[test]
    fn a_name_is_mentioned_as_a_word() {
        assert!(mentions("select 1 from Users u", "users") && mentions("`users`", "users"));
        assert!(!mentions("select 1 from users_old", "users") && !mentions("", "users"));
    }
}
