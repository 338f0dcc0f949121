//! What only the text of a table or a view says: the catalog keeps the sizes of the blocks of indexes to
//! itself, that `USING BTREE` was said, the parser of a full text, what is said of the index behind a primary
//! key, which columns have no past, and on MySQL the algorithm of a view.

use std::sync::Arc;

use super::Row;
use crate::dialect::Dialect;
use crate::replay::PRIMARY;
use crate::schema::{Name, Schema, Settings, Table};
use crate::sql::quote;

/// Asks for the texts of tables and views, one statement for each.
pub(super) fn query(names: &[String]) -> String {
    let one =
        |name: &String| format!("show create table {}", quote::identifier(name, Dialect::Mysql));
    names.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Puts into a schema what the answers say.
pub(super) fn read(schema: &mut Schema, rows: &[Row]) {
    for row in rows {
        let [Some(name), Some(text), ..] = &row[..] else { continue };
        let name = Name::bare(name.clone());
        if let Some(view) = schema.views.get_mut(&name) {
            view.settings.extend(algorithm(text).map(|it| ("algorithm".to_owned(), it)));
            continue;
        }
        let keys: Vec<&str> = text.lines().filter(|line| says_more(line)).collect();
        let Some(table) = schema.tables.get(&name).filter(|_| !keys.is_empty()) else {
            continue;
        };
        let mut table = Table::clone(table);
        for line in &keys {
            let said = primary(line).into_iter();
            let named = said.map(|(what, value)| (format!("{what} of {PRIMARY}"), value));
            table.options.settings.extend(named);
        }
        for (index, said) in keys.iter().filter_map(|line| indexed(line)) {
            if let Some(index) = table.indexes.get_mut(&index) {
                index.settings.extend(said);
            }
        }
        for column in keys.into_iter().filter_map(without_past) {
            if let Some(column) = table.columns.iter_mut().find(|it| it.name == column) {
                column.settings.insert("system versioning".to_owned(), "off".to_owned());
            }
        }
        schema.tables.insert(name, Arc::new(table));
    }
}

const SIZE: &str = " KEY_BLOCK_SIZE=";
const BTREE: &str = ") USING BTREE";
const NO_PAST: &str = " WITHOUT SYSTEM VERSIONING";
const COMMENT: &str = " COMMENT '";
const KEY: &str = "  PRIMARY KEY (";
const PARSER: &str = " WITH PARSER `";

/// Whether it may be a key or a column of which the catalog does not have all.
fn says_more(line: &str) -> bool {
    [SIZE, BTREE, NO_PAST, PARSER].iter().any(|words| line.contains(words))
        || line.starts_with(KEY) && line.contains(COMMENT)
}

/// The name of a column that keeps no past in a table that does.
fn without_past(line: &str) -> Option<String> {
    let (name, rest) = line.strip_prefix("  `")?.split_once("` ")?;
    let (before, _) = rest.split_once(COMMENT).unwrap_or((rest, ""));
    let is_said = before.contains(NO_PAST) || rest.trim_end_matches(',').ends_with(NO_PAST);
    is_said.then(|| name.replace("``", "`"))
}

/// What is said of the index of a primary key, behind its columns.
fn primary(line: &str) -> Settings {
    let mut said = Settings::new();
    let Some(rest) = line.strip_prefix(KEY).and_then(|rest| rest.split_once("`)")) else {
        return said;
    };
    let (before, comment) = match rest.1.split_once(COMMENT) {
        Some((before, comment)) => (before, Some(comment)),
        None => (rest.1, None),
    };
    said.extend(size(before).map(|size| ("key_block_size".to_owned(), size)));
    let comment = comment.and_then(|text| text.trim_end_matches(',').strip_suffix('\''));
    said.extend(comment.map(|text| ("comment".to_owned(), plain(text))));
    said
}

/// A text as it was before the server put it between quotes.
fn plain(text: &str) -> String {
    text.replace("''", "'").replace("\\n", "\n").replace("\\\\", "\\")
}

/// The name of an index and what is said of it: ``UNIQUE KEY `a` (`b`) USING BTREE KEY_BLOCK_SIZE=8``. Its
/// comment comes behind, and its parser last.
fn indexed(line: &str) -> Option<(String, Settings)> {
    let (_, rest) = line.split_once("KEY `")?;
    let (name, rest) = rest.split_once("` (")?;
    let mut said = Settings::new();
    said.extend(parser(rest).map(|parser| ("parser".to_owned(), parser)));
    let rest = rest.split(COMMENT).next()?;
    said.extend(size(rest).map(|size| ("key_block_size".to_owned(), size)));
    said.extend(rest.contains(BTREE).then(|| ("using".to_owned(), "btree".to_owned())));
    (!said.is_empty()).then(|| (name.replace("``", "`"), said))
}

/// ``/*!50100 WITH PARSER `ngram` */`` at the end of a line names a parser.
fn parser(text: &str) -> Option<String> {
    let name = text.trim_end_matches([',', ' ']).strip_suffix("` */")?;
    Some(name.rsplit_once(PARSER)?.1.to_ascii_lowercase())
}

/// How a view is worked out, where it says that: `CREATE ALGORITHM=MERGE DEFINER=…`.
fn algorithm(text: &str) -> Option<String> {
    let word = text.strip_prefix("CREATE ALGORITHM=")?.split(' ').next()?.to_ascii_lowercase();
    (word != "undefined").then_some(word)
}

fn size(text: &str) -> Option<String> {
    let (_, size) = text.split_once(SIZE)?;
    size.split(|letter: char| !letter.is_ascii_digit()).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_and_an_algorithm_are_in_the_text() {
        let line = "  FULLTEXT KEY `words` (`note`) /*!50100 WITH PARSER `ngram` */ ,";
        let (name, said) = indexed(line).unwrap();
        assert_eq!((name.as_str(), said["parser"].as_str()), ("words", "ngram"));
        assert_eq!(parser("`note`) COMMENT ' WITH PARSER `ngram` */'"), None);
        let view =
            "CREATE ALGORITHM=MERGE DEFINER=`a`@`%` SQL SECURITY DEFINER VIEW `v` AS select 1";
        assert_eq!(algorithm(view).as_deref(), Some("merge"));
        assert_eq!(algorithm(&view.replace("MERGE", "UNDEFINED")), None);
    }

    #[test]
    fn the_size_of_blocks_is_in_the_text() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let found = |line: &str| {
            indexed(line).map(|(name, said)| (name, said.into_iter().collect::<Vec<_>>()))
        };
        assert_eq!(
            found("  UNIQUE KEY `a` (`b`,`c`(3)) USING BTREE KEY_BLOCK_SIZE=8 COMMENT 'x',"),
            Some(("a".to_owned(), vec![pair("key_block_size", "8"), pair("using", "btree")]))
        );
        assert_eq!(found("  KEY `a` (`b`) COMMENT ') USING BTREE'"), None);
        assert_eq!(found("  KEY `a` (`b`) COMMENT ' KEY_BLOCK_SIZE=8'"), None);
        assert_eq!(found("  PRIMARY KEY (`id`) KEY_BLOCK_SIZE=8"), None);
        let key = |line: &str| primary(line).into_iter().collect::<Vec<_>>();
        assert_eq!(
            key("  PRIMARY KEY (`id`) USING BTREE KEY_BLOCK_SIZE=8 COMMENT 'it''s',"),
            [pair("comment", "it's"), pair("key_block_size", "8")]
        );
        assert_eq!(
            key("  PRIMARY KEY (`id`) COMMENT ' KEY_BLOCK_SIZE=8'"),
            [pair("comment", " KEY_BLOCK_SIZE=8")]
        );
        assert_eq!(key("  KEY `a` (`id`) COMMENT 'x'"), []);
        assert_eq!(found(") ENGINE=InnoDB KEY_BLOCK_SIZE=8"), None);
    }

    #[test]
    fn which_columns_have_no_past_is_in_the_text() {
        let said = "  `a` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,";
        assert_eq!(without_past(said).as_deref(), Some("a"));
        assert_eq!(without_past("  `a` int(11) COMMENT ' WITHOUT SYSTEM VERSIONING',"), None);
        assert_eq!(without_past("  `a` int(11) DEFAULT NULL,"), None);
    }
}
