//! Triggers, routines and events as statements: the catalog tells apart by column what there is to compare.

use crate::dialect::mysql::render::called;
use crate::schema::{ObjectKind, ObjectName, Schema};

/// Those of a schema, and what answers with a row for each that has the statement among its cells.
pub(super) fn ask(schema: &Schema) -> Option<(Vec<ObjectName>, String)> {
    let kinds = [ObjectKind::Trigger, ObjectKind::Routine, ObjectKind::Event];
    let names = schema.objects.keys().filter(|it| kinds.contains(&it.kind));
    let asked: Vec<(ObjectName, String)> =
        names.filter_map(|it| Some((it.clone(), format!("SHOW CREATE {}", called(it)?)))).collect();
    let (names, queries): (Vec<ObjectName>, Vec<String>) = asked.into_iter().unzip();
    (!names.is_empty()).then(|| (names, queries.join("; ")))
}
