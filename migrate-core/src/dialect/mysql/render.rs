//! The model as SQL: what a person pastes, so names have quotes only where they need them.

use std::fmt::Write as _;

use crate::dialect::Dialect;
use crate::schema::{Column, Identity};
use crate::sql::quote;

/// A name as SQL.
#[must_use]
pub fn name(name: &str) -> String {
    quote::identifier(name, Dialect::Mysql)
}

/// A column as `CREATE TABLE`, `ADD COLUMN`, `MODIFY` and `CHANGE` want it: everything that is not
/// said is gone afterwards.
#[must_use]
pub fn column(column: &Column) -> String {
    let mut text = format!("{} {}", name(&column.name), column.data_type);
    if let Some(charset) = &column.charset {
        let _ = write!(text, " CHARACTER SET {charset}");
    }
    if let Some(collation) = &column.collation {
        let _ = write!(text, " COLLATE {collation}");
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(text, " GENERATED ALWAYS AS ({}) {kind}", generated.expression);
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
    } else if column.data_type.starts_with("timestamp") {
        // Without a word, a TIMESTAMP may be NOT NULL: `explicit_defaults_for_timestamp` decides.
        text.push_str(" NULL");
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {default}");
    }
    if let Some(now) = &column.on_update {
        let _ = write!(text, " ON UPDATE {now}");
    }
    if column.identity == Some(Identity::AutoIncrement) {
        text.push_str(" AUTO_INCREMENT");
    }
    if column.invisible {
        text.push_str(" INVISIBLE");
    }
    if let Some(comment) = &column.comment {
        let _ = write!(text, " COMMENT '{}'", comment.replace('\\', "\\\\").replace('\'', "''"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_says_everything_it_has() {
        let shown = Column {
            nullable: false,
            default: Some("5".to_owned()),
            collation: Some("utf8mb4_bin".to_owned()),
            comment: Some("it's".to_owned()),
            ..Column::new("order", "varchar(10)")
        };
        assert_eq!(
            column(&shown),
            "`order` varchar(10) COLLATE utf8mb4_bin NOT NULL DEFAULT 5 COMMENT 'it''s'"
        );
        let numbered = Column {
            nullable: false,
            identity: Some(Identity::AutoIncrement),
            ..Column::new("id", "bigint unsigned")
        };
        assert_eq!(column(&numbered), "id bigint unsigned NOT NULL AUTO_INCREMENT");
    }
}
