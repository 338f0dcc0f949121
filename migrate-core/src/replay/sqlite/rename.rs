//! `ALTER TABLE RENAME`, which is made in texts too.

use super::super::constraint;
use super::super::failure::{Outcome, Refusal};
use super::super::work::Work;
use super::inline;
use super::relations::{self, Text};
use crate::change::Change;
use crate::command::{Ident, Path};
use crate::dialect::Dialect;
use crate::schema::{
    Check, Column, Constraint, ForeignKey, Generated, Index, IndexKey, Name, Object, ObjectKind,
    ObjectName, Table, View,
};
use crate::sql::normal;
use crate::sql::sqlite::bind::{self, Use};

/// `RENAME TO` of a virtual table, which moves the tables with its rows as well.
pub(super) fn virtual_table(work: &mut Work<'_>, from: &ObjectName, to: &Path) -> Outcome {
    relations::unreserved(&to.name, to.span)?;
    let name = from.name.beside(to.name.clone());
    relations::free(work, &name, to.span)?;
    let Some(object) = work.schema().objects.get(from).cloned() else { return Ok(()) };
    work.renamed(&from.name, &name);
    work.emit(Change::DropObject(from.clone()))?;
    work.emit(Change::PutObject(ObjectName { kind: from.kind, name }, object))
}

/// `RENAME TO`.
pub(super) fn table(work: &mut Work<'_>, from: &Name, to: &Path) -> Outcome {
    relations::unreserved(&to.name, to.span)?;
    let name = from.beside(to.name.clone());
    relations::free(work, &name, to.span)?;
    let legacy = work.session.legacy_alter_table;
    let texts = if legacy { Vec::new() } else { relations::texts(work, &[&from.name], work.span)? };
    let before = work.table_at(from)?.clone();
    let heads = if legacy { heads(work, from) } else { Vec::new() };
    work.emit(Change::RenameTable { from: from.clone(), to: name.clone() })?;
    work.renamed(from, &name);
    inline::rename(work, from, &name);
    let follows = !legacy || work.session.foreign_keys;
    references(work, from, &name, &before, follows)?;
    let renamed = |one: &Use| (one.column.is_none() && one.table == *from).then(|| to.name.clone());
    if !legacy {
        own_texts(work, from, &name, &before)?;
    }
    rewrite(work, &texts, &renamed)?;
    rewrite(work, &heads, &renamed)?;
    for object in work.dependents().belongings(from) {
        let Some(old) = work.schema().objects.get(&object).cloned() else { continue };
        let new = Object { table: Some(name.clone()), ..old };
        work.emit(Change::PutObject(ObjectName::clone(&object), new))?;
    }
    doubt_unclear(work, &texts, &from.name);
    doubt_excluded(work, &texts, from);
    if legacy {
        doubt_own(work, &name, from, &before);
    }
    Ok(())
}

/// The engine takes the `excluded` of an upsert for the table that is renamed, and writes the new name
/// in its place, which means other values (measured on 3.51).
fn doubt_excluded(work: &mut Work<'_>, texts: &[Text], table: &Name) {
    for text in texts.iter().filter(|text| text.bound().uses.iter().any(|it| it.table == *table)) {
        let Text::Trigger(name, _) = text else { continue };
        let written = work.schema().objects.get(name).map(|of| of.text.to_ascii_lowercase());
        if written.is_some_and(|written| written.contains("excluded")) {
            let reason = "a rename may put the name of its table where `excluded` stands";
            work.doubt(&name.name, reason);
        }
    }
}

/// A rename in the old way does not follow into expressions, which may be what it is refused for.
fn doubt_own(work: &mut Work<'_>, name: &Name, from: &Name, before: &Table) {
    let checks = before.checks.iter().map(|check| &check.expression);
    let generated = before.columns.iter().filter_map(|column| column.generated.as_ref());
    let parts = before.indexes.values().flat_map(|index| &index.columns);
    let keys = parts.filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text),
        IndexKey::Column(_) => None,
    });
    let predicates = before.indexes.values().filter_map(|index| index.predicate.as_ref());
    let mut texts = checks.chain(generated.map(|it| &it.expression)).chain(keys).chain(predicates);
    let names_table = |text: &String| {
        text.contains('.')
            && relations::expression(from, before, text).uses.iter().any(|it| it.column.is_none())
    };
    if texts.any(names_table) {
        let reason =
            "an expression of it says its name, which a rename in the old way leaves there";
        work.doubt(name, reason);
    }
}

/// The triggers of a table with the place where their heads name it: that follows in any case.
fn heads(work: &Work<'_>, table: &Name) -> Vec<Text> {
    let triggers = work.dependents().belongings(table).into_iter();
    let triggers = triggers.filter(|object| object.kind == ObjectKind::Trigger);
    let heads = triggers.filter_map(|object| {
        let of = work.schema().objects.get(&object)?;
        let mut bound = relations::trigger(work, &object.name, of);
        let body = of.text.find(" begin ").unwrap_or(of.text.len());
        bound.uses.retain(|one| one.span.end <= body);
        Some(Text::Trigger(ObjectName::clone(&object), bound))
    });
    heads.collect()
}

/// Foreign keys of other tables and of the table itself.
fn references(
    work: &mut Work<'_>,
    from: &Name,
    to: &Name,
    before: &Table,
    follows: bool,
) -> Outcome {
    let target = if follows { to } else { from };
    let lower = target.name.to_ascii_lowercase();
    let is_to = |name: &Name| name.name.eq_ignore_ascii_case(&from.name);
    let kept = |key: &ForeignKey| before.foreign_keys.contains(key);
    let mut tables = work.dependents().referrers(from);
    tables.extend(work.dependents().referrers(to).into_iter().filter(|table| *table == *to));
    for table in tables {
        let Some(of) = work.schema().tables.get(&table) else { continue };
        // Those of the table itself were moved with it, in the letters of the new name.
        let moved = |key: &&ForeignKey| table == *to && key.references == *to && !kept(key);
        let keys = of.foreign_keys.iter().filter(|key| is_to(&key.references) || moved(key));
        let keys: Vec<ForeignKey> = keys.cloned().collect();
        for old in keys {
            let references = old.references.beside(lower.clone());
            let new = Constraint::ForeignKey(ForeignKey { references, ..old.clone() });
            let written = ForeignKey {
                references: old.references.beside(from.name.to_ascii_lowercase()),
                ..old.clone()
            };
            inline::replace(work, &table, &Constraint::ForeignKey(written), &new);
            constraint::replace(work, &table, Constraint::ForeignKey(old), new)?;
        }
    }
    Ok(())
}

/// Expressions of the table that say its name.
fn own_texts(work: &mut Work<'_>, from: &Name, to: &Name, before: &Table) -> Outcome {
    let text = |text: &str| {
        if !text.contains('.') {
            return text.to_owned();
        }
        let bound = relations::expression(from, before, text);
        bind::rewritten(text, &bound, |one| one.column.is_none().then(|| to.name.clone()))
    };
    own_columns(work, to, &text)?;
    own_checks(work, to, &text)?;
    own_indexes(work, to, &text)
}

/// Makes a rename in texts.
fn rewrite(
    work: &mut Work<'_>,
    texts: &[Text],
    renamed: &dyn Fn(&Use) -> Option<String>,
) -> Outcome {
    for text in texts {
        match text {
            Text::View(name, bound) => {
                let Some(old) = work.schema().views.get(name).cloned() else { continue };
                let query = bind::rewritten(&old.query, bound, renamed);
                if query != old.query {
                    work.emit(Change::PutView(name.clone(), View { query, ..old }))?;
                }
            }
            Text::Trigger(name, bound) => {
                let Some(old) = work.schema().objects.get(name).cloned() else { continue };
                let text = bind::rewritten(&old.text, bound, renamed);
                if text != old.text {
                    work.emit(Change::PutObject(name.clone(), Object { text, ..old }))?;
                }
            }
        }
    }
    Ok(())
}

/// Doubts the texts that could not be followed and have the word in them.
pub(super) fn doubt_unclear(work: &mut Work<'_>, texts: &[Text], word: &str) {
    let word = word.to_ascii_lowercase();
    for text in texts.iter().filter(|text| text.bound().unclear) {
        let schema = work.schema();
        let written = match text {
            Text::View(name, _) => schema.views.get(name).map(|view| view.query.as_str()),
            Text::Trigger(name, _) => schema.objects.get(name).map(|of| of.text.as_str()),
        };
        if written.is_some_and(|text| normal::names_in(text, Dialect::Sqlite).contains(&word)) {
            let reason =
                format!("it could not be read well enough to say whether it names `{word}`");
            let name = text.name().clone();
            work.doubt(&name, &reason);
        }
    }
}

/// `RENAME COLUMN`.
pub(super) fn column(work: &mut Work<'_>, name: &Name, from: &Ident, to: &Ident) -> Outcome {
    let old = work.column(name, from)?;
    if work.has_column(name, &to.name) && !old.eq_ignore_ascii_case(&to.name) {
        let what = format_args!("column `{}` of table `{name}`", to.name);
        return Err(Refusal::duplicate(what, to.span).about(name));
    }
    let texts = relations::texts(work, &[&name.name, &old], work.span)?;
    if old == to.name {
        return Ok(());
    }
    let before = work.table_at(name)?.clone();
    let renamed = |one: &Use| {
        (one.table == *name && one.column.as_deref() == Some(&old)).then(|| to.name.clone())
    };
    let (table, to) = (name.clone(), to.name.clone());
    work.emit(Change::RenameColumn { table, from: old.clone(), to: to.clone() })?;
    let text =
        |text: &str| bind::rewritten(text, &relations::expression(name, &before, text), renamed);
    own_columns(work, name, &text)?;
    own_checks(work, name, &text)?;
    own_indexes(work, name, &text)?;
    let lower = to.to_ascii_lowercase();
    inline::change(work, name, |(owner, constraint)| {
        if owner.eq_ignore_ascii_case(&old) {
            owner.clone_from(&lower);
        }
        if let Constraint::ForeignKey(key) = constraint {
            key.columns.iter_mut().filter(|own| **own == old).for_each(|own| own.clone_from(&to));
        }
    });
    referenced(work, name, &old, &to)?;
    rewrite(work, &texts, &renamed)?;
    doubt_unclear(work, &texts, &old);
    relations::texts(work, &[], work.span)?;
    Ok(())
}

fn own_columns(work: &mut Work<'_>, name: &Name, text: &dyn Fn(&str) -> String) -> Outcome {
    let columns = work.table_at(name)?.columns.clone();
    for old in &columns {
        let Some(generated) = &old.generated else { continue };
        let generated = Generated { expression: text(&generated.expression), ..generated.clone() };
        let new = Column { generated: Some(generated), ..old.clone() };
        if new != *old {
            work.emit(Change::AlterColumn(name.clone(), new))?;
        }
    }
    Ok(())
}

fn own_checks(work: &mut Work<'_>, name: &Name, text: &dyn Fn(&str) -> String) -> Outcome {
    let checks = work.table_at(name)?.checks.clone();
    for old in &checks {
        let new = Constraint::Check(Check { expression: text(&old.expression), ..old.clone() });
        let old = Constraint::Check(old.clone());
        inline::replace(work, name, &old, &new);
        constraint::replace(work, name, old, new)?;
    }
    Ok(())
}

fn own_indexes(work: &mut Work<'_>, name: &Name, text: &dyn Fn(&str) -> String) -> Outcome {
    let indexes = work.table_at(name)?.indexes.clone();
    for (index, old) in &indexes {
        let mut new = Index { predicate: old.predicate.as_deref().map(text), ..old.clone() };
        for part in &mut new.columns {
            if let IndexKey::Expression(expression) = &mut part.key {
                *expression = text(expression);
            }
        }
        if new != *old {
            let (table, index_name) = (name.clone(), index.clone());
            work.emit(Change::DropIndex { table: table.clone(), name: index_name.clone() })?;
            work.emit(Change::CreateIndex { table, name: index_name, index: new })?;
        }
    }
    Ok(())
}

/// Foreign keys that refer to the column.
fn referenced(work: &mut Work<'_>, name: &Name, from: &str, to: &str) -> Outcome {
    let is_it = |column: &String| column.eq_ignore_ascii_case(from) || column == to;
    for table in work.dependents().referrers(name) {
        let Some(of) = work.schema().tables.get(&table) else { continue };
        let keys = of.foreign_keys.iter().filter(|key| {
            key.references.name.eq_ignore_ascii_case(&name.name)
                && key.referenced_columns.iter().any(is_it)
        });
        let keys: Vec<ForeignKey> = keys.cloned().collect();
        for old in keys {
            let mut new = old.clone();
            let columns = new.referenced_columns.iter_mut().filter(|column| is_it(column));
            columns.for_each(|column| *column = to.to_ascii_lowercase());
            let mut written = old.clone();
            let columns = written.referenced_columns.iter_mut().filter(|column| is_it(column));
            columns.for_each(|column| *column = from.to_ascii_lowercase());
            let new = Constraint::ForeignKey(new);
            inline::replace(work, &table, &Constraint::ForeignKey(written), &new);
            constraint::replace(work, &table, Constraint::ForeignKey(old), new)?;
        }
    }
    Ok(())
}
