//! Policies, types, rights, comments and what else the catalog knows by what there is to compare, as
//! statements.

use super::Postgres;
use crate::dialect::postgres::catalog::with_rights;
use crate::dialect::session::Session as _;
use crate::schema::{ObjectKind, ObjectName, Schema};

/// What has a statement here, by kind, schema and name.
const MADE: &str = include_str!("created.sql");

/// The kinds of which it has any.
const KINDS: [ObjectKind; 17] = [
    ObjectKind::Routine,
    ObjectKind::Policy,
    ObjectKind::Grant,
    ObjectKind::DefaultPrivileges,
    ObjectKind::Domain,
    ObjectKind::Type,
    ObjectKind::EventTrigger,
    ObjectKind::Statistics,
    ObjectKind::Publication,
    ObjectKind::Operator,
    ObjectKind::Cast,
    ObjectKind::Collation,
    ObjectKind::TextSearch,
    ObjectKind::Foreign,
    ObjectKind::Language,
    ObjectKind::Comment,
    ObjectKind::Owner,
];

/// Those of a schema, and what answers with a row for each that has the statement, if there is one. What is
/// in no schema and what is in the usual one have the same names in the model.
pub(super) fn ask(schema: &Schema) -> Option<(Vec<ObjectName>, String)> {
    let names: Vec<ObjectName> =
        schema.objects.keys().filter(|it| KINDS.contains(&it.kind)).cloned().collect();
    let wanted = names.iter().enumerate().map(|(at, it)| {
        let parts = [it.kind.words(), &it.name.namespace, &it.name.name];
        let [kind, space, name] = parts.map(|text| Postgres.literal(text));
        format!("({at}, {kind}, {space}, {name})")
    });
    let wanted = wanted.collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| {
        let made = with_rights(MADE);
        let query = format!(
            "WITH wanted (place, kind, space, name) AS (VALUES {wanted}), {made}\
             SELECT DISTINCT ON (place) made.text FROM wanted LEFT JOIN made \
             ON made.kind = wanted.kind AND made.name = wanted.name \
             AND made.space IN (wanted.space, CASE wanted.space WHEN '' THEN 'public' END) ORDER BY place"
        );
        (names, query)
    })
}
