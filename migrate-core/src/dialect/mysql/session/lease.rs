//! The lease as MySQL and MariaDB have it.

use std::borrow::Cow;

use super::{BEGIN, LARGEST, Mysql, look, made, writes};
use crate::dialect::session::{
    BUSY, BY_HAND, COMMIT, Finds, HistoryTable, LeaseText, Look, Made, Progress, Session as _,
    Write,
};
use crate::sql::split::Statement;

/// How long it runs for a script that a person runs.
const DAY: &str = "UTC_TIMESTAMP(6) + INTERVAL 1 DAY";

/// How long the lease runs from now.
const END: &str = "UTC_TIMESTAMP(6) + INTERVAL 15 SECOND";

/// A number larger than all before.
const NEXT: &str = "GREATEST(token + 1, CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED))";

/// The error of a number that is too large.
const OUT_OF_RANGE: &str = "1690";

/// A moment that is over.
const OVER: &str = "'1971-01-01 00:00:00'";

/// The table that holds the lease of a history.
#[derive(Clone, Debug)]
pub(super) struct LeaseTable {
    history: HistoryTable,
    table: String,
    tag: String,
}

impl LeaseTable {
    /// The lease of `history`.
    pub(super) fn new(history: &HistoryTable) -> Self {
        let table = Mysql.qualified(history.schema(), &format!("{}_lease", history.name()));
        let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
        let tag = format!("/* migrate {} */ ", table.chars().map(plain).collect::<String>());
        Self { history: history.clone(), table, tag }
    }

    /// A row when the lease is held: nobody takes the number back.
    fn check(&self, token: i64) -> String {
        format!("SELECT '1' FROM {} WHERE {}", self.table, holding(token))
    }

    /// Writes the lease while it is held, rather than reading it: on a cluster nothing else keeps another
    /// node from taking it meanwhile.
    fn written(&self, token: i64, doing: Option<&str>) -> String {
        format!("UPDATE {} SET {} WHERE {}", self.table, said(doing), holding(token))
    }

    /// The row, where it may be taken: nobody has it, and nothing runs for who had it last.
    fn free(&self) -> String {
        format!(
            "id = 1 AND until < UTC_TIMESTAMP(6) AND NOT EXISTS (SELECT 1 \
             FROM information_schema.PROCESSLIST AS p WHERE p.ID <> CONNECTION_ID() \
             AND LEFT(p.INFO, {}) = {})",
            self.tag.len(),
            Mysql.literal(&self.tag)
        )
    }

    /// The same, and an error where another has it.
    fn guarded(&self, token: i64, doing: Option<&str>) -> String {
        let rest = LARGEST - token;
        format!(
            "UPDATE {} SET {}, token = {LARGEST} + (token <> {token}) - {rest} WHERE id = 1",
            self.table,
            said(doing)
        )
    }
}

/// What is under way, and the end put off.
fn said(doing: Option<&str>) -> String {
    let doing = doing.map_or_else(|| "NULL".to_owned(), |doing| Mysql.literal(doing));
    format!("doing = {doing}, until = {END}")
}

/// A number where there is one row, and an error where there is none.
fn one_or_none() -> String {
    format!("{LARGEST} + (1 - COUNT(*))")
}

/// Keeps a text that is checked by [`one_or_none`] from printing a number.
const CHECKED: &str = "@migrate_lease";

/// What a script says that finds no lease to take.
const TAKEN: &str = "somebody else migrates";

/// The row of the lease, as long as it is held for that script.
fn by_hand(owner: &str) -> String {
    format!("id = 1 AND owner = {} AND until > UTC_TIMESTAMP(6)", Mysql.literal(owner))
}

/// The row of the lease, as long as it has that number.
fn holding(token: i64) -> String {
    format!("id = 1 AND token = {token}")
}

impl LeaseText for LeaseTable {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn create(&self) -> Vec<String> {
        let table = &self.table;
        vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {table} (\n\
                 \x20 id INTEGER NOT NULL PRIMARY KEY,\n\
                 \x20 token BIGINT NOT NULL,\n\
                 \x20 owner TEXT NOT NULL,\n\
                 \x20 doing TEXT,\n\
                 \x20 since DATETIME(6) NOT NULL,\n\
                 \x20 until DATETIME(6) NOT NULL\n) \
                 ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            ),
            format!("INSERT IGNORE INTO {table} VALUES (1, 0, 'nobody', NULL, {OVER}, {OVER})"),
        ]
    }

    /// The row is locked by whoever may take it; its number is the answer, which [`Self::take`] writes.
    /// A statement of a client that is gone is seen by its own user without any right.
    fn claim(&self, _owner: &str) -> String {
        let (table, free) = (&self.table, self.free());
        format!("SELECT 'taken', {NEXT}, doing FROM {table} WHERE {free} FOR UPDATE SKIP LOCKED")
    }

    fn take(&self, owner: &str, token: i64) -> Vec<String> {
        vec![format!(
            "UPDATE {} SET owner = {}, token = {token}, since = UTC_TIMESTAMP(6), until = {END} \
             WHERE id = 1",
            self.table,
            Mysql.literal(owner)
        )]
    }

    fn holder(&self) -> Option<String> {
        Some(format!(
            "SELECT '{BUSY}', CONCAT(owner, ', for ', \
             GREATEST(0, TIMESTAMPDIFF(SECOND, since, UTC_TIMESTAMP(6))), ' s') FROM {}",
            self.table
        ))
    }

    fn state(&self) -> String {
        format!(
            "SELECT owner, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), until) FROM {} WHERE until > {OVER}",
            self.table
        )
    }

    fn give_up(&self) -> String {
        format!(
            "UPDATE {} SET until = {OVER}, token = token + 1 WHERE until < UTC_TIMESTAMP(6)",
            self.table
        )
    }

    fn beat(&self, token: i64) -> Vec<String> {
        let put_off = format!("UPDATE {} SET until = {END} WHERE {}", self.table, holding(token));
        vec![format!("{put_off}; {}", self.check(token))]
    }

    fn release(&self, token: i64) -> String {
        format!("UPDATE {} SET until = {OVER}, token = token + 1 WHERE token = {token}", self.table)
    }

    /// The lease is looked at before anything is written.
    fn held(&self, token: i64, doing: Option<&str>, writes: &[Write]) -> String {
        let check =
            format!("SELECT {} FROM {} WHERE {}", one_or_none(), self.table, holding(token));
        let writes = writes::statements(&self.history, writes, None);
        let writes = writes.into_iter().map(|it| it.text);
        let texts = [self.written(token, doing), check].into_iter().chain(writes);
        texts.collect::<Vec<_>>().join("; ")
    }

    fn whole(&self, text: &str) -> String {
        format!("{BEGIN}; {text}; {COMMIT}")
    }

    fn forget(&self) -> String {
        format!("UPDATE {} SET doing = NULL", self.table)
    }

    fn writes_all(&self) -> bool {
        true
    }

    fn fence(&self, sequence: i64, token: i64) -> String {
        format!(
            "SELECT history.state FROM {} AS history, {} AS lease \
             WHERE history.sequence = {sequence} AND lease.token = {token} FOR UPDATE",
            self.history.qualified(),
            self.table
        )
    }

    fn fenced(
        &self,
        token: i64,
        progress: Progress<'_>,
        doing: Option<&str>,
        writes: &[Write],
    ) -> Option<Vec<Finds>> {
        let begin = Finds { text: BEGIN.to_owned(), rows: 0 };
        let guard = Finds { text: self.guarded(token, doing), rows: 1 };
        let writes = writes::statements(&self.history, writes, Some(progress));
        Some([begin, guard].into_iter().chain(writes).collect())
    }

    fn put_off(&self, token: i64) -> Option<String> {
        Some(format!("UPDATE {} SET until = {END} WHERE {}", self.table, holding(token)))
    }

    /// The row is read by nobody but a person, and only where it is in the way.
    fn take_by_hand(&self, owner: &str) -> Vec<String> {
        let (table, free, owner) = (&self.table, self.free(), Mysql.literal(owner));
        let take = format!(
            "UPDATE {table} SET owner = {owner}, token = {NEXT}, since = UTC_TIMESTAMP(6), until = {DAY} \
             WHERE {free}"
        );
        let say = format!(
            "SELECT CONCAT('{TAKEN}: ', owner) AS refused FROM {table} WHERE id = 1 AND {CHECKED} = 0"
        );
        let check = format!("SET {CHECKED} = {LARGEST} + (1 - {CHECKED})");
        vec![take, format!("SET {CHECKED} = ROW_COUNT()"), say, check]
    }

    fn hold_by_hand(&self, owner: &str) -> Vec<String> {
        let (table, held) = (&self.table, by_hand(owner));
        vec![
            format!("UPDATE {table} SET until = {DAY} WHERE {held}"),
            format!("SET {CHECKED} = (SELECT {} FROM {table} WHERE {held})", one_or_none()),
        ]
    }

    fn release_by_hand(&self, owner: Option<&str>) -> String {
        let held = match owner {
            Some(owner) => format!("owner = {}", Mysql.literal(owner)),
            None => format!("owner LIKE '{BY_HAND}%'"),
        };
        format!("UPDATE {} SET until = {OVER}, token = token + 1 WHERE {held}", self.table)
    }

    fn is_lost(&self, code: &str) -> bool {
        code == OUT_OF_RANGE
    }

    fn running(&self) -> String {
        format!(
            "SELECT CONCAT('KILL QUERY ', ID) FROM information_schema.PROCESSLIST \
             WHERE ID <> CONNECTION_ID() AND LEFT(INFO, {}) = {}",
            self.tag.len(),
            Mysql.literal(&self.tag)
        )
    }

    fn lasting<'t>(&self, cell: &'t str) -> Cow<'t, str> {
        look::lasting(cell)
    }

    fn look(&self, sql: &str, statement: &Statement) -> Look {
        look::look(sql, statement)
    }

    fn makes(&self, sql: &str, statement: &Statement) -> Option<Made> {
        made::made(sql, statement)
    }
}
