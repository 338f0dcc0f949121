//! Where a name in a query may come from.

use super::is_name;
use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

/// Where the columns of one name in a query come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::replay) enum Origin {
    /// The tables that it reads.
    Tables,
    /// The query itself, which gives something that name.
    Query,
    /// One or the other.
    Unclear,
}

/// Words behind a name that do not make it the name of a column with a type.
const FOLLOWING: [&str; 30] = [
    "and",
    "as",
    "asc",
    "between",
    "collate",
    "desc",
    "else",
    "end",
    "except",
    "fetch",
    "filter",
    "from",
    "group",
    "having",
    "ilike",
    "in",
    "intersect",
    "is",
    "isnull",
    "like",
    "limit",
    "not",
    "notnull",
    "offset",
    "or",
    "order",
    "then",
    "union",
    "when",
    "where",
];

/// Where the columns called `column` in the query come from.
pub(in crate::replay) fn origin(query: &str, column: &str, dialect: Dialect) -> Origin {
    let tokens = lexer::significant(query, dialect);
    let folds = dialect != Dialect::Postgres;
    let is_it = |token: &Token| {
        let name = || normal::unquoted(token.text(query));
        is_name(token)
            && (if folds { name().eq_ignore_ascii_case(column) } else { name() == column })
    };
    let (mut defined, mut read, mut makes_columns) = (false, false, false);
    for (at, token) in tokens.iter().enumerate() {
        let back = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.get(at));
        let next = tokens.get(at + 1);
        let is_symbol =
            |of: Option<&Token>, symbol| of.is_some_and(|it| it.is_symbol(query, symbol));
        let is_word = |of: Option<&Token>, word| of.is_some_and(|it| it.is_word(query, word));
        // A column list or a function where tables stand: `as t (a, b)`, `from f (a)`, `, f (a)`.
        makes_columns |= is_symbol(next, "(")
            && is_name(token)
            && ["AS", "FROM", "JOIN", "LATERAL"].iter().any(|word| is_word(back(1), word))
            || token.is_word(query, "WITH") && at == 0
            || is_symbol(Some(token), "(") && is_word(next, "SELECT")
            || is_symbol(back(1), ",") && is_name(token) && is_symbol(next, "(");
        if !is_it(token) || is_symbol(next, "(") || is_symbol(next, ".") {
            continue;
        }
        let typed = next.is_some_and(|it| {
            let word = it.text(query).to_ascii_lowercase();
            it.kind == TokenKind::Word && FOLLOWING.binary_search(&word.as_str()).is_err()
        }) && (is_symbol(back(1), "(") || is_symbol(back(1), ","));
        if is_word(back(1), "AS") || typed {
            defined = true;
        } else if !is_symbol(back(1), ":") {
            read = true;
        }
    }
    match (read, defined || makes_columns) {
        (true, false) => Origin::Tables,
        (true, true) => Origin::Unclear,
        (false, _) => Origin::Query,
    }
}

/// Whether a literal of the text stands for the moment at which it is read.
pub(in crate::replay) fn tells_the_time(text: &str) -> bool {
    let moments = ["'now'", "'today'", "'tomorrow'", "'yesterday'"];
    moments.iter().any(|moment| {
        let mut rest = text;
        while let Some(at) = rest.find(moment) {
            let (before, after) = (&rest[..at], &rest[at + moment.len()..]);
            let is_typed = ["date", "time", "timestamp", "zone"]
                .iter()
                .any(|kind| before.trim_end().ends_with(kind));
            if is_typed || after.trim_start().starts_with("::") {
                return true;
            }
            rest = after;
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_come_from_the_query() {
        assert!(FOLLOWING.is_sorted(), "it is searched by halving");
        for (query, expected) in [
            ("select title from t", Origin::Tables),
            ("select t . title , a from t where title is null", Origin::Tables),
            ("select a as title from t", Origin::Query),
            ("select 1 from t , f ( t . a ) as l ( title text , url text )", Origin::Query),
            ("select l . title from t , f ( t . a ) as l ( title text )", Origin::Unclear),
            ("select title from f ( 1 )", Origin::Unclear),
            ("with c as ( select 1 ) select title from c , t", Origin::Unclear),
        ] {
            assert_eq!(origin(query, "title", Dialect::Postgres), expected, "{query}");
        }
    }

    #[test]
    fn some_literals_stand_for_a_moment() {
        assert!(tells_the_time("a < ( 'now' :: timestamp )"));
        assert!(tells_the_time("a < timestamp 'now'"));
        assert!(!tells_the_time("a = 'now' or b = now ( )"));
    }
}
