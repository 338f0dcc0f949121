//! What a name means, and which names are free.

use super::Replay;
use super::failure::{Outcome, Refusal};
use super::work::Work;
use crate::change::Change;
use crate::command::{Ident, Path};
use crate::schema::{Name, Object, ObjectKind, ObjectName, Table};
use crate::text::Span;

/// What has a name among tables and their like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Table,
    View,
    Sequence,
    Index,
    /// A virtual table (SQLite) or a foreign one (PostgreSQL).
    Other(ObjectKind),
}

impl Relation {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Sequence => "sequence",
            Self::Index => "index",
            Self::Other(kind) => kind.words(),
        }
    }
}

impl Replay {
    /// What has that very name, and the name in its own letters.
    pub(super) fn relation(&self, name: &Name) -> Option<(Relation, Name)> {
        let spelled =
            if self.engine.folds_names { self.dependents.get().spelled(name) } else { Some(name) };
        if let Some(name) = spelled {
            if self.schema.tables.contains_key(name) {
                return Some((Relation::Table, name.clone()));
            }
            if self.schema.views.contains_key(name) {
                return Some((Relation::View, name.clone()));
            }
        }
        if self.schema.sequences.contains_key(name) {
            return Some((Relation::Sequence, name.clone()));
        }
        if self.engine.indexes_are_named_in_namespace
            && self.dependents.get().table_of_index(name).is_some()
        {
            return Some((Relation::Index, name.clone()));
        }
        if self.schema.objects.is_empty() {
            return None;
        }
        [ObjectKind::VirtualTable, ObjectKind::Foreign].into_iter().find_map(|kind| {
            let object = ObjectName { kind, name: name.clone() };
            let found = self.schema.objects.contains_key(&object);
            found.then(|| (Relation::Other(kind), name.clone()))
        })
    }
}

impl Work<'_> {
    /// The names that a written one may mean, in the order in which the engine tries them.
    pub(super) fn places(&self, path: &Path) -> Vec<Name> {
        let engine = self.replay.engine;
        let at = |namespace: &str| Name::new(namespace, path.name.clone());
        match &path.namespace {
            Some(namespace) => vec![at(engine.namespace(namespace))],
            None => {
                let mut places = Vec::with_capacity(self.session.search_path.len() + 1);
                if self.session.has_temporary() {
                    places.push(at(engine.temporary_namespace));
                }
                for namespace in &self.session.search_path {
                    places.push(at(namespace));
                }
                places
            }
        }
    }

    /// Where a written name is, as far as is known, when nothing has it.
    pub(super) fn first_place(&self, path: &Path) -> Name {
        let place = self.places(path).into_iter();
        let temporary = self.replay.engine.temporary_namespace;
        let mut places = place.filter(|name| {
            path.namespace.is_some() || name.namespace != temporary || temporary.is_empty()
        });
        places.next().unwrap_or_else(|| Name::bare(path.name.clone()))
    }

    /// Where something new of that name goes.
    pub(super) fn new_place(&self, path: &Path, temporary: bool) -> Outcome<Name> {
        let engine = self.replay.engine;
        if temporary {
            let namespace = engine.temporary_namespace.to_owned();
            return Ok(Name::new(namespace, path.name.clone()));
        }
        if path.namespace.is_none() && self.session.search_path.is_empty() {
            let message = "no schema is selected to create it in: the search path is empty";
            return Err(Refusal::refused(message, path.span));
        }
        let name = self.first_place(path);
        let namespace = &name.namespace;
        let known = namespace.is_empty()
            || namespace == engine.temporary_namespace
            || self.schema().namespaces.contains_key(namespace);
        if engine.namespaces_are_created && !known {
            let namespaces = self.schema().namespaces.keys().map(String::as_str);
            return Err(Refusal::unknown(format_args!("schema `{namespace}`"), path.span)
                .nearest(namespace, namespaces)
                .about(&name));
        }
        Ok(name)
    }

    /// The relation that a written name means.
    pub(super) fn relation(&self, path: &Path) -> Option<(Relation, Name)> {
        self.places(path).iter().find_map(|name| self.replay.relation(name))
    }

    pub(super) fn find_relation(&self, path: &Path) -> Option<Name> {
        self.relation(path).map(|(_, name)| name)
    }

    /// The table that a written name means; it becomes a target.
    pub(super) fn table(&mut self, path: &Path) -> Outcome<Name> {
        match self.relation(path) {
            Some((Relation::Table, name)) => {
                self.targets.push(name.clone());
                Ok(name)
            }
            Some((other, name)) => {
                let message = format!("`{path}` is no table but a {}", other.words());
                Err(Refusal::refused(message, path.span).about(&name))
            }
            None => Err(self.unknown_relation(path)),
        }
    }

    /// The refusal of a name that nothing has.
    pub(super) fn unknown_relation(&self, path: &Path) -> Box<Refusal> {
        // A long list is not searched for what may have been meant: that would cost more than it helps.
        const MOST: usize = 300;
        let tables = self.schema().tables.keys().take(MOST).map(|name| name.name.as_str());
        let views = self.schema().views.keys().take(MOST).map(|name| name.name.as_str());
        let about = self.first_place(path);
        Refusal::unknown(format_args!("table `{path}`"), path.span)
            .nearest(&path.name, tables.chain(views))
            .about(&about)
    }

    /// Whether a written name is that of a table of the engine itself.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        let engine = self.replay.engine;
        let is_own = (engine.is_own_table)(&path.name);
        let of_engine = |namespace: &String| {
            engine.own_namespaces.iter().any(|own| own.eq_ignore_ascii_case(namespace))
        };
        is_own || path.namespace.as_ref().is_some_and(of_engine)
    }

    /// Whether the name is taken in the namespace it stands in.
    pub(super) fn is_taken(&self, name: &Name) -> bool {
        self.replay.relation(name).is_some()
    }

    /// The column of `table` that is meant, in its own letters.
    pub(super) fn column(&self, table: &Name, column: &Ident) -> Outcome<String> {
        self.column_named(table, &column.name, column.span)
    }

    pub(super) fn column_named(&self, table: &Name, column: &str, span: Span) -> Outcome<String> {
        let of = self.table_at(table)?;
        let engine = self.replay.engine;
        let exact = of.column(column);
        let found = exact
            .or_else(|| of.columns.iter().find(|candidate| engine.same(&candidate.name, column)));
        match found {
            Some(found) => Ok(found.name.clone()),
            None => Err(unknown_column(table, of, column, span)),
        }
    }

    /// Whether `table` has that column.
    pub(super) fn has_column(&self, table: &Name, column: &str) -> bool {
        let engine = self.replay.engine;
        self.schema().tables.get(table).is_some_and(|table| {
            let mut columns = table.columns.iter();
            table.column(column).is_some()
                || engine.folds_columns && columns.any(|it| engine.same(&it.name, column))
        })
    }
}

fn unknown_column(name: &Name, table: &Table, column: &str, span: Span) -> Box<Refusal> {
    let columns = table.columns.iter().map(|column| column.name.as_str());
    Refusal::unknown(format_args!("column `{column}` of table `{name}`"), span)
        .nearest(column, columns)
        .about(name)
}

/// `CREATE SCHEMA`.
pub(super) fn create_namespace(work: &mut Work<'_>, name: &Ident, if_not_exists: bool) -> Outcome {
    let namespace = work.replay.engine.namespace(&name.name).to_owned();
    if namespace.is_empty() && work.schema().objects.contains_key(&no_default()) {
        work.doubt_everything("what it had from the beginning does not come back with it");
        return work.emit(Change::DropObject(no_default()));
    }
    if namespace.is_empty() || work.schema().namespaces.contains_key(&namespace) {
        if if_not_exists {
            return Ok(());
        }
        let what = format_args!("schema `{}`", name.name);
        return Err(Refusal::duplicate(what, name.span).about(&as_name(&namespace)));
    }
    work.emit(Change::CreateNamespace(namespace))
}

/// A namespace as the subject of a doubt.
fn as_name(namespace: &str) -> Name {
    Name::new(namespace, String::new())
}

/// `DROP SCHEMA`.
pub(super) fn drop_namespaces(
    work: &mut Work<'_>,
    names: &[Ident],
    if_exists: bool,
    cascade: bool,
) -> Outcome {
    for name in names {
        let namespace = work.replay.engine.namespace(&name.name).to_owned();
        if !namespace.is_empty() && !work.schema().namespaces.contains_key(&namespace) {
            if if_exists {
                continue;
            }
            let what = format_args!("schema `{}`", name.name);
            return Err(Refusal::unknown(what, name.span).about(&as_name(&namespace)));
        }
        empty_namespace(work, &namespace, name, cascade)?;
        drop_comments(work, name)?;
        super::object::drop_rights(work, "schema", &Name::bare(name.name.clone()))?;
        if !namespace.is_empty() {
            work.emit(Change::DropNamespace(namespace))?;
        } else if work.replay.engine.namespaces_are_created {
            let nothing = Object { table: None, text: String::new() };
            work.emit(Change::PutObject(no_default(), nothing))?;
        }
    }
    Ok(())
}

/// That the namespace is gone which is there from the beginning.
fn no_default() -> ObjectName {
    ObjectName { kind: ObjectKind::Unread, name: Name::bare("no schema public") }
}

/// A comment on a namespace is kept under the name that was written in it.
fn drop_comments(work: &mut Work<'_>, name: &Ident) -> Outcome {
    let path = Path { namespace: None, name: name.name.clone(), span: name.span };
    let places = work.places(&path).into_iter().chain([Name::bare(name.name.clone())]);
    let mut places = places.collect::<Vec<_>>().into_iter();
    places.try_for_each(|place| super::object::drop_comment(work, "schema", &place))
}

fn empty_namespace(work: &mut Work<'_>, namespace: &str, name: &Ident, cascade: bool) -> Outcome {
    let is_in = |name: &&Name| name.namespace == namespace;
    let schema = work.schema();
    let tables: Vec<Name> = schema.tables.keys().filter(is_in).cloned().collect();
    let views: Vec<Name> = schema.views.keys().filter(is_in).cloned().collect();
    let enums: Vec<Name> = schema.enums.keys().filter(is_in).cloned().collect();
    let objects = schema.objects.keys().filter(|object| is_in(&&object.name));
    let objects: Vec<ObjectName> = objects.cloned().collect();
    let all = tables.iter().map(|name| format!("table `{name}` is in it"));
    let all = all.chain(views.iter().map(|name| format!("view `{name}` is in it")));
    let all: Vec<String> = all
        .chain(enums.iter().map(|name| format!("type `{name}` is in it")))
        .chain(objects.iter().map(|name| format!("{name} is in it")))
        .collect();
    if !cascade && !all.is_empty() {
        let what = format_args!("schema `{}`", name.name);
        return Err(Refusal::dependents(what, all, name.span));
    }
    for view in views {
        if work.schema().views.contains_key(&view) {
            super::view::drop_one(work, &view, &[], true)?;
        }
    }
    for table in &tables {
        if work.schema().tables.contains_key(table) {
            super::table::drop_one(work, table, &tables, true)?;
        }
    }
    let sequences: Vec<Name> = work.schema().sequences.keys().filter(is_in).cloned().collect();
    for sequence in sequences {
        super::sequence::drop_one(work, &sequence, true)?;
    }
    for name in enums {
        super::types::drop_enum(work, &name, true, work.span)?;
    }
    for object in objects {
        if work.schema().objects.contains_key(&object) {
            work.emit(Change::DropObject(object))?;
        }
    }
    Ok(())
}

/// `ALTER SCHEMA … RENAME TO`.
pub(super) fn rename_namespace(work: &mut Work<'_>, from: &Ident, to: &Ident) -> Outcome {
    let namespace = work.replay.engine.namespace(&from.name).to_owned();
    if !namespace.is_empty() && !work.schema().namespaces.contains_key(&namespace) {
        let what = format_args!("schema `{}`", from.name);
        return Err(Refusal::unknown(what, from.span).about(&as_name(&namespace)));
    }
    if work.schema().namespaces.contains_key(&to.name) {
        return Err(Refusal::duplicate(format_args!("schema `{}`", to.name), to.span));
    }
    work.emit(Change::CreateNamespace(to.name.clone()))?;
    let is_in = |name: &&Name| name.namespace == namespace;
    let is_empty = !work.schema().tables.keys().any(|name| is_in(&name))
        && !work.schema().views.keys().any(|name| is_in(&name))
        && !work.schema().enums.keys().any(|name| is_in(&name))
        && !work.schema().sequences.keys().any(|name| is_in(&name))
        && !work.schema().objects.keys().any(|object| is_in(&&object.name));
    if !is_empty {
        // Everything in it moves, and texts elsewhere name it: more than is worth following.
        work.doubt_everything("a schema with things in it was renamed");
    }
    if namespace.is_empty() { Ok(()) } else { work.emit(Change::DropNamespace(namespace)) }
}
