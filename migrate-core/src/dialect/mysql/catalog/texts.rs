//! What only the text of a table says: the catalog keeps the sizes of the blocks of indexes to itself.

use std::sync::Arc;

use super::Row;
use crate::dialect::Dialect;
use crate::schema::{Name, Schema, Table};
use crate::sql::quote;

/// Asks for the texts of tables, one statement for each.
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
        let Some(table) = schema.tables.get(&name).filter(|_| text.contains(SIZE)) else {
            continue;
        };
        let mut table = Table::clone(table);
        for (index, size) in text.lines().filter_map(sized) {
            if let Some(index) = table.indexes.get_mut(&index) {
                index.settings.insert("key_block_size".to_owned(), size);
            }
        }
        schema.tables.insert(name, Arc::new(table));
    }
}

const SIZE: &str = " KEY_BLOCK_SIZE=";

/// The name of an index and the size of its blocks: ``UNIQUE KEY `a` (`b`) KEY_BLOCK_SIZE=8``. Its comment
/// comes behind.
fn sized(line: &str) -> Option<(String, String)> {
    let (_, rest) = line.split_once("KEY `")?;
    let (name, rest) = rest.split_once("` (")?;
    let before = rest.split(" COMMENT '").next()?;
    let (_, size) = before.split_once(SIZE)?;
    let size = size.split(|letter: char| !letter.is_ascii_digit()).next()?;
    Some((name.replace("``", "`"), size.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_blocks_is_in_the_text() {
        let found = |line: &str| sized(line);
        assert_eq!(
            found("  UNIQUE KEY `a` (`b`,`c`(3)) USING BTREE KEY_BLOCK_SIZE=8 COMMENT 'x',"),
            Some(("a".to_owned(), "8".to_owned()))
        );
        assert_eq!(found("  KEY `a` (`b`) COMMENT ' KEY_BLOCK_SIZE=8'"), None);
        assert_eq!(found("  PRIMARY KEY (`id`) KEY_BLOCK_SIZE=8"), None);
        assert_eq!(found(") ENGINE=InnoDB KEY_BLOCK_SIZE=8"), None);
    }
}
