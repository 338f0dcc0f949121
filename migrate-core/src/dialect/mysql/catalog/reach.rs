//! Which tables and views a script can have changed.
//!
//! Where it is made of nothing but the statements below, what they act on stands in the script by its
//! name: SQL that is put together when it runs needs `PREPARE` or a procedure, and what is called or
//! fired by a statement that changes rows cannot change a schema, since that would commit. What such
//! a statement changes beside what it names hangs on that: the references to a renamed table, its
//! triggers, the views over it.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::lexer::{self, TokenKind};
use crate::sql::split;

/// The words of a script, in lower case; none where it may reach more than it names.
pub(super) fn words(sql: &str) -> Option<BTreeSet<String>> {
    let all = lexer::tokens(sql, Dialect::Mysql);
    if all.iter().any(|token| token.kind == TokenKind::ConditionalComment) {
        return None;
    }
    let tokens = lexer::significant(sql, Dialect::Mysql);
    let statements = split::statements_of(sql, &tokens, Dialect::Mysql);
    let plain = statements.iter().all(|statement| {
        let own = tokens.get(statement.tokens.clone()).unwrap_or_default();
        let first: Vec<String> =
            own.iter().take(4).map(|token| token.text(sql).to_ascii_uppercase()).collect();
        is_plain(&first.iter().map(String::as_str).collect::<Vec<_>>())
    });
    let words = crate::rows::words(sql);
    // Where a statement ends hangs on that.
    (plain && !words.contains("no_backslash_escapes")).then_some(words)
}

fn is_plain(leading: &[&str]) -> bool {
    match leading {
        ["CREATE" | "DROP", rest @ ..] => matches!(
            rest,
            ["TABLE" | "TEMPORARY" | "UNIQUE" | "FULLTEXT" | "SPATIAL" | "INDEX" | "VIEW", ..]
                | ["OR", "REPLACE", "TABLE" | "TEMPORARY" | "VIEW" | "INDEX", ..]
        ),
        ["SET", rest @ ..] => !matches!(
            rest,
            ["DEFAULT" | "GLOBAL" | "PASSWORD" | "PERSIST" | "ROLE" | "STATEMENT", ..]
        ),
        ["ALTER" | "RENAME" | "TRUNCATE" | "ANALYZE" | "OPTIMIZE", "TABLE", ..] => true,
        [verb, ..] => {
            matches!(
                *verb,
                "DELETE" | "INSERT" | "REPLACE" | "SELECT" | "TRUNCATE" | "UPDATE" | "WITH"
            )
        }
        [] => false,
    }
}

/// The names that have to be read again, of those that were there before and those that are there now.
pub(super) fn touched(
    words: &BTreeSet<String>,
    before: &Schema,
    now: &BTreeSet<String>,
) -> BTreeSet<String> {
    let relations = before.tables.keys().chain(before.views.keys()).chain(before.sequences.keys());
    let old: BTreeSet<&str> = relations.map(|name| name.name.as_str()).collect();
    let is_named = |name: &str| crate::rows::named(name, words);
    let there = old.iter().copied().chain(now.iter().map(String::as_str));
    let mut touched: BTreeSet<String> = there
        .filter(|name| is_named(name) || old.contains(name) != now.contains(*name))
        .map(str::to_owned)
        .collect();
    let refers = |name: &str| touched.contains(name);
    let children = before
        .tables
        .iter()
        .filter(|(_, table)| table.foreign_keys.iter().any(|key| refers(&key.references.name)));
    let children: Vec<String> = children.map(|(name, _)| name.name.clone()).collect();
    touched.extend(children);
    // A view may be over others.
    loop {
        let mentions =
            |query: &str| touched.iter().any(|name| query.contains(&format!("`{name}`")));
        let over = before
            .views
            .iter()
            .filter(|(name, view)| !touched.contains(&name.name) && mentions(&view.query));
        let over: Vec<String> = over.map(|(name, _)| name.name.clone()).collect();
        if over.is_empty() {
            return touched;
        }
        touched.extend(over);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_statements_say_what_they_reach() {
        for plain in [
            "create table a (id int); insert into a values (1);",
            "alter table `A` add b int; drop view if exists v",
            "create or replace view v as select 1",
            "rename table a to b",
            "set foreign_key_checks = 0; drop table a",
        ] {
            assert!(words(plain).is_some(), "{plain}");
        }
        for other in [
            "create procedure p() drop table a",
            "call p()",
            "prepare s from 'drop table a'; execute s",
            "create trigger t after insert on a for each row set @a = 1",
            "grant select on a to b",
            "alter database d character set utf8mb4",
            "create definer = root view v as select 1",
            "/*!50001 drop table a */",
            "set statement max_statement_time = 1 for drop table a",
            "create or replace procedure p() select 1",
        ] {
            assert!(words(other).is_none(), "{other}");
        }
    }
}
