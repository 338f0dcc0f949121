//! Why something that SQLite does not read was probably written, and what to write instead.

use super::cursor::Cursor;
use crate::sql::lexer::Token;
use crate::text::Span;

/// The recipe for what no `ALTER TABLE` of SQLite does.
const REBUILD: &str = "create the table anew under another name, copy the rows, drop the old table and \
                       rename the new one (https://www.sqlite.org/lang_altertable.html#otheralter)";

/// The likely cause of an error at `at` in the statement made of `tokens`.
pub(super) fn likely(sql: &str, tokens: &[Token], at: Span) -> Option<String> {
    let statement = Cursor::new(sql, tokens);
    let found = tokens.iter().position(|token| token.span == at).unwrap_or(tokens.len());
    let near = Near { sql, tokens, statement: &statement, found };
    let of_kind = if near.begins(&["ALTER", "TABLE"]) {
        alter_table(&near)
    } else if near.begins(&["DROP"]) {
        drop(&near)
    } else if near.begins(&["CREATE"]) {
        create(&near)
    } else if near.begins(&["INSERT"]) {
        insert(&near)
    } else {
        foreign_statement(&near).map(str::to_owned)
    };
    of_kind.or_else(|| anywhere(&near).map(str::to_owned))
}

/// An error and what stands around it.
struct Near<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    statement: &'a Cursor<'a>,
    /// The position of the token that could not be.
    found: usize,
}

impl Near<'_> {
    fn begins(&self, words: &[&str]) -> bool {
        self.statement.at_words(words)
    }

    /// Whether these words stand where the reader could not go on, `back` tokens before.
    fn words(&self, back: usize, words: &[&str]) -> bool {
        let from = self.found.checked_sub(back);
        from.is_some_and(|from| self.statement.at(from).at_words(words))
    }

    fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.words(0, &[word]))
    }

    fn symbol(&self, back: usize, symbol: &str) -> bool {
        let at = self.found.checked_sub(back);
        let token = at.and_then(|at| self.tokens.get(at));
        token.is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    /// The text of the token `back` before the error.
    fn text(&self, back: usize) -> &str {
        let at = self.found.checked_sub(back);
        at.and_then(|at| self.tokens.get(at)).map_or("", |token| token.text(self.sql))
    }

    /// Whether any word of the statement up to the error is this one.
    fn has(&self, word: &str) -> bool {
        self.tokens.iter().take(self.found + 1).any(|token| token.is_word(self.sql, word))
    }
}

fn alter_table(near: &Near<'_>) -> Option<String> {
    let said = if near.symbol(0, ",") {
        "SQLite carries out one action in each `ALTER TABLE`: write a statement for each"
    } else if near.words(1, &["IF", "EXISTS"]) || near.words(1, &["IF", "NOT"]) {
        "SQLite knows `IF EXISTS` and `IF NOT EXISTS` for tables, indexes, views and triggers only: \
         leave it out, a migration knows what is there"
    } else if near.is(&["CASCADE", "RESTRICT"]) {
        "SQLite has no `CASCADE` and no `RESTRICT`: drop what uses the column in statements before this \
         one"
    } else if near.has("ADD") && near.is(&["INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL"]) {
        "an index is a statement of its own in SQLite: `CREATE [UNIQUE] INDEX name ON table (column)`"
    } else if near.has("DROP") && near.is(&["INDEX", "KEY"]) || near.words(1, &["INDEX"]) {
        "an index is dropped by a statement of its own in SQLite: `DROP INDEX name`"
    } else if near.is(&["FIRST", "AFTER"]) {
        "SQLite adds columns at the end and has no `FIRST` and no `AFTER`"
    } else if near.words(1, &["ADD"]) && near.symbol(0, "(") {
        "SQLite adds one column in each `ALTER TABLE`, without parentheses"
    } else if is_rebuild(near) {
        return Some(format!("SQLite does not do this to a table that exists: {REBUILD}"));
    } else {
        return None;
    };
    Some(said.to_owned())
}

fn is_rebuild(near: &Near<'_>) -> bool {
    let changes_column = ["MODIFY", "CHANGE"].iter().any(|word| near.has(word));
    let changes_attribute = near.has("ALTER")
        && near.is(&["TYPE", "SET", "DEFAULT", "ADD", "DATA", "INTEGER", "TEXT", "VARCHAR"]);
    let changes_key =
        (near.has("ADD") || near.has("DROP")) && near.is(&["FOREIGN", "PRIMARY", "UNIQUE", "KEY"]);
    let attribute = near.words(1, &["SET"]) || near.words(1, &["DROP"]);
    changes_column
        || changes_attribute
        || changes_key
        || attribute && near.is(&["DEFAULT"])
        || near.words(1, &["FOREIGN", "KEY"])
        || near.words(1, &["PRIMARY", "KEY"])
}

fn drop(near: &Near<'_>) -> Option<String> {
    if near.begins(&["DROP", "INDEX"]) && near.is(&["ON"]) {
        return Some(format!(
            "`DROP INDEX … ON` is MySQL's: the names of indexes are unique in a SQLite database, so \
             write `DROP INDEX {}`",
            near.text(1)
        ));
    }
    let said = if near.begins(&["DROP", "TRIGGER"]) && near.is(&["ON"]) {
        "`DROP TRIGGER … ON` is PostgreSQL's: in SQLite the name alone is enough"
    } else if near.symbol(0, ",") {
        "SQLite drops one thing in each statement: write a `DROP` for each"
    } else if near.is(&["CASCADE", "RESTRICT"]) {
        "SQLite has no `CASCADE` and no `RESTRICT`: indexes and triggers go with their table, views stay"
    } else if near.words(1, &["CONCURRENTLY"]) {
        "`CONCURRENTLY` is PostgreSQL's"
    } else if near.found == 1 {
        "SQLite has tables, indexes, views and triggers to drop; a column or constraint is dropped by \
         `ALTER TABLE`"
    } else {
        return None;
    };
    Some(said.to_owned())
}

fn create(near: &Near<'_>) -> Option<String> {
    let said = if near.begins(&["CREATE", "OR"]) {
        "SQLite has no `OR REPLACE`: write `DROP … IF EXISTS` before it"
    } else if near.begins(&["CREATE", "MATERIALIZED"]) {
        "SQLite has no materialised views: create a view, or a table that triggers keep up to date"
    } else if near.found == 1 {
        "SQLite has tables, indexes, views, triggers and virtual tables: schemas, types, sequences, \
         functions, extensions and users belong to other engines"
    } else if near.words(1, &["CONCURRENTLY"]) {
        "`CONCURRENTLY` is PostgreSQL's: building an index in SQLite always holds up writers"
    } else if near.is(&["USING"]) && near.has("INDEX") {
        "SQLite has one kind of index: leave `USING` out"
    } else if near.is(&["EXECUTE"]) || near.words(1, &["EXECUTE"]) {
        "SQLite has no functions for triggers: write the statements between `BEGIN` and `END`"
    } else {
        return None;
    };
    Some(said.to_owned())
}

fn insert(near: &Near<'_>) -> Option<String> {
    if near.words(1, &["INSERT", "IGNORE"]) || near.is(&["IGNORE"]) {
        Some("`INSERT IGNORE` is MySQL's: write `INSERT OR IGNORE INTO`".to_owned())
    } else if near.is(&["DUPLICATE"]) {
        Some(
            "`ON DUPLICATE KEY UPDATE` is MySQL's: write `ON CONFLICT (column) DO UPDATE SET …`"
                .to_owned(),
        )
    } else if near.is(&["SET"]) {
        Some("`INSERT … SET` is MySQL's: write `INSERT INTO t (a) VALUES (1)`".to_owned())
    } else {
        None
    }
}

/// Statements that only other engines have, or only a shell.
fn foreign_statement(near: &Near<'_>) -> Option<&'static str> {
    const STATEMENTS: [(&str, &str); 16] = [
        ("TRUNCATE", "SQLite has no `TRUNCATE`: write `DELETE FROM t`, which is as fast there"),
        ("START", "SQLite begins a transaction by `BEGIN`"),
        ("SET", "SQLite has no `SET`: settings are pragmas, `PRAGMA name = value`"),
        ("USE", "a SQLite connection has one database, and others by `ATTACH`"),
        ("LOCK", "SQLite locks the whole database: write `BEGIN IMMEDIATE`"),
        ("UNLOCK", "SQLite locks the whole database, up to the end of the transaction"),
        ("COMMENT", "SQLite keeps no comments but those inside of a definition"),
        ("GRANT", "SQLite has no users and no rights"),
        ("REVOKE", "SQLite has no users and no rights"),
        ("RENAME", "write `ALTER TABLE t RENAME TO u`"),
        ("DO", "SQLite has no procedural code"),
        ("CALL", "SQLite has no procedural code"),
        ("DELIMITER", "`DELIMITER` is a command of MySQL's shell: leave it out"),
        ("COPY", "SQLite has no `COPY`: write `INSERT`"),
        ("MERGE", "SQLite has no `MERGE`: write `INSERT … ON CONFLICT (column) DO UPDATE SET …`"),
        ("OPTIMIZE", "write `VACUUM`, or `PRAGMA optimize`"),
    ];
    if near.symbol(0, ".") && near.found == 0 {
        return Some("a line that begins with a dot is a command of the `sqlite3` shell, not SQL");
    }
    STATEMENTS.into_iter().find(|(word, _)| near.begins(&[word])).map(|(_, said)| said)
}

/// Words of other engines that may turn up in any definition.
fn anywhere(near: &Near<'_>) -> Option<&'static str> {
    Some(if near.is(&["AUTO_INCREMENT", "IDENTITY"]) {
        "SQLite numbers rows by `INTEGER PRIMARY KEY`, and never twice with `AUTOINCREMENT` behind it"
    } else if near.is(&["AUTOINCREMENT"]) {
        "`AUTOINCREMENT` stands directly behind `INTEGER PRIMARY KEY`"
    } else if near.is(&["ENGINE", "CHARSET", "CHARACTER"])
        || near.words(1, &["DEFAULT"]) && near.has("CHARSET")
    {
        "options of tables such as `ENGINE` and `CHARSET` are MySQL's: leave them out"
    } else if near.is(&["COMMENT"]) {
        "`COMMENT` is MySQL's: write `-- …` into the definition, which SQLite keeps"
    } else if near.is(&["KEY", "INDEX"]) || near.words(1, &["KEY"]) || near.words(3, &["KEY"]) {
        "an index is a statement of its own in SQLite: `CREATE INDEX name ON table (column)`"
    } else if near.symbol(0, ":") && near.symbol(0, ":") {
        "`::` is PostgreSQL's: write `CAST(… AS …)`"
    } else if near.symbol(0, "(") && near.words(2, &["DEFAULT"]) {
        "a default that calls a function stands in parentheses: `DEFAULT (…)`"
    } else if near.words(1, &["ON", "UPDATE"]) || near.is(&["ON"]) && near.has("DEFAULT") {
        "`ON UPDATE` of a column is MySQL's: write a trigger"
    } else if ["CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "SELECT", "COMMIT"]
        .iter()
        .any(|word| near.is(&[word]))
    {
        "is the semicolon before it missing?"
    } else {
        return None;
    })
}
