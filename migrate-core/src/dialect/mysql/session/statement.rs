//! What the runner has to know of a statement before it sends it.

use crate::dialect::Dialect;
use crate::dialect::session::Transactional;
use crate::sql::lexer;
use crate::sql::split::Statement;

/// How `statement` gets on with a transaction: what is not known to be about rows commits the one
/// that is open (<https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html>), or may.
pub(super) fn transactional(statement: &Statement) -> Transactional {
    let words: Vec<&str> = statement.leading.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["BEGIN", ..] | ["START", "TRANSACTION", ..] => Transactional::Begins,
        ["ROLLBACK", "TO", ..] | ["ROLLBACK", "WORK", "TO", ..] => Transactional::Yes,
        ["COMMIT" | "ROLLBACK", ..] => Transactional::Ends,
        [
            "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "SELECT" | "WITH" | "VALUES" | "TABLE",
            ..,
        ]
        | ["LOAD", "DATA" | "XML", ..]
        | ["DO" | "SHOW" | "EXPLAIN" | "DESCRIBE" | "DESC" | "SAVEPOINT" | "RELEASE", ..] => {
            Transactional::Yes
        }
        _ if is_temporary(statement) || sets_session(statement) => Transactional::Yes,
        _ => Transactional::Refuses,
    }
}

/// Whether a statement asks for the lock of a table that nobody else may have. What calls other
/// statements is left alone: of those before the one that waits, some may be done.
pub(super) fn queues(statement: &Statement) -> Option<bool> {
    if sets_session(statement) {
        return None;
    }
    let changes =
        ["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "OPTIMIZE", "ANALYZE", "REPAIR"];
    Some(changes.iter().any(|word| statement.starts_with(&[word])))
}

/// Whether a statement changes the connection alone, so that it is run again on a new one.
pub(super) fn sets_session(statement: &Statement) -> bool {
    ["SET", "USE", "PREPARE", "DEALLOCATE"].iter().any(|word| statement.starts_with(&[word]))
        || is_temporary(statement)
}

fn is_temporary(statement: &Statement) -> bool {
    statement.leading.iter().take(4).any(|word| word == "TEMPORARY")
        && ["CREATE", "DROP"].iter().any(|word| statement.starts_with(&[word]))
}

/// Anything but plain changes of the schema and of rows.
pub(super) fn leaves_traces(statement: &Statement) -> bool {
    const PLAIN: [&str; 10] = [
        "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "INSERT", "UPDATE", "DELETE", "GRANT",
        "REVOKE",
    ];
    !PLAIN.iter().any(|word| statement.starts_with(&[word])) || is_temporary(statement)
}

/// Whether a statement says itself how long to wait for a table.
pub(super) fn sets_limit(sql: &str, statement: &Statement) -> bool {
    let text = &sql[statement.span.range()];
    statement.starts_with(&["SET"])
        && lexer::significant(text, Dialect::Mysql)
            .iter()
            .any(|token| token.text(text).to_ascii_lowercase().ends_with("lock_wait_timeout"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    #[test]
    fn what_commits_by_itself_is_known() {
        use Transactional::{Begins, Ends, Refuses, Yes};
        let kinds = |sql: &str| {
            let found = statements(sql, Dialect::Mysql);
            found.iter().map(transactional).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("begin; start transaction; commit; rollback; rollback to a"),
            [Begins, Begins, Ends, Ends, Yes]
        );
        assert_eq!(
            kinds(
                "create table a (b int); truncate a; call p(); grant select on a to b; drop view v"
            ),
            [Refuses; 5]
        );
        assert_eq!(
            kinds(
                "insert into a values (1); with b as (select 1) select * from b; set @a = 1; \
                   create temporary table c (d int); do sleep(1)"
            ),
            [Yes; 5]
        );
    }

    #[test]
    fn what_others_would_wait_behind_is_known() {
        let kinds = |sql: &str| {
            let found = statements(sql, Dialect::Mysql);
            found.iter().map(queues).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("alter table a add b int; insert into a values (1); use other; call p()"),
            [Some(true), Some(false), None, Some(false)]
        );
    }

    #[test]
    fn what_a_script_says_of_waiting_is_known() {
        let says = |sql: &str| sets_limit(sql, &statements(sql, Dialect::Mysql)[0]);
        assert!(says("set session lock_wait_timeout = 5") && says("set @@lock_wait_timeout = 5"));
        assert!(!says("set @a = 1") && !says("select @@lock_wait_timeout"));
    }
}
