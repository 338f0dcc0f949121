//! What a statement that works concurrently leaves when it is cut off, and what takes it away.

use super::Postgres;
use crate::dialect::Dialect;
use crate::dialect::session::Session as _;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::sql::split::Statement;

/// Asks what an earlier attempt left of a statement: `done`, or a statement that takes an invalid
/// index away. None where nothing is known that could be left.
pub(super) fn leftover(sql: &str, statement: &Statement) -> Option<String> {
    let text = &sql[statement.span.range()];
    let tokens = lexer::significant(text, Dialect::Postgres);
    let is = |token: &Token, word: &str| token.text(text).eq_ignore_ascii_case(word);
    let at = tokens.iter().position(|token| is(token, "concurrently"))? + 1;
    if statement.starts_with(&["REINDEX"]) {
        return reindexed(text, &tokens);
    }
    let skipped = tokens[at..]
        .iter()
        .take_while(|token| ["if", "not", "exists"].iter().any(|word| is(token, word)));
    let rest = &tokens[at + skipped.count()..];
    if statement.starts_with(&["DROP", "INDEX"]) {
        let (name, behind) = qualified(text, rest)?;
        let name = Postgres.literal(&name);
        let only = behind.iter().all(|it| is(it, "restrict") || is(it, "cascade"));
        return only.then(|| format!("SELECT 'done' WHERE to_regclass({name}) IS NULL"));
    }
    if !statement.starts_with(&["CREATE"]) {
        return None;
    }
    let (index, behind) = rest.split_first().filter(|(first, _)| !is(first, "on"))?;
    let (_, table) = behind.split_first().filter(|(on, _)| is(on, "on"))?;
    let only = table.first().is_some_and(|token| is(token, "only"));
    let table = &table[usize::from(only)..];
    let (table, _) = qualified(text, table)?;
    Some(format!(
        "SELECT CASE WHEN i.indisvalid THEN 'done' ELSE 'drop' END, \
         format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, c.relname) \
         FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE i.indrelid = to_regclass({}) AND c.relname = {}",
        Postgres.literal(&table),
        Postgres.literal(&folded(text, index))
    ))
}

/// Asks for the indexes that rebuilding others left: those that were to come, `_ccnew`, and those that
/// were to go, `_ccold`, with a number behind where that name was taken, of the tables that the statement
/// is about and of what belongs to them. They are invalid, and whoever has a good one of such a name
/// keeps it.
/// <https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY>
fn reindexed(text: &str, tokens: &[Token]) -> Option<String> {
    let is = |token: &Token, word: &str| token.text(text).eq_ignore_ascii_case(word);
    let options = match tokens.get(1).is_some_and(|token| token.is_symbol(text, "(")) {
        true => tokens.iter().position(|token| token.is_symbol(text, ")"))?,
        false => 0,
    };
    let (kind, rest) = tokens.get(options + 1..)?.split_first()?;
    let named = &rest[usize::from(rest.first().is_some_and(|token| is(token, "concurrently")))..];
    let name = || Some(Postgres.literal(&qualified(text, named)?.0));
    // With the partitions of what has them.
    let all = |name: &str| {
        format!(
            "SELECT to_regclass({name}) UNION SELECT relid FROM pg_partition_tree(to_regclass({name}))"
        )
    };
    let tables = match &*kind.text(text).to_ascii_lowercase() {
        "index" => format!(
            "SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid IN ({})",
            all(&name()?)
        ),
        "table" => all(&name()?),
        "schema" => format!(
            "SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace({})",
            name()?
        ),
        _ => "SELECT oid FROM pg_catalog.pg_class".to_owned(),
    };
    Some(format!(
        "WITH tables (oid) AS ({tables}) \
         SELECT 'drop', format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, c.relname) \
         FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' \
         AND (i.indrelid IN (SELECT oid FROM tables) OR i.indrelid IN (SELECT reltoastrelid \
         FROM pg_catalog.pg_class WHERE oid IN (SELECT oid FROM tables)))"
    ))
}

/// A name with its schema as it is written, and what follows it.
fn qualified<'t>(text: &str, tokens: &'t [Token]) -> Option<(String, &'t [Token])> {
    let is_dot = |token: &Token| token.is_symbol(text, ".");
    let first = tokens.first()?;
    let dotted = tokens[1..].chunks_exact(2).take_while(|pair| is_dot(&pair[0])).count();
    let end = 1 + 2 * dotted;
    let last = tokens[..end].last()?;
    Some((text[first.span.to(last.span).range()].to_owned(), &tokens[end..]))
}

/// A name as the catalog has it.
fn folded(text: &str, token: &Token) -> String {
    let written = token.text(text);
    if token.kind == TokenKind::QuotedName {
        normal::unquoted(written)
    } else {
        written.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    fn asked(sql: &str) -> Option<String> {
        leftover(sql, &statements(sql, Dialect::Postgres)[0])
    }

    #[test]
    fn what_rebuilding_leaves_is_looked_for_where_it_rebuilds() {
        let about = |sql| {
            let query = asked(sql).unwrap();
            let (_, tables) = query.split_once("AS (").unwrap();
            tables.split_once(") SELECT 'drop'").unwrap().0.to_owned()
        };
        let table = "SELECT to_regclass(E'app.t') UNION SELECT relid FROM \
                     pg_partition_tree(to_regclass(E'app.t'))";
        assert_eq!(about("REINDEX TABLE CONCURRENTLY app.t"), table);
        assert_eq!(about("reindex (verbose, concurrently) table app.t"), table);
        assert!(
            about("REINDEX (VERBOSE) INDEX CONCURRENTLY \"I\"").contains("to_regclass(E'\"I\"')")
        );
        assert!(about("REINDEX SCHEMA CONCURRENTLY app").contains("to_regnamespace(E'app')"));
        assert_eq!(about("REINDEX DATABASE CONCURRENTLY"), "SELECT oid FROM pg_catalog.pg_class");
        assert_eq!(asked("REINDEX TABLE t"), None);
    }
}
