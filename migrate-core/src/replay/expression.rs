//! Names within expressions and other texts in normal spelling.

use std::borrow::Cow;

use crate::command::Path;
use crate::dialect::Dialect;
use crate::schema::Name;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::words::Words;
use crate::sql::{normal, quote};
use crate::text::Span;

/// A word of a text that may be a name.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The name, without quotes.
    pub(super) name: String,
    start: usize,
    end: usize,
    /// Whether a call's parenthesis follows.
    pub(super) is_called: bool,
    /// Whether a dot follows: it is a qualifier itself.
    pub(super) qualifies: bool,
    /// Whether `ON` stands before it, or before its qualifier.
    pub(super) follows_on: bool,
    /// Whether `AS` or `::` stands before it: it names a result or a type.
    pub(super) is_alias_or_type: bool,
}

/// The words of `text` that may be names, keywords included.
pub(super) fn words(text: &str, dialect: Dialect) -> Vec<Word> {
    let tokens = lexer::significant(text, dialect);
    let symbol = |at: Option<usize>, symbol| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| token.is_symbol(text, symbol))
    };
    let mut words = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !is_name(token) {
            continue;
        }
        let before = at.checked_sub(1);
        let is_alias_or_type = symbol(before, ":")
            || before.and_then(|at| tokens.get(at)).is_some_and(|token| token.is_word(text, "AS"));
        let on = if symbol(before, ".") { at.checked_sub(3) } else { before };
        let follows_on =
            on.and_then(|at| tokens.get(at)).is_some_and(|token| token.is_word(text, "ON"));
        words.push(Word {
            follows_on,
            name: normal::unquoted(token.text(text)),
            start: token.span.start,
            end: token.span.end,
            is_called: symbol(Some(at + 1), "("),
            qualifies: symbol(Some(at + 1), "."),
            is_alias_or_type,
        });
    }
    words
}

/// Words that are names only in quotes or behind a dot.
static SYNTAX: Words<18> = Words::new([
    "SELECT", "FROM", "WHERE", "AS", "AND", "OR", "ON", "NOT", "NULL", "IN", "GROUP", "ORDER",
    "HAVING", "UNION", "CASE", "WHEN", "THEN", "ELSE",
]);

/// The words of `text` that something may be called, in lower case, each once.
pub(super) fn mentioned(text: &str, dialect: Dialect) -> Vec<String> {
    let tokens = lexer::significant(text, dialect);
    let mut words: Vec<String> = Vec::with_capacity(tokens.len() / 2);
    let mut is_qualified = false;
    for token in &tokens {
        if is_name(token) {
            let word = token.text(text);
            let is_syntax = matches!(token.kind, TokenKind::Word) && SYNTAX.have_in_any_case(word);
            if is_qualified || !is_syntax {
                let name = normal::unquoted(word);
                let name =
                    if name.is_ascii() { normal::lowered(name) } else { name.to_lowercase() };
                // Most texts have few words, among which one is found at once.
                if words.len() >= FEW || !has(&words, &name) {
                    words.push(name);
                }
            }
        }
        is_qualified = token.is_symbol(text, ".");
    }
    if words.len() > FEW {
        words.sort_unstable();
        words.dedup();
    }
    words
}

/// As many words as are looked through for each of them.
const FEW: usize = 40;

fn has(words: &[String], word: &str) -> bool {
    let mut at = 0;
    while at < words.len() {
        if words[at].len() == word.len() && words[at] == word {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_name(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
}

impl Word {
    /// Whether it may be a column of that name.
    pub(super) fn is_column(&self, column: &str, folds: bool) -> bool {
        let same = if folds { self.name.eq_ignore_ascii_case(column) } else { self.name == column };
        same && !self.is_called && !self.qualifies && !self.is_alias_or_type
    }
}

/// Whether an expression over the columns of one table names `column`.
pub(super) fn names(text: &str, column: &str, dialect: Dialect) -> bool {
    // What does not have the letters cannot have the name, and most have not.
    let folds = dialect != Dialect::Postgres;
    let may =
        text.len() >= column.len() && (folds || column.contains('"') || text.contains(column));
    may && words(text, dialect).iter().any(|word| word.is_column(column, folds))
}

/// An expression over the columns of one table with a column renamed.
pub(super) fn rename(text: &str, from: &str, to: &str, dialect: Dialect) -> String {
    let folds = dialect != Dialect::Postgres;
    replace(text, dialect, to, |word| word.is_column(from, folds))
}

/// `text` with each word that is `wanted` replaced by the name `to`.
pub(super) fn replace(
    text: &str,
    dialect: Dialect,
    to: &str,
    wanted: impl Fn(&Word) -> bool,
) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    let spelled = match dialect {
        Dialect::Postgres => Cow::Owned(quote::identifier(to, dialect)),
        Dialect::Mysql | Dialect::Sqlite => Cow::Owned(normal::name(to)),
    };
    for word in words(text, dialect).iter().filter(|word| wanted(word)) {
        result.push_str(text.get(copied..word.start).unwrap_or_default());
        result.push_str(&spelled);
        copied = word.end;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

mod moment;

pub(super) use moment::tells_the_time;

/// The types that PostgreSQL brings along, by the first word of their normal spelling, sorted.
#[rustfmt::skip]
static BUILT_IN: Words<52> = Words::new([
    "bigint", "bigserial", "bit", "boolean", "box", "bytea", "char", "character", "cidr",
    "circle", "date", "daterange", "double", "inet", "int4range", "int8range", "integer",
    "interval", "json", "jsonb", "jsonpath", "line", "lseg", "macaddr", "macaddr8", "money",
    "name", "numeric", "numrange", "oid", "path", "pg_lsn", "point", "polygon", "real", "regclass",
    "regproc", "regtype", "serial", "smallint", "smallserial", "text", "tid", "time", "timestamp",
    "tsquery", "tsrange", "tstzrange", "tsvector", "uuid", "xid", "xml",
]);

/// The name, without its namespace, of a type that somebody defined.
pub(super) fn own_type(data_type: &str) -> Option<&str> {
    let bytes = data_type.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b' ' | b'(' | b'[') {
        end += 1;
    }
    // What nearly all types are.
    if BUILT_IN.have(&data_type[..end]) {
        return None;
    }
    let bare = data_type.split(['(', '[']).next().unwrap_or_default().trim();
    let first = bare.split(' ').next().unwrap_or_default();
    if first.is_empty() || BUILT_IN.have(first) {
        return None;
    }
    let last = bare.rsplit('.').next().unwrap_or_default().trim();
    Some(last.trim_matches('"'))
}

/// The sequence of a default `nextval ( 's' :: regclass )`, in the spelling of [`next_value`].
pub(super) fn sequence(default: &str) -> Option<Name> {
    let rest = default.strip_prefix("nextval ( '")?;
    let quoted = rest.split("' ").next().and_then(|text| text.split('\'').next())?;
    let (namespace, name) = match quoted.split_once('.') {
        Some((namespace, name)) if !quoted.starts_with('"') => (namespace, name),
        _ => ("", quoted),
    };
    let folded = |text: &str| match text.strip_prefix('"') {
        Some(rest) => rest.trim_end_matches('"').to_owned(),
        None => text.to_ascii_lowercase(),
    };
    let namespace = folded(namespace);
    let namespace = if namespace == "public" { String::new() } else { namespace };
    Some(Name::new(namespace, folded(name)))
}

/// The sequence of a default `nextval ( 's' )` as it was written.
pub(super) fn sequence_path(default: &str, span: Span) -> Option<Path> {
    let name = sequence(default)?;
    let is_qualified = default.split('\'').nth(1).is_some_and(|name| name.contains('.'));
    let namespace = match name.namespace.as_str() {
        "" => is_qualified.then(|| "public".to_owned()),
        namespace => Some(namespace.to_owned()),
    };
    Some(Path { namespace, name: name.name.clone(), span })
}

/// Whether a text has a query in it, and so names of other tables.
pub(super) fn reads(text: &str, dialect: Dialect) -> bool {
    words(text, dialect).iter().any(|word| word.name == "select" || word.name == "from")
}

/// A name as a text has it.
pub(super) fn spelled(name: &Name, dialect: Dialect) -> String {
    let own = quote::identifier(&name.name, dialect);
    match name.namespace.as_str() {
        "" => own,
        namespace => format!("{}.{own}", quote::identifier(namespace, dialect)),
    }
}

/// The namespace of the type that somebody defined, as the model names it.
pub(super) fn type_namespace(data_type: &str) -> &str {
    let bare = data_type.split(['(', '[']).next().unwrap_or_default();
    match bare.split_once('.').map(|(namespace, _)| namespace.trim().trim_matches('"')) {
        None | Some("public") => "",
        Some(namespace) => namespace,
    }
}

/// The names of the columns of a query in order, where they can be told: of each thing between
/// `SELECT` and `FROM` the alias, or the name of the column it is.
pub(super) fn results(
    query: &str,
    dialect: Dialect,
    frozen: &[(Name, Vec<String>)],
) -> Option<Vec<String>> {
    let tokens = lexer::significant(query, dialect);
    if !tokens.first()?.is_word(query, "SELECT") {
        return None;
    }
    let mut names = Vec::new();
    let mut item: Vec<&Token> = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let ends = depth == 0 && (token.is_symbol(query, ",") || token.is_word(query, "FROM"));
        if ends {
            names.extend(result(query, &item, frozen)?);
            item.clear();
            if token.is_word(query, "FROM") {
                // What a `*` stands for is known of tables, not of queries.
                let is_query = tokens.get(at + 1).is_some_and(|next| next.is_symbol(query, "("));
                let has_star = tokens.iter().take(at).any(|token| token.is_symbol(query, "*"));
                return (!is_query || !has_star).then_some(names);
            }
            continue;
        }
        if token.is_symbol(query, "(") {
            depth += 1;
        } else if token.is_symbol(query, ")") {
            depth = depth.saturating_sub(1);
        }
        item.push(token);
    }
    names.extend(result(query, &item, frozen)?);
    Some(names)
}

/// Whether all tables that a query names stand beside each other behind its one `FROM`.
fn is_list_of_tables(query: &str) -> bool {
    !query.contains('(') && !query.to_ascii_uppercase().contains("JOIN")
}

fn result(query: &str, item: &[&Token], frozen: &[(Name, Vec<String>)]) -> Option<Vec<String>> {
    let name = |token: &Token| is_name(token).then(|| vec![normal::unquoted(token.text(query))]);
    match item {
        // Of several tables some may be read further in, or joined by columns that become one.
        [star] if star.is_symbol(query, "*") && is_list_of_tables(query) => {
            Some(frozen.iter().flat_map(|(_, columns)| columns.clone()).collect())
        }
        [.., star] if star.is_symbol(query, "*") => match frozen {
            [(_, columns)] => Some(columns.clone()),
            _ => None,
        },
        [one] => name(one),
        [.., before, last] if before.is_word(query, "AS") || before.is_symbol(query, ".") => {
            let is_cast = item.len() > 3 && before.is_symbol(query, ".");
            if is_cast { None } else { name(last) }
        }
        _ => None,
    }
}

/// The default of a column that counts with a sequence.
pub(super) fn next_value(sequence: &Name) -> String {
    let spelled = |text: &str| quote::identifier(text, Dialect::Postgres);
    let name = match sequence.namespace.as_str() {
        "" => spelled(&sequence.name),
        namespace => format!("{}.{}", spelled(namespace), spelled(&sequence.name)),
    };
    format!("nextval ( {} :: regclass )", quote::literal(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_from_calls_types_and_qualifiers() {
        let names = |text, column| names(text, column, Dialect::Postgres);
        assert!(names("a > 0", "a") && names("t . a > 0", "a") && names("\"A b\" > 0", "A b"));
        assert!(!names("a ( 1 ) > b", "a") && !names("b :: a", "a") && !names("a . b", "a"));
        assert!(!names("'a' > b", "a"));
        assert!(super::names("A > 0", "a", Dialect::Sqlite));
    }

    #[test]
    fn a_column_is_renamed_where_it_is_one() {
        assert_eq!(
            rename("a > a ( 'a' ) and t . a < 3", "a", "b", Dialect::Postgres),
            "b > a ( 'a' ) and t . b < 3"
        );
        assert_eq!(rename("a > 0", "a", "Select", Dialect::Postgres), "\"Select\" > 0");
    }

    #[test]
    fn types_and_sequences_are_found() {
        assert_eq!(own_type("timestamp with time zone"), None);
        assert_eq!(own_type("status[]"), Some("status"));
        assert_eq!(own_type("s.status"), Some("status"));
        for name in [Name::bare("t_id_seq"), Name::new("s", "T_id")] {
            assert_eq!(sequence(&next_value(&name)), Some(name));
        }
        assert_eq!(sequence("now ( )"), None);
    }
}
