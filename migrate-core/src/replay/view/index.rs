//! Indexes of materialised views. The columns of a view are not modelled, so that nothing is checked of
//! what an index is over.

use crate::change::Change;
use crate::command::{CreateIndex, Maintenance, ObjectChange};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Index, IndexKey, Name};

/// `CREATE INDEX` on a materialised view.
pub(in crate::replay) fn create(work: &mut Work<'_>, view: &Name, create: &CreateIndex) -> Outcome {
    work.targets.push(view.clone());
    let written = create.name.as_ref();
    let made_up = || (work.replay.engine.name_index)(work, view, create);
    let Some(name) = written.map(|path| path.name.clone()).or_else(made_up) else {
        return Err(Refusal::refused(format!("the index of `{view}` has no name"), work.span));
    };
    let place = view.beside(name.clone());
    if let Some((relation, found)) = work.replay.relation(&place) {
        if create.if_not_exists {
            return Ok(());
        }
        let span = written.map_or(work.span, |path| path.span);
        let what = format_args!("{} `{found}`", relation.words());
        return Err(Refusal::duplicate(what, span).about(&found));
    }
    set(work, view, &name, Some(create.index.clone()))
}

/// `DROP INDEX` of a materialised view.
pub(in crate::replay) fn drop(work: &mut Work<'_>, view: &Name, name: &str) -> Outcome {
    set(work, view, name, None)
}

/// `ALTER INDEX` of a materialised view.
pub(in crate::replay) fn change(
    work: &mut Work<'_>,
    view: &Name,
    name: &str,
    change: &ObjectChange,
) -> Outcome {
    let index = work.schema().views.get(view).and_then(|view| view.indexes.get(name)).cloned();
    match change {
        ObjectChange::Rename(to) => {
            set(work, view, name, None)?;
            set(work, view, &to.name, index)
        }
        _ => {
            work.doubt(view, "an index of it was altered in a way that is not modelled");
            Ok(())
        }
    }
}

/// `REFRESH MATERIALIZED VIEW`, of which the schema keeps whether there is anything to read.
pub(in crate::replay) fn refresh(work: &mut Work<'_>, maintenance: &Maintenance) -> Outcome {
    check_refreshed(work, maintenance)?;
    let paths = maintenance.on.iter().filter(|_| maintenance.words.starts_with("REFRESH"));
    for path in paths {
        let Some((_, name)) = work.relation(path) else { continue };
        let Some(old) = work.schema().views.get(&name).cloned() else { continue };
        let mut new = old.clone();
        if maintenance.words.ends_with("WITH NO DATA") {
            new.settings.insert("populated".to_owned(), "false".to_owned());
        } else {
            new.settings.remove("populated");
        }
        if new != old {
            work.emit(Change::PutView(name, new))?;
        }
    }
    Ok(())
}

/// Refuses `REFRESH MATERIALIZED VIEW` of something else, and `CONCURRENTLY` where nothing tells the rows
/// apart: a unique index of columns over all rows (`is_usable_unique_index` in `matview.c`).
fn check_refreshed(work: &Work<'_>, maintenance: &Maintenance) -> Outcome {
    let paths = maintenance.on.iter().filter(|_| maintenance.words.starts_with("REFRESH"));
    for path in paths {
        let Some((relation, name)) = work.relation(path) else { continue };
        let Some(view) = work.schema().views.get(&name).filter(|view| view.materialized) else {
            let message = format!("`{path}` is no materialised view but a {}", relation.words());
            return Err(Refusal::refused(message, path.span).about(&name));
        };
        let is_whole = |index: &Index| {
            let mut keys = index.columns.iter().map(|part| &part.key);
            index.unique
                && index.predicate.is_none()
                && keys.all(|key| matches!(key, IndexKey::Column(_)))
        };
        if maintenance.concurrently && !view.indexes.values().any(is_whole) {
            let message =
                format!("`CONCURRENTLY` needs a unique index of columns over all rows of `{name}`");
            return Err(Refusal::refused(message, path.span).about(&name));
        }
    }
    Ok(())
}

fn set(work: &mut Work<'_>, view: &Name, name: &str, index: Option<Index>) -> Outcome {
    let Some(mut definition) = work.schema().views.get(view).cloned() else { return Ok(()) };
    match index {
        Some(index) => {
            definition.indexes.insert(name.to_owned(), index);
        }
        None => {
            definition.indexes.remove(name);
        }
    }
    work.emit(Change::PutView(view.clone(), definition))
}
