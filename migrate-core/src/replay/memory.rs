//! What was there once.

use super::expression;
use super::failure::{Outcome, Refusal};
use super::work::Work;
use crate::change::Change;
use crate::schema::{Map, Name, Object, ObjectKind, ObjectName, Schema};
use crate::text::Span;

/// What was there once and is no more.
///
/// A word of an expression may be a column, a function's own keyword or the field of a date, and only
/// the engine knows all of them. But a word that was a column of the table and is none any more is a
/// script whose statements stand in the wrong order.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    columns: Map<(Name, String), ()>,
    /// Types and routines, the latter without their arguments.
    things: Map<Name, ()>,
    /// Indexes of partitioned tables that came without those of the partitions (`ON ONLY`).
    alone: Map<Name, ()>,
    /// Indexes of partitions that were attached to one of these.
    attached: Map<Name, ()>,
}

impl Memory {
    /// Notes what a change is about to do away with or bring back.
    pub(super) fn note(&mut self, schema: &Schema, change: &Change) {
        match change {
            Change::DropColumn(table, column) => self.lose(table, column),
            Change::AddColumn(table, column) => self.find(table, &column.name),
            Change::RenameColumn { table, from, to } => {
                self.lose(table, from);
                self.find(table, to);
            }
            Change::CreateTable(table, of) if !self.columns.is_empty() => {
                of.columns.iter().for_each(|column| self.find(table, &column.name));
            }
            Change::DropTable(table) => {
                let columns = schema.tables.get(table).into_iter().flat_map(|of| &of.columns);
                columns.for_each(|it| self.lose(table, &it.name));
            }
            Change::DropEnum(name) => self.things.insert(name.clone(), ()),
            Change::PutEnum(name, _) => drop(self.things.remove(name)),
            Change::DropObject(object) => {
                if let Some(name) = thing(object) {
                    self.things.insert(name, ());
                }
            }
            Change::PutObject(object, _) if !self.things.is_empty() => {
                if let Some(name) = thing(object) {
                    self.things.remove(&name);
                }
            }
            _ => {}
        }
    }

    /// An index that came with `ON ONLY`.
    pub(super) fn note_alone(&mut self, index: &Name) {
        self.alone.insert(index.clone(), ());
    }

    /// The index of a partition that was attached to that of the table.
    pub(super) fn note_attached(&mut self, index: &Name) {
        self.attached.insert(index.clone(), ());
    }

    /// An index has another name, and is what it was.
    pub(super) fn rename_index(&mut self, from: &Name, to: &Name) {
        for noted in [&mut self.alone, &mut self.attached] {
            if noted.contains_key(from) {
                noted.remove(from);
                noted.insert(to.clone(), ());
            }
        }
    }

    /// An index is no more.
    pub(super) fn forget_index(&mut self, index: &Name) {
        for noted in [&mut self.alone, &mut self.attached] {
            if noted.contains_key(index) {
                noted.remove(index);
            }
        }
    }

    /// Whether the index of a partition, which is like that of the table, goes with it.
    pub(super) fn goes_with(&self, whole: &Name, part: &Name) -> bool {
        !self.alone.contains_key(whole) || self.attached.contains_key(part)
    }

    fn lose(&mut self, table: &Name, column: &str) {
        self.columns.insert((table.clone(), column.to_owned()), ());
    }

    fn find(&mut self, table: &Name, column: &str) {
        if self.columns.is_empty() {
            return;
        }
        let key = (table.clone(), column.to_owned());
        if self.columns.contains_key(&key) {
            self.columns.remove(&key);
        }
    }

    /// The columns of a table that are no more.
    fn lost<'a>(&'a self, table: &'a Name) -> impl Iterator<Item = &'a str> {
        let from = (table.clone(), String::new());
        let of = self.columns.from(&from).take_while(move |((other, _), ())| other == table);
        of.map(|((_, column), ())| column.as_str())
    }
}

/// A type or routine by its name.
fn thing(object: &ObjectName) -> Option<Name> {
    match object.kind {
        ObjectKind::Type | ObjectKind::Domain => Some(object.name.clone()),
        ObjectKind::Routine => {
            Some(object.name.beside(object.name.name.split('(').next().unwrap_or_default()))
        }
        _ => None,
    }
}

/// Refuses an expression that names a column which the tables had and have no more.
pub(super) fn check_text(work: &Work<'_>, tables: &[Name], text: &str, span: Span) -> Outcome {
    let memory = &work.replay.memory;
    if memory.columns.is_empty() {
        return Ok(());
    }
    let dialect = work.replay.engine.dialect;
    for table in tables {
        for column in memory.lost(table) {
            let is_there = tables.iter().any(|table| work.has_column(table, column));
            if !is_there && expression::names(text, column, dialect) {
                let what = format_args!("column `{column}` of table `{table}`");
                return Err(Refusal::unknown(what, span).about(table));
            }
        }
    }
    Ok(())
}

/// The columns that a table had and that none of `tables` has.
pub(super) fn gone(work: &Work<'_>, tables: &[Name], table: &Name) -> Vec<String> {
    let memory = &work.replay.memory;
    if memory.columns.is_empty() || !work.schema().tables.contains_key(table) {
        return Vec::new();
    }
    let is_there = |column: &str| tables.iter().any(|table| work.has_column(table, column));
    memory.lost(table).filter(|column| !is_there(column)).map(str::to_owned).collect()
}

/// Types that come with extensions which are often there from the beginning, sorted.
const EXTENSIONS: [&str; 22] = [
    "box2d",
    "box3d",
    "citext",
    "cube",
    "ean13",
    "earth",
    "geography",
    "geometry",
    "halfvec",
    "hstore",
    "isbn",
    "isbn13",
    "issn",
    "lquery",
    "ltree",
    "ltxtquery",
    "raster",
    "seg",
    "sparsevec",
    "tsq",
    "upc",
    "vector",
];

/// Refuses the type of a column that nobody defined.
pub(super) fn check_type(work: &Work<'_>, data_type: &str, span: Span) -> Outcome {
    let engine = work.replay.engine;
    let Some(word) = expression::own_type(data_type).filter(|_| engine.binds) else {
        return Ok(());
    };
    let namespace = expression::type_namespace(data_type);
    if engine.own_namespaces.contains(&namespace) {
        return Ok(());
    }
    let written = data_type.contains('.').then(|| match namespace {
        "" => engine.default_namespace.to_owned(),
        namespace => namespace.to_owned(),
    });
    let path = crate::command::Path { namespace: written, name: word.to_owned(), span };
    let places = work.places(&path);
    if places.iter().any(|name| is_type(work.schema(), name)) {
        return Ok(());
    }
    let was = places.iter().any(|name| work.replay.memory.things.contains_key(name));
    if !was && (EXTENSIONS.binary_search(&word).is_ok() || has_extension(work.schema())) {
        return Ok(());
    }
    let names = work.schema().enums.keys().take(100).map(|name| name.name.as_str());
    let about = work.first_place(&path);
    Err(Refusal::unknown(format_args!("type `{data_type}`"), span)
        .nearest(word, names)
        .about(&about))
}

fn is_type(schema: &Schema, name: &Name) -> bool {
    let object = |kind| schema.objects.contains_key(&ObjectName { kind, name: name.clone() });
    schema.enums.contains_key(name)
        || schema.tables.contains_key(name)
        || schema.views.contains_key(name)
        || object(ObjectKind::Type)
        || object(ObjectKind::Domain)
}

/// Whether something came with an extension, which is not modelled.
pub(super) fn has_extension(schema: &Schema) -> bool {
    let from = ObjectName { kind: ObjectKind::Extension, name: Name::default() };
    let mut of = schema.objects.from(&from);
    of.next().is_some_and(|(name, _)| name.kind == ObjectKind::Extension)
}

/// Functions of PostgreSQL that are there to be triggers.
const TRIGGERS: [&str; 5] = [
    "suppress_redundant_updates_trigger",
    "tsvector_update_trigger",
    "tsvector_update_trigger_column",
    "lo_manage",
    "moddatetime",
];

/// Refuses a trigger whose function nobody defined.
pub(super) fn check_trigger(work: &Work<'_>, text: &str, span: Span) -> Outcome {
    if !work.replay.engine.binds {
        return Ok(());
    }
    let call = ["execute function ", "execute procedure "].into_iter().find_map(|verb| {
        let at = text.find(verb)?;
        text.get(at + verb.len()..)?.split('(').next()
    });
    let Some(call) = call.map(str::trim) else { return Ok(()) };
    let parts: Vec<String> =
        call.split('.').map(|part| part.trim().trim_matches('"').to_owned()).collect();
    let (namespace, name) = match parts.as_slice() {
        [name] => (None, name.clone()),
        [namespace, name] => (Some(namespace.clone()), name.clone()),
        _ => return Ok(()),
    };
    let path = crate::command::Path { namespace, name, span };
    if work.is_own(&path) || TRIGGERS.contains(&path.name.as_str()) {
        return Ok(());
    }
    let places = work.places(&path);
    if let Some(found) = places.iter().find_map(|place| routine(work.schema(), place)) {
        if found.1.text.contains("returns trigger") {
            return Ok(());
        }
        let message = format!("{} does not return `trigger`", found.0);
        return Err(Refusal::refused(message, span).about(&found.0.name));
    }
    let was = places.iter().any(|name| work.replay.memory.things.contains_key(name));
    if !was && has_extension(work.schema()) {
        return Ok(());
    }
    let about = work.first_place(&path);
    Err(Refusal::unknown(format_args!("function `{path}`"), span).about(&about))
}

/// The function of that name and without arguments, which is what a trigger calls.
fn routine<'s>(schema: &'s Schema, name: &Name) -> Option<(&'s ObjectName, &'s Object)> {
    let prefix = format!("{}(", name.name);
    let place = name.beside(prefix.clone());
    let from = ObjectName { kind: ObjectKind::Routine, name: place };
    schema.objects.from(&from).next().filter(|(found, _)| {
        found.kind == ObjectKind::Routine
            && found.name.namespace == name.namespace
            && found.name.name.starts_with(&prefix)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_can_be_searched() {
        assert!(super::EXTENSIONS.is_sorted());
    }
}
