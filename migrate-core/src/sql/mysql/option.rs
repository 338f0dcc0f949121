//! Options of a table.

use super::cursor::{Cursor, Read};
use super::data_type;
use super::expression;
use crate::command::TableChange;
use crate::schema::TableOptions;
use crate::sql::lexer::TokenKind;

/// An option with the name and value it has in `TableChange::SetOption`.
pub(super) struct TableOption {
    pub(super) name: String,
    pub(super) value: Option<String>,
    /// Whether it says nothing that the model keeps: the next number of an `AUTO_INCREMENT`.
    pub(super) is_fleeting: bool,
}

impl TableOption {
    fn new(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), value: Some(value), is_fleeting: false }
    }

    /// As an action of `ALTER TABLE`.
    pub(super) fn into_change(self) -> TableChange {
        let Self { name, value, is_fleeting } = self;
        if is_fleeting {
            return TableChange::Other(name.to_ascii_uppercase());
        }
        let value = value.filter(|value| value != "default");
        let value = value.map(|value| if name == "engine" { engine_name(&value) } else { value });
        TableChange::SetOption { name, value }
    }
}

/// Options whose value is a word or a number, in lower case.
const PLAIN: [&str; 31] = [
    "aria_checksum",
    "autoextend_size",
    "avg_row_length",
    "checksum",
    "delay_key_write",
    "encrypted",
    "encryption",
    "encryption_key_id",
    "engine_attribute",
    "fetch_mode",
    "ietf_quotes",
    "insert_method",
    "itef_quotes",
    "key_block_size",
    "max_rows",
    "min_rows",
    "pack_keys",
    "page_checksum",
    "page_compressed",
    "page_compression_level",
    "row_format",
    "secondary_engine",
    "secondary_engine_attribute",
    "secondary_load",
    "sequence",
    "stats_auto_recalc",
    "stats_persistent",
    "stats_sample_pages",
    "storage",
    "table_checksum",
    "transactional",
];

/// The option that comes next, if one does.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read<Option<TableOption>> {
    let word = cursor.word();
    let option = match word.as_str() {
        "engine" => {
            cursor.next();
            cursor.take_symbol("=");
            TableOption::new("engine", value(cursor)?)
        }
        "default" | "charset" | "character" | "char" | "collate" => return charset(cursor),
        "comment" => {
            cursor.next();
            cursor.take_symbol("=");
            let text = Some(cursor.string()?).filter(|text| !text.is_empty());
            TableOption { name: "comment".to_owned(), value: text, is_fleeting: false }
        }
        "auto_increment" => {
            cursor.next();
            cursor.take_symbol("=");
            let next = value(cursor)?;
            TableOption { is_fleeting: true, ..TableOption::new("auto_increment", next) }
        }
        "union" => {
            cursor.next();
            cursor.take_symbol("=");
            let tables = cursor.group()?;
            TableOption::new("union", expression::query(cursor.sql, tables))
        }
        "data" | "index" if cursor.word_ahead(1).as_str() == "directory" => {
            let name = format!("{} directory", word.as_str());
            cursor.next();
            cursor.next();
            cursor.take_symbol("=");
            TableOption::new(&name, cursor.string()?)
        }
        "start" if cursor.take_words(&["START", "TRANSACTION"]) => TableOption {
            is_fleeting: true,
            ..TableOption::new("start transaction", String::new())
        },
        "tablespace" | "connection" | "compression" | "password" => {
            cursor.next();
            cursor.take_symbol("=");
            TableOption::new(word.as_str(), value(cursor)?)
        }
        "with"
            if cursor.grammar.target.is_mariadb
                && cursor.take_words(&["WITH", "SYSTEM", "VERSIONING"]) =>
        {
            TableOption::new("system versioning", "on".to_owned())
        }
        name if PLAIN.binary_search(&name).is_ok() => {
            cursor.next();
            cursor.take_symbol("=");
            TableOption::new(name, value(cursor)?.to_ascii_lowercase())
        }
        _ => return Ok(None),
    };
    Ok(Some(option))
}

/// `[DEFAULT] CHARACTER SET [=] name`, `[DEFAULT] COLLATE [=] name`.
fn charset(cursor: &mut Cursor<'_>) -> Read<Option<TableOption>> {
    let start = cursor.position();
    cursor.take_word("DEFAULT");
    if cursor.take_word("COLLATE") {
        cursor.take_symbol("=");
        let name = data_type::collation_name(cursor)?;
        return Ok(Some(TableOption::new("collation", name)));
    }
    let found = cursor.take_word("CHARSET")
        || cursor.take_words(&["CHARACTER", "SET"])
        || cursor.take_words(&["CHAR", "SET"]);
    if !found {
        cursor.rewind(start);
        return Ok(None);
    }
    cursor.take_symbol("=");
    let name = data_type::charset_name(cursor)?;
    Ok(Some(TableOption::new("charset", name)))
}

fn value(cursor: &mut Cursor<'_>) -> Read<String> {
    match cursor.peek() {
        Some(token) if token.kind == TokenKind::String => cursor.string(),
        Some(token) if token.kind == TokenKind::Number || token.kind == TokenKind::Word => {
            cursor.next();
            Ok(token.text(cursor.sql).to_owned())
        }
        Some(token) if token.kind == TokenKind::QuotedName => Ok(cursor.name()?.name),
        _ => Err(cursor.error("a value")),
    }
}

/// Writes an option into those of a table.
pub(super) fn put(options: &mut TableOptions, option: TableOption) {
    if option.is_fleeting {
        return;
    }
    let TableOption { name, value, .. } = option;
    match name.as_str() {
        "engine" => options.engine = value.map(|engine| engine_name(&engine)),
        "charset" => options.charset = value.filter(|name| name != "default"),
        "collation" => options.collation = value.filter(|name| name != "default"),
        "comment" => options.comment = value,
        _ => {
            if let Some(value) = value.filter(|value| value != "default") {
                options.settings.insert(name, value);
            }
        }
    }
}

/// The letters that the engine shows the name of a storage engine in.
pub(super) fn engine_name(name: &str) -> String {
    const NAMES: [&str; 10] = [
        "InnoDB",
        "MyISAM",
        "MEMORY",
        "Aria",
        "ARCHIVE",
        "CSV",
        "BLACKHOLE",
        "MRG_MyISAM",
        "FEDERATED",
        "RocksDB",
    ];
    if name.eq_ignore_ascii_case("heap") {
        return "MEMORY".to_owned();
    }
    NAMES
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .map_or_else(|| name.to_owned(), str::to_owned)
}

/// How rows are spread: what follows `PARTITION BY`, which comes next, in normal spelling.
pub(super) fn partition_by(cursor: &mut Cursor<'_>) -> Read<String> {
    cursor.expect_word("PARTITION")?;
    cursor.expect_word("BY")?;
    let start = cursor.position();
    cursor.take_word("LINEAR");
    match cursor.word().as_str() {
        "hash" | "key" | "range" | "list" | "system_time" => cursor.next(),
        _ => return Err(cursor.error("`RANGE`, `LIST`, `HASH` or `KEY`")),
    };
    // The rest is a list of clauses and one or two groups; what may follow it is a query.
    loop {
        match cursor.word().as_str() {
            "as" | "select" | "ignore" | "replace" => break,
            _ if cursor.is_at_end() || cursor.at_symbol(",") => break,
            _ => {}
        }
        if cursor.at_symbol("(") {
            cursor.group()?;
        } else {
            cursor.next();
        }
    }
    Ok(expression::normal(cursor.sql, cursor.since(start), expression::Letters::Column))
}
