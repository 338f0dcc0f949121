//! Views.

mod bound;
mod index;
mod named;
mod scope;

use super::WHOEVER;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::names::Relation;
use super::work::Work;
use crate::change::Change;
use crate::command::{CreateView, ObjectChange, Path};
use crate::dialect::Dialect;
use crate::schema::{Name, View};

pub(super) use bound::{columns, follow_column, follow_table, release};
pub(super) use index::{
    change as change_index, create as create_index, drop as drop_index, refresh,
};

/// `CREATE VIEW`.
pub(super) fn create(work: &mut Work<'_>, create: &CreateView) -> Outcome {
    let name = work.new_place(&create.name, create.temporary)?;
    work.targets.push(name.clone());
    let mut view = create.view.clone();
    say_names(work, &mut view);
    bound::bind(work, &name, create, &mut view)?;
    if work.replay.engine.binds && expression::tells_the_time(&view.query) {
        work.doubt(&name, "`'now'` stands for the moment at which it was created");
    }
    match work.replay.relation(&name) {
        Some((Relation::View, found)) if create.or_replace => {
            if let Some(old) = work.schema().views.get(&found).filter(|_| create.alters) {
                for key in ["algorithm", "definer", "security"] {
                    if let (Some(kept), None) = (old.settings.get(key), view.settings.get(key)) {
                        view.settings.insert(key.to_owned(), kept.clone());
                    }
                }
            }
            bound::check_replaced(work, &found, &view)?;
            work.settled(&found);
            if found != name {
                work.emit(Change::DropView(found))?;
            }
        }
        Some(_) if create.if_not_exists => return Ok(()),
        Some((relation, found)) => {
            let what = format_args!("{} `{found}`", relation.words());
            return Err(Refusal::duplicate(what, create.name.span).about(&found));
        }
        None if create.alters => return Err(work.unknown_relation(&create.name)),
        None if create.if_not_exists && work.replay.is_doubted(&name).is_some() => {
            work.doubt(&name, "it may have been there before with another definition");
        }
        None => work.settled(&name),
    }
    if create.temporary {
        work.temporary(&name);
    }
    work.emit(Change::PutView(name, view))
}

/// Puts the names of a list to the values, which is where an engine keeps them. SQLite keeps the text.
fn say_names(work: &Work<'_>, view: &mut View) {
    let dialect = work.replay.engine.dialect;
    if dialect == Dialect::Sqlite || view.columns.is_empty() {
        return;
    }
    if let Some(query) = named::named(&view.query, &view.columns, dialect) {
        view.query = query;
        view.columns.clear();
    }
}

/// The view that a written name means; it becomes a target.
fn find(work: &mut Work<'_>, path: &Path) -> Outcome<Name> {
    match work.relation(path) {
        Some((Relation::View, name)) => {
            work.targets.push(name.clone());
            Ok(name)
        }
        Some((relation, name)) => {
            let message = format!("`{path}` is no view but a {}", relation.words());
            Err(Refusal::refused(message, path.span).about(&name))
        }
        None => {
            const MOST: usize = 300;
            let about = work.first_place(path);
            let views = work.schema().views.keys().take(MOST).map(|name| name.name.as_str());
            Err(Refusal::unknown(format_args!("view `{path}`"), path.span)
                .nearest(&path.name, views)
                .about(&about))
        }
    }
}

/// `DROP VIEW`.
pub(super) fn drop(work: &mut Work<'_>, views: &[Path], if_exists: bool, cascade: bool) -> Outcome {
    let mut names = Vec::with_capacity(views.len());
    for path in views {
        if if_exists && work.relation(path).is_none() {
            work.missing(path);
        } else {
            names.push((find(work, path)?, path.span));
        }
    }
    let all: Vec<Name> = names.iter().map(|(name, _)| name.clone()).collect();
    for (name, span) in names {
        if work.schema().views.contains_key(&name) {
            work.at(span, |work| drop_one(work, &name, &all, cascade))?;
        }
    }
    Ok(())
}

/// Refuses `DROP VIEW` of a materialised view, and the reverse.
pub(super) fn of_kind(work: &Work<'_>, views: &[Path], materialized: bool) -> Outcome {
    for path in views {
        let Some((Relation::View, name)) = work.relation(path) else { continue };
        let view = work.schema().views.get(&name);
        if view.is_some_and(|view| view.materialized != materialized) {
            let (is, words) = match materialized {
                true => ("not materialised", "DROP VIEW"),
                false => ("materialised", "DROP MATERIALIZED VIEW"),
            };
            let message = format!("the view `{name}` is {is}: `{words}` drops it");
            return Err(Refusal::refused(message, path.span).about(&name));
        }
    }
    Ok(())
}

/// Drops a view, and those that read it where that was asked for.
pub(super) fn drop_one(work: &mut Work<'_>, name: &Name, with: &[Name], cascade: bool) -> Outcome {
    if work.replay.engine.binds {
        release(work, name, None, with, cascade)?;
    }
    for object in work.dependents().belongings(name) {
        work.emit(Change::DropObject(object.clone()))?;
    }
    work.settled(name);
    // A view that was read by one that was read by it cannot be, but one is enough to be dropped once.
    if work.schema().views.contains_key(name) {
        work.emit(Change::DropView(name.clone()))?;
    }
    Ok(())
}

/// `ALTER VIEW`.
pub(super) fn alter(
    work: &mut Work<'_>,
    view: &Path,
    if_exists: bool,
    to: &ObjectChange,
) -> Outcome {
    if if_exists && work.relation(view).is_none() {
        work.missing(view);
        return Ok(());
    }
    let name = find(work, view)?;
    change(work, &name, to)
}

/// A change of a view that is known by its full name.
pub(super) fn change(work: &mut Work<'_>, name: &Name, change: &ObjectChange) -> Outcome {
    let Some(mut view) = work.schema().views.get(name).cloned() else { return Ok(()) };
    match change {
        ObjectChange::Rename(to) => {
            let new = name.beside(to.name.clone());
            return move_to(work, name, &new, view, to.span);
        }
        ObjectChange::SetNamespace(to) => {
            let namespace = work.replay.engine.namespace(&to.name).to_owned();
            let new = Name::new(namespace, name.name.clone());
            return move_to(work, name, &new, view, to.span);
        }
        ObjectChange::RenameColumn { from, to } => {
            let all = bound::output(work, &view).unwrap_or_else(|| view.columns.clone());
            let Some(at) = all.iter().position(|column| *column == from.name) else {
                work.doubt(name, "the names of its columns follow from its query");
                return Ok(());
            };
            let old = view.clone();
            view.columns = all;
            to.name.clone_into(&mut view.columns[at]);
            say_names(work, &mut view);
            if !view.columns.is_empty() && old.columns.is_empty() {
                work.doubt(name, "the names of its columns follow from its query");
                return Ok(());
            }
        }
        ObjectChange::Set { name: setting, value } => match value {
            Some(value) => {
                view.settings.insert(setting.clone(), value.clone());
            }
            None => {
                view.settings.remove(setting);
            }
        },
        ObjectChange::Owner(owner) if owner.name == WHOEVER => {
            view.settings.remove("owner");
        }
        ObjectChange::Owner(owner) => {
            view.settings.insert("owner".to_owned(), owner.name.clone());
        }
        ObjectChange::Other { text, .. } => {
            view.settings.insert(text.clone(), String::new());
        }
        ObjectChange::AttachPartition(_) => {}
    }
    work.emit(Change::PutView(name.clone(), view))
}

fn move_to(
    work: &mut Work<'_>,
    from: &Name,
    to: &Name,
    view: View,
    span: crate::text::Span,
) -> Outcome {
    if let Some((relation, found)) = work.replay.relation(to)
        && found != *from
    {
        let what = format_args!("{} `{found}`", relation.words());
        return Err(Refusal::duplicate(what, span).about(&found));
    }
    work.emit(Change::DropView(from.clone()))?;
    work.emit(Change::PutView(to.clone(), view))?;
    work.renamed(from, to);
    super::table::rename_in_objects(work, from, to)?;
    follow_table(work, from, to)
}
