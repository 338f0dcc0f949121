//! `DROP` of one thing.

use super::cursor::Cursor;
use super::script::Read;
use crate::command::{DropIndexes, DropObjects, DroppedKind, What};
use crate::schema::ObjectKind;

/// What follows `DROP`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Read {
    const KINDS: [&str; 4] = ["TABLE", "INDEX", "VIEW", "TRIGGER"];
    let Some(kind) = KINDS.into_iter().find(|kind| cursor.take_word(kind)) else {
        return Err(cursor.error("`TABLE`, `INDEX`, `VIEW` or `TRIGGER`"));
    };
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let names = vec![cursor.path()?];
    Ok(match kind {
        "TABLE" => What::DropTables { tables: names, if_exists, cascade: false, temporary: false },
        "INDEX" => What::DropIndexes(DropIndexes { names, if_exists, ..DropIndexes::default() }),
        "VIEW" => What::DropViews { views: names, materialized: false, if_exists, cascade: false },
        _ => What::DropObjects(DropObjects {
            kinds: vec![DroppedKind::Object(ObjectKind::Trigger)],
            names,
            table: None,
            if_exists,
            cascade: false,
        }),
    })
}
