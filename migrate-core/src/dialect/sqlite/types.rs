//! The one spelling of a declared type.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// `declared` in upper case, with single blanks and none around parentheses and commas.
///
/// SQLite has no synonyms to resolve: it keeps what was declared and derives an affinity from it, and
/// `INT PRIMARY KEY` is famously not `INTEGER PRIMARY KEY`. Like the engine, this leaves out a
/// `GENERATED ALWAYS` that its grammar took for the end of the type.
#[must_use]
pub fn normal(declared: &str) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for token in lexer::significant(declared, Dialect::Sqlite) {
        let is_word = !matches!(token.kind, TokenKind::Symbol | TokenKind::Number);
        if is_word && after_word {
            text.push(' ');
        }
        let written = token.text(declared);
        text.push_str(&if is_word { unquoted(written) } else { written.to_owned() });
        after_word = is_word;
    }
    text.make_ascii_uppercase();
    match text.strip_suffix("GENERATED ALWAYS") {
        Some(rest) => rest.trim_end().to_owned(),
        None => text,
    }
}

/// The pragmas give `'my type'` without its quotes, so its blanks are treated as if it had none.
fn unquoted(word: &str) -> String {
    normal::unquoted(word).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn spelling_means_nothing() {
        for (declared, expected) in [
            ("varchar ( 10 , -2 )", "VARCHAR(10,-2)"),
            ("Unsigned  big\nint", "UNSIGNED BIG INT"),
            ("'my  type'", "MY TYPE"),
            ("[int]", "INT"),
            ("varchar /* why */ (7)", "VARCHAR(7)"),
            ("", ""),
            ("int generated always", "INT"),
        ] {
            assert_eq!(normal(declared), expected);
            assert_eq!(normal(expected), expected);
        }
    }
}
