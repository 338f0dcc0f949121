//! What hangs on a foreign server or data wrapper: servers, tables and mappings of users.

use crate::command::Path;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{ObjectKind, ObjectName};

/// Drops what cannot be without it where that was asked for, or refuses.
pub(super) fn release(
    work: &mut Work<'_>,
    object: &ObjectName,
    cascade: bool,
    path: &Path,
) -> Outcome {
    let name = &object.name.name;
    let clause = match name.strip_prefix("wrapper ") {
        Some(wrapper) => format!(" foreign data wrapper {wrapper} "),
        None if name.starts_with("server ") => format!(" {name} "),
        None => return Ok(()),
    };
    let objects = work.schema().objects.iter();
    let foreign = objects.filter(|(other, _)| other.kind == ObjectKind::Foreign);
    let users: Vec<ObjectName> = foreign
        .filter(|(other, it)| format!(" {} {} ", other.name.name, it.text).contains(&clause))
        .filter(|(other, _)| *other != object)
        .map(|(other, _)| other.clone())
        .collect();
    if !cascade && !users.is_empty() {
        let others = users.iter().map(|user| format!("{user} needs it"));
        let refusal = Refusal::dependents(object, others, path.span);
        return Err(users.iter().fold(refusal, |refusal, user| refusal.about(&user.name)));
    }
    for user in users {
        release(work, &user, cascade, path)?;
        super::drop_one(work, user.kind, &user.name)?;
    }
    Ok(())
}
