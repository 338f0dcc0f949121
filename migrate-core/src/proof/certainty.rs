//! What of the model is known for certain, and since when.

use std::sync::Arc;

use crate::change::Change;
use crate::command::{Command, DataKind, What};
use crate::replay::{About, Step};
use crate::schema::{Map, Name, ObjectName};

/// What identifies something of the schema that has a definition of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A namespace.
    Namespace(String),
    /// A table, view or sequence.
    Relation(Name),
    /// An enumerated type.
    Enum(Name),
    /// Anything else.
    Object(ObjectName),
}

impl Key {
    /// What a change is about.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        match change {
            Change::CreateNamespace(name) | Change::DropNamespace(name) => {
                Self::Namespace(name.clone())
            }
            Change::CreateTable(name, _)
            | Change::DropTable(name)
            | Change::RenameTable { from: name, .. }
            | Change::SetOptions(name, _)
            | Change::AddColumn(name, _)
            | Change::DropColumn(name, _)
            | Change::RenameColumn { table: name, .. }
            | Change::AlterColumn(name, _)
            | Change::ReorderColumns(name, _)
            | Change::AddConstraint(name, _)
            | Change::DropConstraint(name, _)
            | Change::CreateIndex { table: name, .. }
            | Change::DropIndex { table: name, .. }
            | Change::PutView(name, _)
            | Change::DropView(name)
            | Change::PutSequence(name, _)
            | Change::DropSequence(name) => Self::Relation(name.clone()),
            Change::PutEnum(name, _) | Change::DropEnum(name) => Self::Enum(name.clone()),
            Change::PutObject(name, _) | Change::DropObject(name) => Self::Object(name.clone()),
        }
    }

    /// Its name, for a namespace that of one in the default namespace.
    fn name(&self) -> Name {
        match self {
            Self::Namespace(name) => Name::bare(name.clone()),
            Self::Relation(name) | Self::Enum(name) => name.clone(),
            Self::Object(object) => object.name.clone(),
        }
    }
}

/// A doubt and when it arose.
type Raised = (u32, Arc<str>);

/// What is doubted, what was made certain again by creating or dropping it, and when. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Certainty {
    clock: u32,
    everything: Option<Raised>,
    doubted: Map<Name, Raised>,
    settled: Map<Key, u32>,
    /// Tables from which rows were deleted, whose numbers may stand behind those of the rows.
    thinned: Map<Name, ()>,
}

impl Certainty {
    /// Why it is not known what stands under `key`, if it is not.
    #[must_use]
    pub fn doubt(&self, key: &Key) -> Option<&str> {
        let particular = self.doubted.get(&key.name());
        let latest = self.everything.as_ref().max_by_time(particular)?;
        let settled = self.settled.get(key).is_some_and(|&time| time > latest.0);
        (!settled).then_some(&*latest.1)
    }

    /// Whether rows were deleted from a table, so that more numbers were given out than the largest of
    /// its rows tells.
    #[must_use]
    pub fn is_thinned(&self, table: &Name) -> bool {
        self.thinned.contains_key(table)
    }

    /// Takes in what a step made certain and what it made doubtful.
    pub fn absorb(&mut self, step: &Step<'_>) {
        self.clock += 1;
        if let What::Data(data) = &step.command.what
            && matches!(data.kind, DataKind::Delete | DataKind::Truncate)
        {
            step.targets.iter().for_each(|table| self.thinned.insert(table.clone(), ()));
        }
        if step.failure.is_none() && !step.command.conditional {
            for change in &step.changes {
                self.settle(step.command, change);
            }
            if drops_if_there(&step.command.what) {
                for target in &step.targets {
                    self.settled.insert(Key::Relation(target.clone()), self.clock);
                }
            }
        }
        for doubt in &step.doubts {
            let raised = (self.clock, Arc::from(doubt.reason.as_str()));
            match &doubt.about {
                About::Everything => self.everything = Some(raised),
                About::Thing(name) => {
                    self.doubted.insert(name.clone(), raised);
                }
            }
        }
    }

    fn settle(&mut self, command: &Command, change: &Change) {
        let key = Key::of(change);
        match change {
            Change::RenameTable { from, to } => self.renamed(from, to),
            Change::DropTable(_)
            | Change::DropView(_)
            | Change::DropEnum(_)
            | Change::DropSequence(_)
            | Change::DropObject(_)
            | Change::DropNamespace(_) => {
                self.settled.insert(key, self.clock);
            }
            Change::CreateTable(..)
            | Change::CreateNamespace(_)
            | Change::PutView(..)
            | Change::PutEnum(..)
            | Change::PutSequence(..)
            | Change::PutObject(..)
                if creates(&command.what)
                    && !(only_if_missing(&command.what) && self.doubt(&key).is_some()) =>
            {
                self.settled.insert(key, self.clock);
            }
            // What stands under a name that was put by anything but a `CREATE` follows from what
            // stood there.
            _ => {}
        }
    }

    fn renamed(&mut self, from: &Name, to: &Name) {
        if self.thinned.contains_key(from) {
            self.thinned.insert(to.clone(), ());
        }
        let (old, new) = (Key::Relation(from.clone()), Key::Relation(to.clone()));
        if self.doubt(&old).is_none() {
            self.settled.insert(new, self.clock);
        } else {
            self.settled.remove(&new);
            if let Some(raised) = self.doubted.get(from).cloned() {
                self.doubted.insert(to.clone(), raised);
            }
        }
        self.settled.insert(old, self.clock);
    }
}

trait Latest<'a> {
    fn max_by_time(self, other: Option<&'a Raised>) -> Option<&'a Raised>;
}

impl<'a> Latest<'a> for Option<&'a Raised> {
    fn max_by_time(self, other: Self) -> Self {
        match (self, other) {
            (Some(one), Some(other)) => Some(if one.0 >= other.0 { one } else { other }),
            (one, other) => one.or(other),
        }
    }
}

const fn creates(what: &What) -> bool {
    matches!(
        what,
        What::CreateNamespace { .. }
            | What::CreateTable(_)
            | What::CreateView(_)
            | What::CreateEnum { .. }
            | What::CreateSequence(_)
            | What::CreateObject(_)
    )
}

/// Whether it leaves alone what is there already.
pub(super) fn only_if_missing(what: &What) -> bool {
    use crate::command::TableChange::{AddColumn, AddConstraint, AddIndex};
    match what {
        What::CreateNamespace { if_not_exists, .. } | What::CreateEnum { if_not_exists, .. } => {
            *if_not_exists
        }
        What::CreateTable(create) => create.if_not_exists,
        What::CreateIndex(create) => create.if_not_exists,
        What::CreateView(create) => create.if_not_exists,
        What::CreateSequence(create) => create.if_not_exists,
        What::CreateObject(create) => create.if_not_exists,
        What::AlterEnum {
            change: crate::command::EnumChange::AddValue { if_not_exists, .. },
            ..
        } => *if_not_exists,
        What::AlterTable(alter) => match &alter.change {
            AddColumn { if_not_exists, .. } => *if_not_exists,
            AddConstraint(constraint) => constraint.if_not_exists,
            AddIndex(index) => index.if_not_exists,
            _ => false,
        },
        _ => false,
    }
}

/// Whether it replaces what is there already.
pub(super) fn replaces(what: &What) -> bool {
    match what {
        What::CreateTable(create) => create.or_replace,
        What::CreateView(create) => create.or_replace,
        What::CreateObject(create) => create.or_replace,
        What::CreateIndex(create) => create.or_replace,
        _ => false,
    }
}

/// Whether it drops a relation and leaves one alone that is missing.
const fn drops_if_there(what: &What) -> bool {
    matches!(
        what,
        What::DropTables { if_exists: true, temporary: false, .. }
            | What::DropViews { if_exists: true, .. }
    )
}

/// Whether it leaves alone what is missing.
pub(super) const fn only_if_there(what: &What) -> bool {
    use crate::command::TableChange::{
        AlterColumn, DropColumn, DropConstraint, DropIndex, ReplaceColumn,
    };
    match what {
        What::DropNamespaces { if_exists, .. }
        | What::DropTables { if_exists, .. }
        | What::DropViews { if_exists, .. }
        | What::AlterView { if_exists, .. }
        | What::AlterSequence { if_exists, .. } => *if_exists,
        What::DropIndexes(drop) => drop.if_exists,
        What::AlterIndex(alter) => alter.if_exists,
        What::DropObjects(drop) => drop.if_exists,
        What::AlterObject(alter) => alter.if_exists,
        What::AlterTable(alter) => {
            alter.if_exists
                || match &alter.change {
                    DropColumn { if_exists, .. }
                    | AlterColumn { if_exists, .. }
                    | ReplaceColumn { if_exists, .. }
                    | DropConstraint { if_exists, .. }
                    | DropIndex { if_exists, .. } => *if_exists,
                    _ => false,
                }
        }
        _ => false,
    }
}

/// Whether it takes what depends on its targets with it.
pub(super) const fn cascades(what: &What) -> bool {
    use crate::command::TableChange::{DropColumn, DropConstraint};
    match what {
        What::DropNamespaces { cascade, .. }
        | What::DropTables { cascade, .. }
        | What::DropViews { cascade, .. } => *cascade,
        What::DropIndexes(drop) => drop.cascade,
        What::DropObjects(drop) => drop.cascade,
        What::AlterTable(alter) => match &alter.change {
            DropColumn { cascade, .. } | DropConstraint { cascade, .. } => *cascade,
            _ => false,
        },
        _ => false,
    }
}

/// Whether it drops things by their names.
pub(super) const fn drops(what: &What) -> bool {
    matches!(
        what,
        What::DropTables { .. }
            | What::DropViews { .. }
            | What::DropIndexes(_)
            | What::DropObjects(_)
            | What::DropNamespaces { .. }
    )
}

/// Whether the engine makes up a name for what it creates, which depends on the names there are.
pub(super) fn names_itself(what: &What) -> bool {
    match what {
        What::CreateIndex(create) => create.name.is_none(),
        What::AlterTable(alter) => match &alter.change {
            crate::command::TableChange::AddConstraint(constraint) => {
                constraint.constraint.name().is_none()
            }
            crate::command::TableChange::AddIndex(index) => index.name.is_none(),
            crate::command::TableChange::AddColumn { column, .. } => {
                !column.constraints.is_empty() || column.serial
            }
            _ => false,
        },
        _ => false,
    }
}
