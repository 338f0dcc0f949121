//! The tables in which a virtual table keeps its rows, as the engine's own modules name them: "FTS5
//! Extension", section 9; "FTS3 and FTS4", section 9.1; "The R*Tree Module", section 6, of its documentation.

use crate::schema::{Name, ObjectKind, ObjectName, Schema};

const MODULES: &[(&str, &[&str])] = &[
    ("fts5", &["config", "content", "data", "docsize", "idx"]),
    ("fts4", &["content", "docsize", "segdir", "segments", "stat"]),
    ("fts3", &["content", "segdir", "segments"]),
    ("rtree_i32", &["node", "parent", "rowid"]),
    ("rtree", &["node", "parent", "rowid"]),
    ("geopoly", &["node", "parent", "rowid"]),
];

/// Those of a schema in which that virtual table keeps its rows.
pub(super) fn in_tables(schema: &Schema, owner: &ObjectName) -> Vec<Name> {
    let text = match schema.objects.get(owner) {
        Some(object) if owner.kind == ObjectKind::VirtualTable => object.text.as_str(),
        _ => return Vec::new(),
    };
    let (module, arguments) = text.split_once(' ').unwrap_or((text, ""));
    let Some((_, endings)) = MODULES.iter().find(|(name, _)| *name == module) else {
        return Vec::new();
    };
    // Its texts are in a table of the author's then, which may well have that name.
    let elsewhere = arguments.contains("content =") || arguments.contains("content=");
    let endings = endings.iter().filter(|ending| !(elsewhere && **ending == "content"));
    endings
        .map(|ending| Name::bare(format!("{}_{ending}", owner.name.name)))
        .filter(|name| schema.tables.contains_key(name))
        .collect()
}
