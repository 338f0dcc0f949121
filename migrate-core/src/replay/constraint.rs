//! Keys, checks and references.

mod reference;
mod storage;

use super::dependents;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::index;
use super::memory;
use super::work::Work;
use crate::change::Change;
use crate::command::{ConstraintKind, CreateIndex, Ident, NewConstraint, Path};
use crate::schema::{
    Column, Constraint, Deferrable, Index, IndexColumn, IndexKey, KeyColumn, Name, PrimaryKey,
    Table, Unique,
};
use crate::text::Span;

use reference::refer;
pub(super) use reference::{Gone, check_types, is_to, references_to, release, release_unkeyed};
pub(crate) use storage::PRIMARY;

/// `ADD CONSTRAINT`, and each constraint of a new table.
pub(super) fn add(work: &mut Work<'_>, table: &Name, new: &NewConstraint) -> Outcome {
    if let Constraint::Unique(key) = &new.constraint
        && let Some(index_of) = work.replay.engine.unique_key
    {
        return super::index::add(work, table, &index_of(key, new));
    }
    let mut constraint = new.constraint.clone();
    let mut storage = new.storage.clone();
    if let Some(index) = &new.using_index {
        storage.extend(storage::take_over(work, table, &mut constraint, index)?);
    }
    respell(work, table, &mut constraint, new.span)?;
    if let Constraint::Check(check) = &mut constraint
        && let normalize = work.replay.engine.normalize_check
        && let Some(normal) = normalize(&check.expression, work.table_at(table)?)
    {
        check.expression = normal;
    }
    if let Constraint::ForeignKey(key) = &mut constraint {
        refer(work, table, key, new)?;
    }
    if work.replay.engine.uniques_are_indexes
        && let Constraint::Unique(key) = constraint
    {
        return index::add(work, table, &as_index(key, new));
    }
    if let Constraint::Check(check) = &constraint {
        memory::check_text(work, std::slice::from_ref(table), &check.expression, new.span)?;
    }
    check_spread(work, table, &constraint, new.span)?;
    let is_primary = matches!(constraint, Constraint::PrimaryKey(_));
    if is_primary && work.table_at(table)?.primary_key.is_some() {
        let message = format!("table `{table}` already has a primary key");
        return Err(Refusal::refused(message, new.span).about(table));
    }
    if let Some(name) = constraint.name() {
        if is_taken(work, table, &constraint, name) {
            if new.if_not_exists {
                return Ok(());
            }
            let what = format_args!("constraint `{name}` of table `{table}`");
            return Err(Refusal::duplicate(what, new.span).about(table));
        }
    } else {
        let name = (work.replay.engine.name_constraint)(work, table, &constraint);
        *constraint.name_mut() = name;
    }
    imply_not_null(work, table, &constraint)?;
    work.emit(Change::AddConstraint(table.clone(), constraint.clone()))?;
    storage::put(work, table, &constraint, &storage)?;
    (work.replay.engine.follow_constraint)(work, table, new, &constraint)
}

/// A key of a table that is spread by its columns must have them all: each partition looks after its
/// own rows only.
fn check_spread(work: &Work<'_>, table: &Name, constraint: &Constraint, span: Span) -> Outcome {
    let (Constraint::PrimaryKey(PrimaryKey { columns, .. })
    | Constraint::Unique(Unique { columns, .. })) = constraint
    else {
        return Ok(());
    };
    let of = work.table_at(table)?;
    let Some(by) = of.options.partition_by.as_deref().filter(|_| work.replay.engine.binds) else {
        return Ok(());
    };
    let dialect = work.replay.engine.dialect;
    let missing = of.columns.iter().find(|column| {
        expression::names(by, &column.name, dialect)
            && columns.iter().all(|part| part.name != column.name)
    });
    let Some(missing) = missing else { return Ok(()) };
    let message = format!(
        "a key of table `{table}` must have column `{}`, which spreads its rows",
        missing.name
    );
    Err(Refusal::refused(message, span).about(table))
}

/// A unique key where it is an index.
fn as_index(key: Unique, new: &NewConstraint) -> CreateIndex {
    let part = |part: KeyColumn| IndexColumn {
        descending: part.descending,
        collation: part.collation,
        prefix: part.prefix,
        ..IndexColumn::new(IndexKey::Column(part.name))
    };
    let columns = key.columns.into_iter().map(part).collect();
    let name = key.name.or_else(|| new.index_name.clone());
    CreateIndex {
        name: name.map(|name| Path { namespace: None, name, span: new.span }),
        index: Index { unique: true, columns, ..Index::default() },
        if_not_exists: new.if_not_exists,
        ..CreateIndex::default()
    }
}

/// Whether the name is taken by another constraint of the table, or by a relation where the
/// constraint is one.
fn is_taken(work: &Work<'_>, table: &Name, constraint: &Constraint, name: &str) -> bool {
    let engine = work.replay.engine;
    let of = work.schema().tables.get(table);
    let same = |other: Option<&str>| other.is_some_and(|other| engine.same(other, name));
    let in_table = engine.binds && of.is_some_and(|table| all(table).any(|(other, _)| same(other)));
    let named = table.beside(name);
    let as_index = engine.keys_are_indexes && dependents::is_indexed(constraint);
    in_table || as_index && work.is_taken(&named)
}

/// The names and kinds of the constraints of a table.
fn all(table: &Table) -> impl Iterator<Item = (Option<&str>, ConstraintKind)> {
    use ConstraintKind::{Check, Exclusion, ForeignKey, PrimaryKey, Unique};
    let key = table.primary_key.iter().map(|key| (key.name.as_deref(), PrimaryKey));
    let uniques = table.uniques.iter().map(|key| (key.name.as_deref(), Unique));
    let checks = table.checks.iter().map(|check| (check.name.as_deref(), Check));
    let keys = table.foreign_keys.iter().map(|key| (key.name.as_deref(), ForeignKey));
    let others = table.exclusions.iter().map(|other| (other.name.as_deref(), Exclusion));
    key.chain(uniques).chain(checks).chain(keys).chain(others)
}

/// The constraint of that name that is not part of a column.
pub(super) fn named(work: &Work<'_>, table: &Name, name: &str) -> Outcome<Option<Constraint>> {
    let engine = work.replay.engine;
    let found = work.table_at(table)?.constraints().into_iter();
    let in_column = |it: &Constraint| matches!(it, Constraint::Check(check) if check.in_column);
    let mut found = found
        .filter(|it| it.name().is_some_and(|other| engine.same(other, name)) && !in_column(it));
    Ok(found.next())
}

/// The constraint of that name, or the refusal that says there is none.
fn expect(work: &Work<'_>, table: &Name, name: &Ident) -> Outcome<Constraint> {
    if let Some(found) = named(work, table, &name.name)? {
        return Ok(found);
    }
    let names = work.table_at(table)?.constraints();
    Err(Refusal::unknown(format_args!("constraint `{}` of table `{table}`", name.name), name.span)
        .nearest(&name.name, names.iter().filter_map(Constraint::name))
        .about(table))
}

/// Columns that a constraint names, in the letters of the table.
fn respell(work: &Work<'_>, table: &Name, constraint: &mut Constraint, span: Span) -> Outcome {
    let mut each = |name: &mut String| -> Outcome {
        *name = work.column_named(table, name, span)?;
        Ok(())
    };
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { columns, include, .. })
        | Constraint::Unique(Unique { columns, include, .. }) => {
            columns.iter_mut().map(|column| &mut column.name).chain(include).try_for_each(each)
        }
        Constraint::ForeignKey(key) => {
            key.columns.iter_mut().chain(&mut key.on_delete_columns).try_for_each(&mut each)
        }
        Constraint::Check(_) | Constraint::Exclusion(_) => Ok(()),
    }
}

/// The columns of a primary key become NOT NULL, and stay so when the key goes.
fn imply_not_null(work: &mut Work<'_>, table: &Name, constraint: &Constraint) -> Outcome {
    let Constraint::PrimaryKey(key) = constraint else { return Ok(()) };
    if !work.replay.engine.keys_imply_not_null {
        return Ok(());
    }
    let of = work.table_at(table)?;
    let nullable: Vec<Column> = key
        .columns
        .iter()
        .filter_map(|part| of.column(&part.name))
        .filter(|column| column.nullable)
        .map(|column| Column { nullable: false, ..column.clone() })
        .collect();
    nullable
        .into_iter()
        .try_for_each(|column| work.emit(Change::AlterColumn(table.clone(), column)))
}

/// What `DROP CONSTRAINT` says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drop<'a> {
    pub(super) name: Option<&'a Ident>,
    pub(super) kind: Option<ConstraintKind>,
    pub(super) if_exists: bool,
    pub(super) cascade: bool,
}

/// `DROP CONSTRAINT`.
pub(super) fn drop(work: &mut Work<'_>, table: &Name, drop: Drop<'_>) -> Outcome {
    let found = match drop.name {
        Some(name) => match expect(work, table, name) {
            Err(_) if drop.kind.is_none() && is_unique_index(work, table, name)? => {
                return index::drop_in(work, table, name, drop.if_exists);
            }
            Err(_) if drop.if_exists => return Ok(()),
            found => found?,
        },
        None => match work.table_at(table)?.primary_key.clone() {
            Some(key) => Constraint::PrimaryKey(key),
            None if drop.if_exists => return Ok(()),
            None => {
                let what = format_args!("a primary key of table `{table}`");
                return Err(Refusal::unknown(what, work.span).about(table));
            }
        },
    };
    if drop.kind.is_some_and(|kind| kind != kind_of(&found)) {
        let name = found.name().unwrap_or_default();
        let message = format!("constraint `{name}` of table `{table}` is of another kind");
        return Err(Refusal::refused(message, work.span).about(table));
    }
    let span = drop.name.map_or(work.span, |name| name.span);
    remove(work, table, found, drop.cascade, span)
}

/// Whether that is the name of a unique key where those are indexes.
fn is_unique_index(work: &Work<'_>, table: &Name, name: &Ident) -> Outcome<bool> {
    let engine = work.replay.engine;
    let of = work.table_at(table)?;
    let is_it = |found: &str, index: &Index| index.unique && engine.same(found, &name.name);
    Ok(engine.unique_key.is_some() && of.indexes.iter().any(|(name, index)| is_it(name, index)))
}

const fn kind_of(constraint: &Constraint) -> ConstraintKind {
    match constraint {
        Constraint::PrimaryKey(_) => ConstraintKind::PrimaryKey,
        Constraint::Unique(_) => ConstraintKind::Unique,
        Constraint::Check(_) => ConstraintKind::Check,
        Constraint::ForeignKey(_) => ConstraintKind::ForeignKey,
        Constraint::Exclusion(_) => ConstraintKind::Exclusion,
    }
}

/// Drops a constraint, and the references that need it where that was asked for.
pub(super) fn remove(
    work: &mut Work<'_>,
    table: &Name,
    constraint: Constraint,
    cascade: bool,
    span: Span,
) -> Outcome {
    let key = match &constraint {
        Constraint::PrimaryKey(PrimaryKey { columns, .. })
        | Constraint::Unique(Unique { columns, .. }) => columns.as_slice(),
        _ => &[],
    };
    let label = constraint.name().unwrap_or_default().to_owned();
    work.emit(Change::DropConstraint(table.clone(), constraint.clone()))?;
    storage::forget(work, table, &constraint)?;
    let place = format!("{label} on {}", table.name);
    let place = table.beside(place);
    super::object::drop_comment(work, "constraint", &place)?;
    if key.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = key.iter().map(|part| part.name.as_str()).collect();
    let is_primary = matches!(constraint, Constraint::PrimaryKey(_));
    let gone = Gone { columns, is_primary, cascade, span };
    release_unkeyed(work, table, &format!("constraint `{label}` of table `{table}`"), &gone)
}

/// The place of a constraint among those that are made together: checks, keys, references.
pub(super) const fn rank(constraint: &Constraint) -> u8 {
    match constraint {
        Constraint::Check(_) => 0,
        Constraint::PrimaryKey(_) => 1,
        Constraint::Unique(_) | Constraint::Exclusion(_) => 2,
        Constraint::ForeignKey(_) => 3,
    }
}

/// Puts one constraint in the place of another.
pub(super) fn replace(
    work: &mut Work<'_>,
    table: &Name,
    old: Constraint,
    new: Constraint,
) -> Outcome {
    if old == new {
        return Ok(());
    }
    work.emit(Change::DropConstraint(table.clone(), old))?;
    work.emit(Change::AddConstraint(table.clone(), new))
}

/// `RENAME CONSTRAINT`.
pub(super) fn rename(work: &mut Work<'_>, table: &Name, from: &Ident, to: &Ident) -> Outcome {
    let old = expect(work, table, from)?;
    if is_taken(work, table, &old, &to.name) {
        let what = format_args!("constraint `{}` of table `{table}`", to.name);
        return Err(Refusal::duplicate(what, to.span).about(table));
    }
    let mut new = old.clone();
    *new.name_mut() = Some(to.name.clone());
    storage::rename(work, table, &old, &new)?;
    replace(work, table, old, new)
}

/// `VALIDATE CONSTRAINT`.
pub(super) fn validate(work: &mut Work<'_>, table: &Name, name: &Ident) -> Outcome {
    let old = expect(work, table, name)?;
    let mut new = old.clone();
    match &mut new {
        Constraint::Check(check) => check.not_valid = false,
        Constraint::ForeignKey(key) => key.not_valid = false,
        _ => {}
    }
    replace(work, table, old, new)
}

/// What `ALTER CONSTRAINT` sets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Altered {
    pub(super) deferrable: Option<Deferrable>,
    pub(super) enforced: Option<bool>,
    pub(super) no_inherit: Option<bool>,
}

/// `ALTER CONSTRAINT`.
pub(super) fn alter(work: &mut Work<'_>, table: &Name, name: &Ident, to: Altered) -> Outcome {
    let old = expect(work, table, name)?;
    let mut new = old.clone();
    match &mut new {
        Constraint::ForeignKey(key) => {
            key.deferrable = to.deferrable.unwrap_or(key.deferrable);
            key.not_enforced = to.enforced.map_or(key.not_enforced, |enforced| !enforced);
        }
        Constraint::Check(check) => {
            check.not_enforced = to.enforced.map_or(check.not_enforced, |enforced| !enforced);
            check.no_inherit = to.no_inherit.unwrap_or(check.no_inherit);
        }
        _ => {}
    }
    replace(work, table, old, new)
}

/// Whether a constraint of a table cannot be without one of its columns.
pub(super) fn names_column(work: &Work<'_>, constraint: &Constraint, column: &str) -> bool {
    let dialect = work.replay.engine.dialect;
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { columns, include, .. })
        | Constraint::Unique(Unique { columns, include, .. }) => {
            columns.iter().any(|part| part.name == column) || include.iter().any(|it| it == column)
        }
        Constraint::ForeignKey(key) => key.columns.iter().any(|it| it == column),
        Constraint::Check(check) => expression::names(&check.expression, column, dialect),
        Constraint::Exclusion(other) => expression::names(&other.definition, column, dialect),
    }
}
