//! What hangs on an extension: of what it brings along, the classes of indexes are known by their names.

use crate::change::Change;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Index, Name, ObjectName};
use crate::text::Span;

/// Operator classes that an index must name, by the extension that they come with.
const CLASSES: [(&str, &[&str]); 5] = [
    ("hstore", &["gin_hstore_ops", "gist_hstore_ops"]),
    ("intarray", &["gin__int_ops", "gist__int_ops", "gist__intbig_ops"]),
    ("ltree", &["gist_ltree_ops", "gist__ltree_ops"]),
    ("pg_trgm", &["gin_trgm_ops", "gist_trgm_ops"]),
    ("vector", &["vector_cosine_ops", "vector_ip_ops", "vector_l1_ops", "vector_l2_ops"]),
];

/// Drops the indexes that cannot be without the extension where that was asked for, or refuses.
pub(super) fn release(
    work: &mut Work<'_>,
    extension: &ObjectName,
    cascade: bool,
    span: Span,
) -> Outcome {
    let known = CLASSES.iter().find(|(name, _)| *name == extension.name.name);
    let Some((_, classes)) = known.filter(|_| work.replay.engine.binds) else { return Ok(()) };
    let uses = |index: &Index| {
        let mut named = index.columns.iter().filter_map(|part| part.operator_class.as_deref());
        named.any(|class| classes.contains(&class.split(' ').next().unwrap_or_default()))
    };
    let users: Vec<(Name, String)> = work
        .schema()
        .tables
        .iter()
        .flat_map(|(table, of)| {
            let used = of.indexes.iter().filter(|(_, index)| uses(index));
            used.map(|(name, _)| (table.clone(), name.clone())).collect::<Vec<_>>()
        })
        .collect();
    if !cascade && !users.is_empty() {
        let others = users.iter().map(|(_, index)| format!("index `{index}` needs it"));
        let refusal = Refusal::dependents(extension, others, span);
        return Err(users.iter().fold(refusal, |refusal, (table, _)| refusal.about(table)));
    }
    users.into_iter().try_for_each(|(table, name)| work.emit(Change::DropIndex { table, name }))
}
