//! Who uses what: indexes over the schema, so that no statement has to look at all of it.
//!
//! They hold nothing that the schema does not say: built anew from it they are the same, which a
//! property test checks. [`Following::leave`] and [`Following::enter`] stand around every change.

mod counted;
mod following;
mod heirs;
mod texts;
mod unread;

use std::sync::Arc;

use super::engine::Engine;
use super::expression;
use crate::change::Change;
use crate::schema::{Column, Constraint, Map, Name, Object, ObjectKind, ObjectName};
use crate::schema::{Schema, Sequence, Table, View};
use crate::sql::normal;
use counted::Counted;
pub(super) use following::Following;
pub(crate) use heirs::Heirs;
pub(crate) use texts::Texts;
use unread::Unread;

/// Something outside of tables whose text uses other things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum User {
    /// A view.
    View(Name),
    /// A trigger, policy, rule or other object.
    Object(ObjectName),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// The indexes.
#[derive(Clone, Debug)]
pub(super) struct Dependents {
    engine: &'static Engine,
    /// Tables and views by their name in lower case, where letter case means nothing.
    spelled: Map<Name, Name>,
    /// Triggers and virtual tables in the same way.
    called: Map<ObjectName, ObjectName>,
    /// The table of each index that is named in a namespace.
    indexes: Counted<Name, Name>,
    /// The tables with a constraint of that name, by the namespace they are in.
    constraints: Counted<Name, Name>,
    /// The tables with a foreign key to a table.
    referrers: Counted<Name, Name>,
    /// The tables that inherit from a table or are partitions of it.
    children: Heirs,
    /// The columns of a type, but for the engine's own types.
    typed: Counted<Arc<str>, (Name, Arc<str>)>,
    /// The columns that take their default from a sequence.
    numbered: Counted<Name, (Name, Arc<str>)>,
    /// The sequences that go with a table.
    owned: Counted<Name, Name>,
    /// The objects that belong to a table.
    belongings: Counted<Name, ObjectName>,
    /// The views that are bound to a table or view.
    readers: Counted<Name, Name>,
    /// The views and objects whose text has a word.
    texts: Texts,
    /// What does not follow from the schema: which of those texts must be read again.
    unread: Unread,
}

impl PartialEq for Dependents {
    fn eq(&self, other: &Self) -> bool {
        self.spelled == other.spelled
            && self.called == other.called
            && self.indexes == other.indexes
            && self.constraints == other.constraints
            && self.referrers == other.referrers
            && self.children == other.children
            && self.typed == other.typed
            && self.numbered == other.numbered
            && self.owned == other.owned
            && self.belongings == other.belongings
            && self.readers == other.readers
            && self.texts == other.texts
    }
}

impl Dependents {
    pub(super) fn new(engine: &'static Engine) -> Self {
        Self {
            engine,
            spelled: Map::default(),
            called: Map::default(),
            indexes: Counted::default(),
            constraints: Counted::default(),
            referrers: Counted::default(),
            children: Heirs::default(),
            typed: Counted::default(),
            numbered: Counted::default(),
            owned: Counted::default(),
            belongings: Counted::default(),
            readers: Counted::default(),
            texts: Texts::default(),
            unread: Unread::default(),
        }
    }

    /// Those of a whole schema.
    pub(super) fn of(schema: &Schema, engine: &'static Engine) -> Self {
        let mut own = Self::new(engine);
        for name in schema.tables.keys() {
            own.whole_table(schema, name, Way::In);
        }
        schema.views.iter().for_each(|(name, view)| own.view(name, view, Way::In));
        schema.objects.iter().for_each(|(name, object)| own.object(name, object, Way::In));
        schema.sequences.iter().for_each(|(name, it)| own.sequence(name, it, Way::In));
        own
    }

    /// The table or view that `name` means, in its own letters, where letter case means nothing.
    pub(super) fn spelled(&self, name: &Name) -> Option<&Name> {
        self.spelled.get(&self.key(name))
    }

    /// The object that `name` means, in its own letters, where letter case means nothing.
    pub(super) fn called(&self, kind: ObjectKind, name: &Name) -> Option<&ObjectName> {
        self.called.get(&self.folded_object(kind, name))
    }

    fn folded_object(&self, kind: ObjectKind, name: &Name) -> ObjectName {
        ObjectName { kind, name: self.key(name) }
    }

    /// The table of the index of that name.
    pub(super) fn table_of_index(&self, name: &Name) -> Option<Name> {
        self.indexes.first(&self.key(name)).cloned()
    }

    /// Whether some table in the namespace has a constraint of that name.
    pub(super) fn has_constraint(&self, name: &Name) -> bool {
        self.constraints.first(name).is_some()
    }

    /// The tables in the namespace that have a constraint of that name.
    pub(super) fn constrained(&self, name: &Name) -> Vec<Name> {
        self.constraints.all(name)
    }

    pub(super) fn referrers(&self, table: &Name) -> Vec<Name> {
        self.referrers.all(&self.key(table))
    }

    pub(super) fn children(&self, table: &Name) -> Vec<Name> {
        self.children.of(&self.key(table))
    }

    /// All tables below others.
    pub(super) const fn heirs(&self) -> &Heirs {
        &self.children
    }

    /// The columns whose type has that name in some namespace.
    pub(super) fn typed(&self, word: &str) -> Vec<(Name, Arc<str>)> {
        self.typed.all(word)
    }

    pub(super) fn numbered(&self, sequence: &Name) -> Vec<(Name, Arc<str>)> {
        self.numbered.all(&self.key(sequence))
    }

    pub(super) fn owned(&self, table: &Name) -> Vec<Name> {
        self.owned.all(&self.key(table))
    }

    pub(super) fn belongings(&self, table: &Name) -> Vec<ObjectName> {
        self.belongings.all(&self.key(table))
    }

    pub(super) fn readers(&self, relation: &Name) -> Vec<Name> {
        self.readers.all(&self.key(relation))
    }

    fn pass(&mut self, schema: &Schema, change: &Change, way: Way) {
        match change {
            Change::CreateTable(name, _) | Change::DropTable(name) => {
                self.whole_table(schema, name, way);
            }
            Change::RenameTable { from, to } => {
                self.whole_table(schema, if way == Way::Out { from } else { to }, way);
            }
            Change::SetOptions(name, _) => {
                if let Some(table) = schema.tables.get(name) {
                    self.parents(name, table, way);
                }
            }
            Change::AddColumn(name, column) | Change::AlterColumn(name, column) => {
                self.column_of(schema, name, &column.name, way);
            }
            Change::DropColumn(name, column) => self.column_of(schema, name, column, way),
            Change::RenameColumn { table, from, to } => {
                self.column_of(schema, table, if way == Way::Out { from } else { to }, way);
            }
            Change::AddConstraint(name, constraint) if way == Way::In => {
                self.constraint(name, constraint, way);
            }
            Change::DropConstraint(name, constraint) if way == Way::Out => {
                self.constraint(name, constraint, way);
            }
            Change::CreateIndex { table, name, .. } if way == Way::In => {
                self.index(table, name, way);
            }
            Change::DropIndex { table, name } if way == Way::Out => {
                self.index(table, name, way);
            }
            _ => self.thing(schema, change, way),
        }
    }

    fn thing(&mut self, schema: &Schema, change: &Change, way: Way) {
        match change {
            Change::PutView(name, _) | Change::DropView(name) => {
                if let Some(view) = schema.views.get(name) {
                    self.view(name, view, way);
                }
            }
            Change::PutSequence(name, _) | Change::DropSequence(name) => {
                if let Some(sequence) = schema.sequences.get(name) {
                    self.sequence(name, sequence, way);
                }
            }
            Change::PutObject(name, _) | Change::DropObject(name) => {
                if let Some(object) = schema.objects.get(name) {
                    self.object(name, object, way);
                }
            }
            _ => {}
        }
    }

    /// A name as these indexes know it.
    fn key(&self, name: &Name) -> Name {
        if !self.engine.folds_names {
            return name.clone();
        }
        Name::new(normal::lowered(name.namespace.clone()), normal::lowered(name.name.clone()))
    }

    fn whole_table(&mut self, schema: &Schema, name: &Name, way: Way) {
        let Some(table) = schema.tables.get(name) else { return };
        self.spelling(name, way);
        self.parents(name, table, way);
        for column in &table.columns {
            self.column(name, column, way);
        }
        for constraint in table.constraints() {
            self.constraint(name, &constraint, way);
        }
        for index in table.indexes.keys() {
            self.index(name, index, way);
        }
    }

    fn spelling(&mut self, name: &Name, way: Way) {
        if self.engine.folds_names {
            match way {
                Way::In => self.spelled.insert(self.key(name), name.clone()),
                Way::Out => drop(self.spelled.remove(&self.key(name))),
            }
        }
    }

    fn parents(&mut self, table: &Name, of: &Table, way: Way) {
        for parent in of.options.parents() {
            self.children.count(parent.clone(), table.clone(), way);
        }
    }

    fn column_of(&mut self, schema: &Schema, table: &Name, column: &str, way: Way) {
        if self.engine.binds
            && let Some(column) = schema.tables.get(table).and_then(|table| table.column(column))
        {
            self.column(table, column, way);
        }
    }

    fn column(&mut self, table: &Name, column: &Column, way: Way) {
        if !self.engine.binds {
            return;
        }
        let of = || (table.clone(), Arc::from(column.name.as_str()));
        if let Some(word) = expression::own_type(&column.data_type) {
            self.typed.count(Arc::from(word), of(), way);
        }
        if let Some(sequence) = column.default.as_deref().and_then(expression::sequence) {
            self.numbered.count(sequence, of(), way);
        }
    }

    fn constraint(&mut self, table: &Name, constraint: &Constraint, way: Way) {
        if let Constraint::ForeignKey(key) = constraint {
            self.referrers.count(self.key(&key.references), table.clone(), way);
        }
        let Some(name) = constraint.name() else { return };
        let is_folded = matches!(constraint, Constraint::ForeignKey(_) | Constraint::Check(_));
        if is_folded && self.engine.tables_share_names {
            let name = name.to_ascii_lowercase();
            let named = table.beside(name);
            self.constraints.count(named, table.clone(), way);
        }
        if !self.engine.keys_are_indexes {
            return;
        }
        let named = table.beside(name);
        if is_indexed(constraint) {
            self.indexes.count(named.clone(), table.clone(), way);
        }
        self.constraints.count(named, table.clone(), way);
    }

    fn index(&mut self, table: &Name, name: &str, way: Way) {
        if self.engine.indexes_are_named_in_namespace {
            let named = table.beside(name);
            self.indexes.count(self.key(&named), table.clone(), way);
        }
    }

    fn sequence(&mut self, name: &Name, sequence: &Sequence, way: Way) {
        if let Some((table, _)) = &sequence.owned_by {
            self.owned.count(table.clone(), name.clone(), way);
        }
    }

    fn view(&mut self, name: &Name, view: &View, way: Way) {
        self.spelling(name, way);
        for index in view.indexes.keys() {
            self.index(name, index, way);
        }
        for (relation, _) in &view.uses {
            self.readers.count(relation.clone(), name.clone(), way);
        }
        let user = User::View(name.clone());
        for (relation, _) in &view.frozen {
            self.texts.star(&relation.name, &user, way);
        }
        self.text(&view.query, &user, way);
    }

    fn object(&mut self, name: &ObjectName, object: &Object, way: Way) {
        if self.engine.folds_names {
            let folded = self.folded_object(name.kind, &name.name);
            match way {
                Way::In => self.called.insert(folded, name.clone()),
                Way::Out => drop(self.called.remove(&folded)),
            }
        }
        if let Some(table) = &object.table {
            self.belongings.count(self.key(table), name.clone(), way);
        }
        if matches!(name.kind, ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule) {
            self.text(&object.text, &User::Object(name.clone()), way);
        }
    }
}

/// Whether there is an index behind a constraint, with its name.
pub(super) const fn is_indexed(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => true,
        Constraint::Check(_) | Constraint::ForeignKey(_) => false,
    }
}
