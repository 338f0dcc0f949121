//! Which words can be names.

use crate::sql::lexer::{Token, TokenKind};
use crate::sql::words::Words;

/// The keywords that SQLite's grammar lets stand for nothing else. All others fall back to being a
/// name where a keyword makes no sense (`%fallback ID` in `parse.y`).
static RESERVED: Words<57> = Words::new([
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
]);

/// The words that stand for a value wherever an expression may stand.
static VALUES: Words<6> =
    Words::new(["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "FALSE", "NULL", "TRUE"]);

/// Whether `word` can be nothing but a keyword.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.have_in_any_case(word)
}

/// Whether `word` is a value rather than a name in an expression.
pub(super) fn is_value(word: &str) -> bool {
    VALUES.have_in_any_case(word)
}

/// Whether the engine takes `token` for a name: a word that is not reserved, or anything in quotes,
/// single ones included.
pub(super) fn is_name(token: &Token, sql: &str) -> bool {
    match token.kind {
        TokenKind::Word => !is_reserved(token.text(sql)),
        TokenKind::QuotedName => true,
        TokenKind::String => token.text(sql).starts_with('\''),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_found_in_any_case() {
        assert!(RESERVED.all().iter().all(|word| is_reserved(&word.to_lowercase())));
        assert!(!is_reserved("key"));
    }
}
