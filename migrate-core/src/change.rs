//! The verbs: what a statement does to a schema.
//!
//! SQL is lowered to changes, replay applies them, the differ returns them.

mod apply;
pub mod picture;
pub mod words;

use crate::schema::{
    Column, Constraint, Enum, Index, Name, Object, ObjectName, Sequence, Table, TableOptions, View,
};

pub use apply::ApplyError;

/// One change of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "tables are created far more often than listed")]
pub enum Change {
    /// A namespace appears.
    CreateNamespace(String),
    /// A namespace goes.
    DropNamespace(String),
    /// A table appears, with all that belongs to it.
    CreateTable(Name, Table),
    /// A table goes, with all that belongs to it.
    DropTable(Name),
    /// A table gets another name.
    RenameTable {
        /// Its name before.
        from: Name,
        /// Its name after.
        to: Name,
    },
    /// The attributes of a table as a whole are set.
    SetOptions(Name, TableOptions),
    /// A column is added at the end.
    AddColumn(Name, Column),
    /// A column goes.
    DropColumn(Name, String),
    /// A column gets another name.
    RenameColumn {
        /// The table.
        table: Name,
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// A column of the same name gets other attributes.
    AlterColumn(Name, Column),
    /// The columns stand in another order.
    ReorderColumns(Name, Vec<String>),
    /// A constraint is added.
    AddConstraint(Name, Constraint),
    /// A constraint goes.
    DropConstraint(Name, Constraint),
    /// An index appears.
    CreateIndex {
        /// The table.
        table: Name,
        /// The name of the index.
        name: String,
        /// The index.
        index: Index,
    },
    /// An index goes.
    DropIndex {
        /// The table.
        table: Name,
        /// The name of the index.
        name: String,
    },
    /// A view appears, or takes the place of the one with its name.
    PutView(Name, View),
    /// A view goes.
    DropView(Name),
    /// An enumerated type appears, or takes the place of the one with its name.
    PutEnum(Name, Enum),
    /// An enumerated type goes.
    DropEnum(Name),
    /// A sequence appears, or takes the place of the one with its name.
    PutSequence(Name, Sequence),
    /// A sequence goes.
    DropSequence(Name),
    /// An object appears, or takes the place of the one with its name.
    PutObject(ObjectName, Object),
    /// An object goes.
    DropObject(ObjectName),
}

impl Change {
    /// The table that it happens inside of; none where a table comes, goes or gets another name.
    #[must_use]
    pub const fn inside(&self) -> Option<&Name> {
        match self {
            Self::SetOptions(name, _)
            | Self::AddColumn(name, _)
            | Self::DropColumn(name, _)
            | Self::RenameColumn { table: name, .. }
            | Self::AlterColumn(name, _)
            | Self::ReorderColumns(name, _)
            | Self::AddConstraint(name, _)
            | Self::DropConstraint(name, _)
            | Self::CreateIndex { table: name, .. }
            | Self::DropIndex { table: name, .. } => Some(name),
            _ => None,
        }
    }

    /// The thing that it changes, or the table that it happens inside of; none where that is a
    /// namespace, which is in none.
    #[must_use]
    pub const fn subject(&self) -> Option<&Name> {
        match self {
            Self::CreateNamespace(_) | Self::DropNamespace(_) => None,
            Self::CreateTable(name, _)
            | Self::DropTable(name)
            | Self::RenameTable { from: name, .. }
            | Self::PutView(name, _)
            | Self::DropView(name)
            | Self::PutEnum(name, _)
            | Self::DropEnum(name)
            | Self::PutSequence(name, _)
            | Self::DropSequence(name)
            | Self::PutObject(ObjectName { name, .. }, _)
            | Self::DropObject(ObjectName { name, .. }) => Some(name),
            _ => self.inside(),
        }
    }
}
