//! What else happens when rows are written.

use crate::schema::{Name, ObjectKind, ObjectName, Schema};

/// Whether a trigger or a rule of the table may write other rows.
pub(super) fn has_trigger(table: &Name, before: &Schema) -> bool {
    let first = ObjectName { kind: ObjectKind::Rule, name: Name::default() };
    let mut rules = before.objects.from(&first).take_while(|(it, _)| it.kind == ObjectKind::Rule);
    if rules.any(|(_, rule)| rule.table.as_ref() == Some(table)) {
        return true;
    }
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    let settings = before.tables.get(table).map(|table| &table.options.settings);
    let is_off = |name: &str| {
        let name = name.split(" on ").next().unwrap_or_default();
        let get = |name: &str| settings.and_then(|settings| settings.get(name));
        match get(&format!("trigger {name}")) {
            Some(own) => own == "disabled",
            None => [get("trigger user"), get("trigger all")]
                .into_iter()
                .flatten()
                .any(|it| it == "disabled"),
        }
    };
    before
        .objects
        .from(&first)
        .take_while(|(name, _)| name.kind == ObjectKind::Trigger)
        .any(|(name, trigger)| trigger.table.as_ref() == Some(table) && !is_off(&name.name.name))
}

/// Whether rows of other tables go when rows of this one do.
pub(super) fn refers_to(schema: &Schema, table: &Name) -> bool {
    use crate::schema::Action::{Cascade, SetDefault, SetNull};
    schema.tables.values().any(|other| {
        other.foreign_keys.iter().any(|key| {
            key.references == *table && matches!(key.on_delete, Cascade | SetNull | SetDefault)
        })
    })
}
