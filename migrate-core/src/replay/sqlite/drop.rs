//! `DROP`.

use super::super::failure::{Outcome, Refusal};
use super::super::names::Relation;
use super::super::work::Work;
use super::relations;
use crate::change::Change;
use crate::command::{DropIndexes, DropObjects, Path};
use crate::schema::{Name, ObjectKind, ObjectName};

pub(super) fn tables(work: &mut Work<'_>, paths: &[Path], if_exists: bool) -> Outcome {
    for path in paths {
        match relations::find(work, path) {
            Some((Relation::View, name)) => {
                let message = format!("`{name}` is a view: write `DROP VIEW {}`", path.name);
                return Err(Refusal::refused(message, path.span).about(&name));
            }
            Some((relation, name)) => {
                work.targets.push(name.clone());
                belongings(work, &name)?;
                work.settled(&name);
                work.emit(match relation {
                    Relation::Other(kind) => Change::DropObject(ObjectName { kind, name }),
                    _ => Change::DropTable(name),
                })?;
            }
            None if relations::may_be_shadow(work, &path.name) => {
                let name = work.first_place(path);
                work.doubt(&name, "a virtual table may keep its rows in it");
            }
            // What `ANALYZE` notes may go, if it ever ran; it is no part of the schema.
            None if relations::is_statistics(&path.name) => {
                work.doubt_everything("whether there are statistics to drop is not known");
            }
            None => missing(work, path, if_exists, "table")?,
        }
    }
    Ok(())
}

fn missing(work: &mut Work<'_>, path: &Path, if_exists: bool, kind: &str) -> Outcome {
    if if_exists {
        work.missing(path);
        return Ok(());
    }
    let about = work.first_place(path);
    let mut refusal = relations::unknown(work, path);
    refusal.failure.message = format!("{kind} `{path}` does not exist");
    Err(refusal.about(&about))
}

/// Triggers go with their table or view, in whatever database they are.
fn belongings(work: &mut Work<'_>, name: &Name) -> Outcome {
    for object in work.dependents().belongings(name) {
        work.emit(Change::DropObject(ObjectName::clone(&object)))?;
    }
    Ok(())
}

pub(super) fn views(work: &mut Work<'_>, paths: &[Path], if_exists: bool) -> Outcome {
    for path in paths {
        match relations::find(work, path) {
            Some((Relation::View, name)) => {
                work.targets.push(name.clone());
                belongings(work, &name)?;
                work.settled(&name);
                work.emit(Change::DropView(name))?;
            }
            Some((_, name)) => {
                let message = format!("`{name}` is a table: write `DROP TABLE {}`", path.name);
                return Err(Refusal::refused(message, path.span).about(&name));
            }
            None => missing(work, path, if_exists, "view")?,
        }
    }
    Ok(())
}

pub(super) fn indexes(work: &mut Work<'_>, drop: &DropIndexes) -> Outcome {
    for path in &drop.names {
        let places = work.places(path).into_iter();
        let mut found =
            places.filter_map(|name| Some((work.dependents().table_of_index(&name)?, name)));
        let Some((table, name)) = found.next() else {
            if relations::is_reserved(&path.name) && !drop.if_exists {
                let message =
                    format!("index `{path}` serves a constraint, and goes only with its table");
                return Err(Refusal::refused(message, path.span));
            }
            missing(work, path, drop.if_exists, "index")?;
            continue;
        };
        work.targets.push(table.clone());
        let indexes = &work.table_at(&table)?.indexes;
        let spelled = indexes.keys().find(|other| other.eq_ignore_ascii_case(&name.name)).cloned();
        if let Some(name) = spelled {
            work.emit(Change::DropIndex { table, name })?;
        }
    }
    Ok(())
}

pub(super) fn triggers(work: &mut Work<'_>, drop: &DropObjects) -> Outcome {
    for path in &drop.names {
        let places = work.places(path).into_iter();
        let mut found =
            places.filter_map(|name| relations::object(work, ObjectKind::Trigger, &name));
        match found.next() {
            Some(object) => {
                work.targets.push(object.name.clone());
                work.settled(&object.name);
                work.emit(Change::DropObject(object))?;
            }
            None => missing(work, path, drop.if_exists, "trigger")?,
        }
    }
    Ok(())
}
