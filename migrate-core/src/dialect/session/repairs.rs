//! What was mended in a history by hand: the table that keeps who did it and why, and the writes.

use super::HistoryTable;
use crate::checksum::Checksum;
use crate::set::{Down, Migration};

/// A repair to be written down.
#[derive(Clone, Debug)]
pub struct NewRepair<'a> {
    /// The version that it is about.
    pub version: &'a str,
    /// What was done: `accept`, `forget`.
    pub action: &'a str,
    /// Who did it.
    pub author: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The checksum of the up that the history had until then.
    pub up_checksum: &'a str,
    /// That up.
    pub up_sql: &'a str,
}

/// What is read of a repair, in order.
const READ: [&str; 5] = ["done_at", "version", "action", "author", "reason"];

impl HistoryTable {
    /// The names of all tables of the runner's own.
    #[must_use]
    pub fn tables(&self) -> [String; 3] {
        let name = self.name();
        [name.to_owned(), format!("{name}_lease"), format!("{name}_repairs")]
    }

    /// The table of the repairs, which stands beside it.
    #[must_use]
    pub fn repairs(&self) -> Self {
        let [.., name] = self.tables();
        Self::new(self.session(), self.schema(), &name)
    }

    /// Creates the table of the repairs where it is missing.
    #[must_use]
    pub fn create_repairs(&self) -> String {
        let (text, options) = self.session().texts();
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n\
             \x20 done_at VARCHAR(64) NOT NULL,\n\
             \x20 version VARCHAR(255) NOT NULL,\n\
             \x20 action VARCHAR(64) NOT NULL,\n\
             \x20 author {text} NOT NULL,\n\
             \x20 reason {text} NOT NULL,\n\
             \x20 up_checksum VARCHAR(128) NOT NULL,\n\
             \x20 up_sql {text} NOT NULL\n){options}",
            self.repairs().qualified()
        )
    }

    /// Writes a repair down.
    #[must_use]
    pub fn insert_repair(&self, it: &NewRepair<'_>) -> String {
        let version = self.key(it.version);
        let texts = [&version, it.action, it.author, it.reason, it.up_checksum, it.up_sql];
        let texts = texts.map(|text| self.session().literal(text)).join(", ");
        let (table, now) = (self.repairs(), self.session().now());
        format!("INSERT INTO {} VALUES ({now}, {texts})", table.qualified())
    }

    /// Reads what was repaired, oldest first: when, which version, what was done, who did it, and why.
    #[must_use]
    pub fn select_repairs(&self) -> String {
        let columns = READ.map(|column| self.session().as_text(column)).join(", ");
        let table = self.repairs();
        format!("SELECT {columns} FROM {} WHERE {} ORDER BY 1", table.qualified(), self.own())
    }

    /// Takes a migration for what was applied in the place of its row.
    #[must_use]
    pub fn accept(&self, sequence: i64, migration: &Migration) -> String {
        let literal = |text: &str| self.session().literal(text);
        let optional = |text: Option<&str>| text.map_or_else(|| "NULL".to_owned(), literal);
        let (down, reason) = match &migration.down {
            Down::Script(_) => (migration.down.kept(), None),
            Down::Irreversible { reason } => (None, Some(&**reason)),
        };
        format!(
            "UPDATE {} SET title = {}, up_checksum = {}, up_sql = {}, down_checksum = {}, \
             down_sql = {}, irreversible = {} WHERE sequence = {sequence}",
            self.qualified(),
            literal(&migration.title),
            literal(migration.up.checksum.as_str()),
            literal(&migration.up.sql),
            optional(down.map(|script| script.checksum.as_str())),
            optional(down.map(|script| &*script.sql)),
            optional(reason)
        )
    }

    /// Writes what the checksum of the history is up to and with a row.
    #[must_use]
    pub fn set_chain(&self, sequence: i64, chain: &Checksum) -> String {
        let chain = self.session().literal(chain.as_str());
        format!("UPDATE {} SET chain = {chain} WHERE sequence = {sequence}", self.qualified())
    }
}
