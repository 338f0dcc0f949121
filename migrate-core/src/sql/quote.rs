//! Values and names as SQL text: the migrator sends everything by the simple protocol, which has no
//! parameters.

use crate::dialect::Dialect;
use crate::schema::Name;
use crate::sql::words::Words;

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

/// A name as a person would write it: in quotes only where the dialect asks for them.
#[must_use]
pub fn identifier(name: &str, dialect: Dialect) -> String {
    let folds = dialect == Dialect::Postgres;
    let is_plain = |byte: u8| {
        byte == b'_'
            || byte.is_ascii_digit()
            || byte.is_ascii_alphabetic() && !(folds && byte.is_ascii_uppercase())
    };
    let plain = name.bytes().all(is_plain)
        && name.bytes().next().is_some_and(|first| !first.is_ascii_digit())
        && !RESERVED.have_in_any_case(name);
    match dialect {
        _ if plain => name.to_owned(),
        Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
        Dialect::Postgres | Dialect::Sqlite => self::name(name),
    }
}

/// A name with its namespace, where that is not the default one.
#[must_use]
pub fn path(of: &Name, dialect: Dialect) -> String {
    let own = identifier(&of.name, dialect);
    match of.namespace.as_str() {
        "" => own,
        namespace => format!("{}.{own}", identifier(namespace, dialect)),
    }
}

/// Names in a list.
#[must_use]
pub fn list(names: &[String], dialect: Dialect) -> String {
    names.iter().map(|name| identifier(name, dialect)).collect::<Vec<_>>().join(", ")
}

/// Words that at least one of the dialects does not take for a name, sorted.
#[rustfmt::skip]
static RESERVED: Words<189> = Words::new([
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc",
    "asymmetric", "authorization", "autoincrement", "before", "between", "binary", "both", "by",
    "call", "cascade", "case", "cast", "change", "character", "check", "collate", "collation",
    "column", "commit", "concurrently", "condition", "constraint", "convert", "create", "cross",
    "cube", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "cursor", "database", "databases", "default",
    "deferrable", "delete", "desc", "describe", "distinct", "div", "do", "drop", "each", "else",
    "end", "escape", "except", "exists", "explain", "false", "fetch", "for", "force", "foreign",
    "freeze", "from", "full", "fulltext", "function", "generated", "grant", "group", "groups",
    "having", "if", "ignore", "ilike", "in", "index", "infile", "initially", "inner", "insert",
    "intersect", "interval", "into", "is", "isnull", "join", "key", "keys", "kill", "lateral",
    "leading", "left", "like", "limit", "lines", "load", "localtime", "localtimestamp", "lock",
    "match", "mod", "natural", "not", "nothing", "notnull", "null", "of", "offset", "on",
    "only", "option", "or", "order", "out", "outer", "outfile", "over", "overlaps", "partition",
    "placing", "primary", "procedure", "range", "rank", "read", "recursive", "references",
    "release", "rename", "repeat", "replace", "require", "returning", "revoke", "right",
    "rlike", "row", "rows", "schema", "schemas", "select", "session_user", "set", "show",
    "similar", "some", "sql", "ssl", "starting", "straight_join", "symmetric", "system",
    "table", "tablesample", "terminated", "then", "to", "trailing", "transaction", "trigger",
    "true", "union", "unique", "unlock", "unsigned", "update", "usage", "use", "user", "using",
    "values", "variadic", "varying", "verbose", "virtual", "when", "where", "while", "window",
    "with", "write", "xor", "zerofill",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_must_be() {
        assert_eq!(identifier("users", Dialect::Postgres), "users");
        assert_eq!(identifier("Users", Dialect::Postgres), "\"Users\"");
        assert_eq!(identifier("Users", Dialect::Sqlite), "Users");
        assert_eq!(identifier("order", Dialect::Mysql), "`order`");
        assert_eq!(identifier("2fa", Dialect::Sqlite), "\"2fa\"");
        assert_eq!(identifier("a b", Dialect::Mysql), "`a b`");
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(optional(None), "NULL");
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
    }
}
