//! The order in which an engine takes the changes.
//!
//! The model only asks that what a change names is there. An engine also wants the types and functions
//! that a table uses before the table, references when both tables stand, views behind what they read.

use std::collections::{BTreeMap, BTreeSet};

use super::ATTRIBUTES;
use crate::change::Change;
use crate::schema::{
    Column, Constraint, ForeignKey, Identity, Name, Object, ObjectKind, ObjectName, Schema,
    Sequence, Table,
};

/// The changes in an order in which they can be made, taken apart where one of them would need what is
/// not there yet.
pub(super) fn of(changes: Vec<Change>, from: &Schema, to: &Schema) -> Vec<Change> {
    let depths = Depths { from: Depth::of(from), to: Depth::of(to) };
    let apart: Vec<Change> =
        changes.into_iter().flat_map(|change| parts(change, from, to, &depths)).collect();
    let mut placed: Vec<((Stage, usize), Change)> =
        apart.into_iter().map(|change| (place(&change, from, &depths), change)).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, change)| change).collect()
}

fn parts(change: Change, from: &Schema, to: &Schema, depths: &Depths) -> Vec<Change> {
    match change {
        Change::CreateTable(name, table) => create(name, table, from, to, &depths.to),
        Change::DropTable(name) => {
            let is_late = |other: &Name| {
                *other != name && depths.from.table(other) >= depths.from.table(&name)
            };
            let keys = from.tables.get(&name).map(|it| it.foreign_keys.clone()).unwrap_or_default();
            let joining = keys.into_iter().filter(|key| is_late(&key.references));
            let loosened = joining
                .map(|key| Change::DropConstraint(name.clone(), Constraint::ForeignKey(key)))
                .collect::<Vec<_>>();
            loosened.into_iter().chain([Change::DropTable(name.clone())]).collect()
        }
        Change::PutSequence(name, sequence) => {
            let old = from.sequences.get(&name);
            // One that goes to another owner must not go with the one that it had.
            let is_freed = |old: &Sequence| {
                let owner = old.owned_by.as_ref();
                owner.is_some() && owner != sequence.owned_by.as_ref() && !numbers(old, from)
            };
            let is_owned = sequence.owned_by.is_some() && !numbers(&sequence, to);
            let bare = Sequence { owned_by: None, ..old.unwrap_or(&sequence).clone() };
            let first = is_owned && old.is_none_or(is_freed);
            let first = first.then(|| Change::PutSequence(name.clone(), bare));
            first.into_iter().chain([Change::PutSequence(name, sequence)]).collect()
        }
        other => vec![other],
    }
}

/// Whether a sequence is the one behind an identity column, which comes and goes with it.
#[must_use]
pub fn numbers(sequence: &Sequence, schema: &Schema) -> bool {
    let owner = sequence.owned_by.as_ref();
    let column = owner.and_then(|(table, column)| schema.tables.get(table)?.column(column));
    column.is_some_and(|it| matches!(it.identity, Some(Identity::Always | Identity::ByDefault)))
}

/// A new table without the references to tables that come later, and on its own before it becomes part
/// of another.
fn create(name: Name, mut table: Table, from: &Schema, to: &Schema, depth: &Depth) -> Vec<Change> {
    let is_there = |key: &ForeignKey| {
        let is_below = has_keys(&key.references, from, to)
            && depth.table(&key.references) < depth.table(&name);
        (is_below || key.references == name) && !key.not_valid
    };
    let (own, keys): (Vec<_>, Vec<_>) =
        std::mem::take(&mut table.foreign_keys).into_iter().partition(is_there);
    table.foreign_keys = own.into();
    let whole = table.options.clone();
    let mut is_part = table.options.partition_of.take().is_some();
    if !begins_as_parents(&table, to) {
        is_part = true;
        table.options.inherits.clear();
    }
    let references = keys
        .into_iter()
        .map(|key| Change::AddConstraint(name.clone(), Constraint::ForeignKey(key)))
        .collect::<Vec<_>>();
    let attached = is_part.then(|| Change::SetOptions(name.clone(), whole));
    [Change::CreateTable(name.clone(), table)]
        .into_iter()
        .chain(references)
        .chain(attached)
        .collect()
}

/// Whether a table has its keys as soon as it is there: one that is new, or loses and gets none.
fn has_keys(name: &Name, from: &Schema, to: &Schema) -> bool {
    let Some(table) = to.tables.get(name) else { return false };
    from.tables.get(name).is_none_or(|old| {
        old.primary_key == table.primary_key
            && old.uniques == table.uniques
            && old.indexes == table.indexes
    })
}

/// Whether a table has the columns of those that it inherits from, and then its own, as one has that is
/// created so.
fn begins_as_parents(table: &Table, to: &Schema) -> bool {
    let parents = table.options.inherits.iter().filter_map(|parent| to.tables.get(parent));
    let mut inherited: Vec<&Column> = Vec::new();
    for column in parents.flat_map(|parent| &parent.columns) {
        if !inherited.iter().any(|other| other.name == column.name) {
            inherited.push(column);
        }
    }
    let bare = |column: &Column| Column { identity: None, ..column.clone() };
    table.columns.len() >= inherited.len()
        && inherited.iter().zip(&table.columns).all(|(one, other)| bare(one) == *other)
}

/// What is done before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Namespaces,
    UsersGone,
    ViewsGone,
    ReferencesGone,
    Freed,
    TablesGone,
    Loosened,
    Enums,
    Tools,
    Sequences,
    Reshaped,
    Tables,
    Owners,
    Tightened,
    References,
    Parts,
    Views,
    Users,
    SequencesGone,
    ToolsGone,
    EnumsGone,
    NamespacesGone,
}

/// Whether tables and views may use a thing of that kind, rather than the other way round.
const fn is_tool(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Routine
            | ObjectKind::Extension
            | ObjectKind::Domain
            | ObjectKind::Type
            | ObjectKind::Operator
            | ObjectKind::Cast
            | ObjectKind::Collation
            | ObjectKind::TextSearch
            | ObjectKind::Foreign
            | ObjectKind::Language
            | ObjectKind::Role
            | ObjectKind::Database
    )
}

/// Which of them comes behind which, by kind and by what the name or the text of some begins with: an extension
/// brings types and functions, types have collations, a routine takes types and has a language, and the others
/// are done by routines.
const TOOLS: [(ObjectKind, &str); 19] = [
    (ObjectKind::Language, ""),
    (ObjectKind::Collation, ""),
    (ObjectKind::Domain, ""),
    (ObjectKind::Type, ""),
    (ObjectKind::Routine, ""),
    (ObjectKind::Cast, ""),
    (ObjectKind::Collation, "conversion "),
    (ObjectKind::Operator, ""),
    (ObjectKind::Operator, "access method "),
    (ObjectKind::Operator, "family "),
    (ObjectKind::Operator, "class "),
    (ObjectKind::Routine, "CREATE OR REPLACE AGGREGATE "),
    (ObjectKind::TextSearch, "parser "),
    (ObjectKind::TextSearch, "template "),
    (ObjectKind::TextSearch, "dictionary "),
    (ObjectKind::TextSearch, "configuration "),
    (ObjectKind::Foreign, "wrapper "),
    (ObjectKind::Foreign, "server "),
    (ObjectKind::Foreign, ""),
];

fn tool(it: &ObjectName, object: Option<&Object>) -> usize {
    let text = object.map_or("", |object| &object.text);
    let is_it = |(kind, begins): &(ObjectKind, &str)| {
        *kind == it.kind && (it.name.name.starts_with(begins) || text.starts_with(begins))
    };
    let all = TOOLS.iter().enumerate().filter(|(_, tool)| is_it(tool));
    all.max_by_key(|(_, (_, begins))| begins.len()).map_or(0, |(at, _)| at + 1)
}

struct Depths {
    from: Depth,
    to: Depth,
}

fn place(change: &Change, from: &Schema, depths: &Depths) -> (Stage, usize) {
    use Constraint::ForeignKey;
    let stage = match change {
        Change::CreateNamespace(_) => Stage::Namespaces,
        Change::DropObject(object) if is_tool(object.kind) => {
            return (Stage::ToolsGone, usize::MAX - tool(object, from.objects.get(object)));
        }
        Change::DropObject(object) => {
            return (Stage::UsersGone, usize::from(!ATTRIBUTES.contains(&object.kind)));
        }
        Change::DropView(name) => return (Stage::ViewsGone, usize::MAX - depths.from.view(name)),
        Change::DropConstraint(_, ForeignKey(_)) => Stage::ReferencesGone,
        Change::DropConstraint(..) | Change::DropIndex { .. } => Stage::Loosened,
        Change::DropTable(name) => {
            return (Stage::TablesGone, usize::MAX - depths.from.table(name));
        }
        Change::PutEnum(..) => Stage::Enums,
        Change::PutObject(object, put) if is_tool(object.kind) => {
            return (Stage::Tools, tool(object, Some(put)));
        }
        Change::PutSequence(name, sequence) if sequence.owned_by.is_none() => {
            let is_new = !from.sequences.contains_key(name);
            if is_new { Stage::Sequences } else { Stage::Freed }
        }
        Change::PutSequence(..) => Stage::Owners,
        Change::SetOptions(name, _) if !from.tables.contains_key(name) => Stage::Parts,
        Change::AddColumn(name, _)
        | Change::DropColumn(name, _)
        | Change::AlterColumn(name, _)
        | Change::SetOptions(name, _)
        | Change::ReorderColumns(name, _)
        | Change::RenameColumn { table: name, .. }
        | Change::RenameTable { to: name, .. } => return (Stage::Reshaped, depths.to.table(name)),
        Change::CreateTable(name, _) => return (Stage::Tables, depths.to.table(name)),
        Change::AddConstraint(_, ForeignKey(_)) => Stage::References,
        Change::AddConstraint(..) | Change::CreateIndex { .. } => Stage::Tightened,
        Change::PutView(name, _) => return (Stage::Views, depths.to.view(name)),
        Change::PutObject(..) => Stage::Users,
        Change::DropSequence(_) => Stage::SequencesGone,
        Change::DropEnum(_) => Stage::EnumsGone,
        Change::DropNamespace(_) => Stage::NamespacesGone,
    };
    (stage, 0)
}

/// How many others stand below a table or a view.
struct Depth {
    tables: BTreeMap<Name, usize>,
    views: BTreeMap<Name, usize>,
}

impl Depth {
    fn of(schema: &Schema) -> Self {
        let needed = |name: &Name| {
            let Some(table) = schema.tables.get(name) else { return Vec::new() };
            let referred = table.foreign_keys.iter().map(|key| &key.references);
            let all = table.options.parents().chain(referred);
            let counted = table.columns.iter().filter_map(|column| counted_by(schema, column));
            all.chain(counted).filter(|other| *other != name).cloned().collect::<Vec<_>>()
        };
        let read = |name: &Name| match schema.views.get(name) {
            Some(view) if view.uses.is_empty() => {
                let read = read_by(&view.query);
                let others = schema.views.keys().filter(|other| *other != name);
                others.filter(|other| read.contains(&*other.name)).cloned().collect()
            }
            view => view.iter().flat_map(|view| &view.uses).map(|(of, _)| of.clone()).collect(),
        };
        Self {
            tables: depths(schema.tables.keys(), &needed),
            views: depths(schema.views.keys(), &read),
        }
    }

    fn table(&self, name: &Name) -> usize {
        self.tables.get(name).copied().unwrap_or_default()
    }

    fn view(&self, name: &Name) -> usize {
        self.views.get(name).copied().unwrap_or_default()
    }
}

/// The words of a query that may be what it reads, where no engine says that: those behind `FROM` and
/// `JOIN`, up to the next clause.
fn read_by(query: &str) -> BTreeSet<&str> {
    const CLAUSES: [&str; 10] =
        ["select", "where", "on", "using", "group", "having", "order", "limit", "union", "window"];
    let mut names = BTreeSet::new();
    let mut reads = false;
    let words = query.split(|it: char| !it.is_alphanumeric() && it != '_');
    for word in words.filter(|word| !word.is_empty()) {
        let is = |other: &&str| word.eq_ignore_ascii_case(other);
        match word {
            _ if ["from", "join", "straight_join"].iter().any(is) => reads = true,
            _ if CLAUSES.iter().any(is) => reads = false,
            _ if reads => {
                names.insert(word);
            }
            _ => {}
        }
    }
    names
}

/// The table whose sequence gives the column its default: `nextval ( 's' :: regclass )`.
fn counted_by<'s>(schema: &'s Schema, column: &Column) -> Option<&'s Name> {
    let default = column.default.as_deref().filter(|default| default.starts_with("nextval"))?;
    let written = default.split('\'').nth(1)?.replace('"', "");
    let (namespace, name) = written.rsplit_once('.').unwrap_or(("", &written));
    let name = Name::new(namespace, name);
    schema.sequences.get(&name)?.owned_by.as_ref().map(|(table, _)| table)
}

/// Each depth is one more than the greatest of what is below; what goes in circles ends somewhere.
fn depths<'n>(
    names: impl Iterator<Item = &'n Name>,
    below: &dyn Fn(&Name) -> Vec<Name>,
) -> BTreeMap<Name, usize> {
    let all: BTreeMap<&Name, Vec<Name>> = names.map(|name| (name, below(name))).collect();
    let mut found: BTreeMap<Name, usize> = all.keys().map(|name| ((*name).clone(), 0)).collect();
    for _ in 0..all.len() {
        let mut is_settled = true;
        for (name, below) in &all {
            let deepest = below.iter().filter_map(|other| found.get(other)).max();
            let depth = deepest.map_or(0, |deepest| deepest + 1).min(all.len());
            is_settled &= found.insert((*name).clone(), depth) == Some(depth);
        }
        if is_settled {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_what_stands_behind_its_froms() {
        let read = |query: &str| read_by(query).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            read("select a, b from z where c in (select d from `app`.y)"),
            ["app", "y", "z"]
        );
        assert_eq!(read("select 1 from (t join u on t.a = u.b), v order by w"), ["t", "u"]);
        assert_eq!(read("select 1 FROM t, v ORDER BY w"), ["t", "v"]);
    }
}
