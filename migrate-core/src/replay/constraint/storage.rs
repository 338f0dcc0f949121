//! What is said of the index behind a key, which is kept with the table.

use super::reference::column_of;
use crate::change::Change;
use crate::command::Ident;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Constraint, Index, KeyColumn, Name, PrimaryKey, Settings, Unique};

/// What a primary key is called where keys have no names.
pub(crate) const PRIMARY: &str = "the primary key";

/// The name under which something is kept of a constraint.
fn key(setting: &str, of: &str) -> String {
    format!("{setting} of {of}")
}

fn label(constraint: &Constraint) -> &str {
    constraint.name().unwrap_or(PRIMARY)
}

/// `USING INDEX`: the index becomes the one behind the constraint.
pub(super) fn take_over(
    work: &mut Work<'_>,
    table: &Name,
    constraint: &mut Constraint,
    name: &Ident,
) -> Outcome<Settings> {
    let Some(index) = work.table_at(table)?.indexes.get(&name.name).cloned() else {
        let what = format_args!("index `{}` of table `{table}`", name.name);
        return Err(Refusal::unknown(what, name.span).about(table));
    };
    let key = index.columns.iter().map(|part| {
        column_of(part).map(|column| KeyColumn {
            name: column.to_owned(),
            descending: part.descending,
            collation: part.collation.clone(),
            prefix: part.prefix,
        })
    });
    let Some(key) = key.collect::<Option<Vec<_>>>().filter(|_| fits(&index)) else {
        let message = format!("index `{}` is no plain unique index", name.name);
        return Err(Refusal::refused(message, name.span).about(table));
    };
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { columns, include, .. })
        | Constraint::Unique(Unique { columns, include, .. }) => {
            *columns = key;
            include.clone_from(&index.include);
        }
        _ => {}
    }
    constraint.name_mut().get_or_insert_with(|| name.name.clone());
    work.emit(Change::DropIndex { table: table.clone(), name: name.name.clone() })?;
    Ok(of_index(&index))
}

const fn fits(index: &Index) -> bool {
    index.unique && index.predicate.is_none()
}

/// What an index says that becomes a constraint.
fn of_index(index: &Index) -> Settings {
    let text = index.settings.iter().map(|(name, value)| format!("{name}={value}"));
    let text = text.collect::<Vec<_>>().join(",");
    let storage = (!text.is_empty()).then(|| ("storage".to_owned(), format!("{text} ")));
    storage.into_iter().collect()
}

pub(super) fn put(
    work: &mut Work<'_>,
    table: &Name,
    constraint: &Constraint,
    storage: &Settings,
) -> Outcome {
    if storage.is_empty() {
        return Ok(());
    }
    let mut options = work.table_at(table)?.options.clone();
    let named = storage.iter().map(|(name, value)| (key(name, label(constraint)), value.clone()));
    options.settings.extend(named);
    work.emit(Change::SetOptions(table.clone(), options))
}

/// With a constraint goes what was said of its index.
pub(super) fn forget(work: &mut Work<'_>, table: &Name, constraint: &Constraint) -> Outcome {
    change(work, table, constraint, |_| None)
}

pub(super) fn rename(
    work: &mut Work<'_>,
    table: &Name,
    from: &Constraint,
    to: &Constraint,
) -> Outcome {
    change(work, table, from, |setting| Some(key(setting, label(to))))
}

fn change(
    work: &mut Work<'_>,
    table: &Name,
    constraint: &Constraint,
    renamed: impl Fn(&str) -> Option<String>,
) -> Outcome {
    let tail = key("", label(constraint));
    let of_it = |name: &str| name.strip_suffix(&tail).map(str::to_owned);
    let mut options = work.table_at(table)?.options.clone();
    let names: Vec<String> =
        options.settings.keys().filter(|it| of_it(it).is_some()).cloned().collect();
    if names.is_empty() {
        return Ok(());
    }
    for name in names {
        let value = options.settings.remove(&name);
        let to = of_it(&name).and_then(|setting| renamed(&setting));
        options.settings.extend(to.zip(value));
    }
    work.emit(Change::SetOptions(table.clone(), options))
}
