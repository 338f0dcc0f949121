//! Values and names as SQL text: the migrator sends everything by the simple protocol, which has no
//! parameters.

/// A text literal of standard SQL: `'it''s'`.
///
/// Right for SQLite, and for PostgreSQL with `standard_conforming_strings`; MySQL also reads
/// backslashes.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// [`literal`], or `NULL`.
#[must_use]
pub fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), literal)
}

/// A name in double quotes.
#[must_use]
pub fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(optional(None), "NULL");
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
    }
}
