//! What a script outside a transaction is made of.

use migrate_core::code;
use migrate_core::dialect::Dialect;
use migrate_core::dialect::session::{Session, Transactional, session};
use migrate_core::set::Script;
use migrate_core::sql::normal::same_meaning;
use migrate_core::sql::split::{Statement, statements};
use migrate_core::text::Span;

/// A part of a script that is done or not done, but never half done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit<'s> {
    /// A statement that is committed together with the record that it is done.
    Atomic(&'s Statement),
    /// The script's own transaction, from `BEGIN` to its end; the record goes in before the end.
    Block(&'s [Statement]),
    /// A statement no transaction allows.
    Bare(&'s Statement),
    /// A setting of the connection: a resumed run, which has another connection, repeats it.
    Session(&'s Statement),
}

impl Unit<'_> {
    /// Its text in the script.
    pub(crate) fn text<'t>(&self, sql: &'t str) -> &'t str {
        &sql[self.span().range()]
    }

    /// Where it stands in the script.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Atomic(statement) | Self::Bare(statement) | Self::Session(statement) => {
                statement.span
            }
            Self::Block(block) => match (block.first(), block.last()) {
                (Some(first), Some(last)) => first.span.to(last.span),
                _ => Span::default(),
            },
        }
    }
}

/// Whether a script is committed as a whole, together with its row in the history.
pub(crate) fn commits_whole(script: &Script, dialect: Dialect) -> bool {
    script.transaction && !dialect.commits_each_change()
}

/// Whether two scripts begin with the same `count` parts.
pub(crate) fn same_beginning(one: &str, other: &str, count: usize, dialect: Dialect) -> bool {
    let session = session(dialect);
    let (statements, others) = (statements(one, dialect), statements(other, dialect));
    let (parts, others) = (units(session, one, &statements), units(session, other, &others));
    parts.len() >= count
        && others.len() >= count
        && parts
            .iter()
            .zip(&others)
            .take(count)
            .all(|(part, of_other)| same_meaning(part.text(one), of_other.text(other), dialect))
}

/// Whether a statement begins a transaction; outside of one, `SAVEPOINT` does.
fn opens(session: &dyn Session, sql: &str, statement: &Statement) -> bool {
    session.transactional(sql, statement) == Transactional::Begins
        || statement.starts_with(&["SAVEPOINT"])
}

/// Whether `end` ends what `begin` began.
fn closes(session: &dyn Session, sql: &str, begin: &Statement, end: &Statement) -> bool {
    let named = |statement: &Statement| statement.leading.last().cloned();
    match begin.starts_with(&["SAVEPOINT"]) {
        true => end.starts_with(&["RELEASE"]) && named(end) == named(begin),
        false => session.transactional(sql, end) == Transactional::Ends,
    }
}

/// Divides a script.
///
/// A script in Rust is one part. It is done or not done where a transaction holds all of it: on an engine
/// that commits each change of the schema, only where it changes rows alone.
pub(crate) fn units<'s>(
    session: &dyn Session,
    sql: &str,
    statements: &'s [Statement],
) -> Vec<Unit<'s>> {
    if code::is_code(sql) {
        let whole = !session.dialect().commits_each_change() || code::is_rows_only(sql);
        let whole = whole && code::is_in_transaction(sql);
        let unit = if whole { Unit::Atomic } else { Unit::Bare };
        return statements.iter().map(unit).collect();
    }
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(statement) = statements.get(at) {
        let kind = session.transactional(sql, statement);
        let unit = match kind {
            _ if opens(session, sql, statement) => {
                let ends = |it: &Statement| closes(session, sql, statement, it);
                let length = statements[at..].iter().position(ends);
                let end = length.map_or(statements.len(), |length| at + length + 1);
                Unit::Block(&statements[at..end])
            }
            _ if session.sets_session(statement) => Unit::Session(statement),
            Transactional::Refuses => Unit::Bare(statement),
            Transactional::Yes | Transactional::Begins | Transactional::Ends => {
                Unit::Atomic(statement)
            }
        };
        at += if let Unit::Block(block) = &unit { block.len() } else { 1 };
        units.push(unit);
    }
    units
}

#[cfg(test)]
mod tests {
    use migrate_core::dialect::sqlite::session::Sqlite;

    use super::*;

    #[test]
    fn a_script_is_divided_where_it_may_be_resumed() {
        let sql = "pragma journal_mode = wal; create table a (b); begin; drop table a; \
                   create table c (d); commit; vacuum;";
        let statements = statements(sql, Dialect::Sqlite);
        let kinds: Vec<String> = units(&Sqlite, sql, &statements)
            .iter()
            .map(|unit| match unit {
                Unit::Atomic(_) => "atomic".to_owned(),
                Unit::Block(block) => format!("block of {}", block.len()),
                Unit::Bare(_) => "bare".to_owned(),
                Unit::Session(_) => "session".to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["session", "atomic", "block of 4", "bare"]);
    }
}
