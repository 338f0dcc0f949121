//! What the runner has to know of a statement before it sends it.

use crate::dialect::Dialect;
use crate::dialect::session::Transactional;
use crate::sql::lexer;
use crate::sql::split::Statement;

/// How `statement` gets on with a transaction. `CALL` and `DO` may commit, and in a script that runs
/// outside a transaction they are given the chance.
pub(super) fn transactional(sql: &str, statement: &Statement) -> Transactional {
    let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["BEGIN", ..] | ["START", "TRANSACTION", ..] => Transactional::Begins,
        ["ROLLBACK", "TO", ..] | ["ROLLBACK", "TRANSACTION" | "WORK", "TO", ..] => {
            Transactional::Yes
        }
        ["COMMIT" | "END" | "ROLLBACK" | "ABORT", ..] | ["PREPARE", "TRANSACTION", ..] => {
            Transactional::Ends
        }
        ["VACUUM" | "REINDEX" | "CLUSTER" | "CALL" | "DO", ..]
        | ["CREATE" | "DROP" | "ALTER", "DATABASE" | "TABLESPACE" | "SUBSCRIPTION", ..]
        | ["ALTER", "SYSTEM", ..]
        | ["DISCARD", "ALL", ..] => Transactional::Refuses,
        ["CREATE" | "DROP" | "ALTER", "INDEX" | "UNIQUE" | "TABLE", ..]
            if is_concurrent(sql, statement) =>
        {
            Transactional::Refuses
        }
        _ => Transactional::Yes,
    }
}

/// Whether a statement may ask for a lock that blocks others while it is waited for: all do but
/// those that are known not to. Which locks a statement takes cannot be told from its words where it
/// is a function's body, and a model of the schema is not at hand at run time.
///
/// Statements about rows wait for rows, which keeps nobody else from the table; one that works
/// concurrently waits for the transactions there are by design; and nobody waits for a table that is
/// new, unless making it locks others.
pub(super) fn queues(sql: &str, statement: &Statement) -> Option<bool> {
    let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" | "WITH" | "VALUES", ..] => Some(false),
        _ if is_concurrent(sql, statement) => Some(false),
        ["CREATE", "TABLE", ..] => {
            const OTHERS: [&str; 5] = ["references", "of", "inherits", "like", "select"];
            OTHERS.iter().any(|word| has(sql, statement, word)).then_some(true)
        }
        ["CREATE", "SCHEMA" | "TYPE" | "SEQUENCE" | "DOMAIN" | "FUNCTION" | "EXTENSION", ..]
        | [
            "SET" | "RESET" | "SHOW" | "SAVEPOINT" | "RELEASE" | "ROLLBACK" | "COMMIT" | "END",
            ..,
        ]
        | ["BEGIN" | "START" | "ABORT" | "PREPARE", ..] => None,
        _ => Some(true),
    }
}

/// Whether a statement says itself how long to wait for a lock.
pub(super) fn sets_limit(sql: &str, statement: &Statement) -> bool {
    ["SET", "SELECT"].iter().any(|word| statement.starts_with(&[word]))
        && ["lock_timeout", "'lock_timeout'"].iter().any(|word| has(sql, statement, word))
}

/// Whether a statement that leaves nothing on its connection may stand in a text with others: it does not
/// end their transaction, and is read as we read it. What a backslash means in a text depends on a setting:
/// where the server sees the end of that text elsewhere than we do, it would be in another statement.
pub(super) fn goes_along(sql: &str, statement: &Statement) -> bool {
    transactional(sql, statement) == Transactional::Yes
        && !sql[statement.span.range()].contains('\\')
}

fn is_concurrent(sql: &str, statement: &Statement) -> bool {
    has(sql, statement, "concurrently")
}

fn has(sql: &str, statement: &Statement, word: &str) -> bool {
    let text = &sql[statement.span.range()];
    let tokens = lexer::significant(text, Dialect::Postgres);
    tokens.iter().any(|token| token.text(text).eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::postgres::session::Postgres;
    use crate::dialect::session::Session as _;
    use crate::sql::split::statements;

    #[test]
    fn what_a_transaction_does_not_allow_is_known() {
        use Transactional::{Begins, Ends, Refuses, Yes};
        let kinds = |sql: &str| {
            let found = statements(sql, Dialect::Postgres);
            found.iter().map(|statement| transactional(sql, statement)).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(
                "begin; start transaction; commit; abort; rollback to a; prepare transaction 'a'"
            ),
            [Begins, Begins, Ends, Ends, Yes, Ends]
        );
        assert_eq!(
            kinds(
                "vacuum; create unique index concurrently i on t (a); create index i on t (a); \
                 drop index concurrently i; refresh materialized view concurrently m; call p(); \
                 alter table t detach partition p concurrently; alter system set a = 1"
            ),
            [Refuses, Refuses, Yes, Refuses, Yes, Refuses, Refuses, Refuses]
        );
    }

    #[test]
    fn what_others_would_wait_behind_is_known() {
        let kinds = |sql: &str| {
            let found = statements(sql, Dialect::Postgres);
            found.iter().map(|statement| queues(sql, statement)).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(
                "alter table t add a int; create index on t (a); create table a (b int references t); \
                 truncate t; create trigger g before insert on t execute function f()"
            ),
            [Some(true); 5]
        );
        assert_eq!(
            kinds(
                "comment on table t is 'a'; grant select on t to a; do $$ begin alter table t; end $$; \
                 select create_hypertable('t', 'at'); create view v as select 1; call p()"
            ),
            [Some(true); 6]
        );
        assert_eq!(
            kinds(
                "update t set a = 1; create index concurrently on t (a); with a as (select 1) table a"
            ),
            [Some(false); 3]
        );
        assert_eq!(
            kinds("create table t (a int); set role a; create type t as (a int)"),
            [None; 3]
        );
    }

    #[test]
    fn what_a_script_says_of_waiting_is_known() {
        let kinds = |sql: &str| {
            let found = statements(sql, Dialect::Postgres);
            found.iter().map(|statement| sets_limit(sql, statement)).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("set local lock_timeout = '5s'; select set_config('lock_timeout', '5s', true)"),
            [true; 2]
        );
        assert_eq!(
            kinds("alter role a set lock_timeout = 1; set statement_timeout = 1"),
            [false; 2]
        );
    }

    #[test]
    fn what_may_change_how_the_rest_is_read_is_sent_alone() {
        let along = |sql: &str| {
            let found = statements(sql, Dialect::Postgres);
            found.iter().map(|statement| Postgres.goes_along(sql, statement)).collect::<Vec<_>>()
        };
        assert_eq!(
            along(
                "create table t (); insert into t values (1); create function f () returns int as $$ select 1; $$ language sql"
            ),
            [true; 3]
        );
        assert_eq!(
            along(
                "set standard_conforming_strings = off; select f(); insert into t values ('\\'); commit; do $$ begin end $$; create index concurrently on t (a)"
            ),
            [false; 6]
        );
    }
}
