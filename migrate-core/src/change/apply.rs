//! What each change does to a schema.

mod table;

use std::sync::Arc;

use super::Change;
use crate::schema::{Constraint, Map, Name, ObjectName, Schema, Table};

/// A change that does not fit the schema it was applied to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The namespace is there already.
    #[error("namespace `{0}` already exists")]
    DuplicateNamespace(String),
    /// There is no such namespace.
    #[error("namespace `{0}` does not exist")]
    MissingNamespace(String),
    /// A table of that name is there already.
    #[error("table `{0}` already exists")]
    DuplicateTable(Name),
    /// There is no such table.
    #[error("table `{0}` does not exist")]
    MissingTable(Name),
    /// The table has a column of that name already.
    #[error("table `{table}` already has a column `{column}`")]
    DuplicateColumn {
        /// The table.
        table: Name,
        /// The column.
        column: String,
    },
    /// The table has no such column.
    #[error("table `{table}` has no column `{column}`")]
    MissingColumn {
        /// The table.
        table: Name,
        /// The column.
        column: String,
    },
    /// The new order does not name each column of the table once.
    #[error("the new column order of table `{table}` does not name each of its columns once")]
    ColumnOrder {
        /// The table.
        table: Name,
        /// The order asked for.
        columns: Vec<String>,
    },
    /// The table has a primary key already.
    #[error("table `{0}` already has a primary key")]
    DuplicatePrimaryKey(Name),
    /// The table has no such constraint.
    #[error("table `{table}` has no such constraint")]
    MissingConstraint {
        /// The table.
        table: Name,
        /// The constraint that was to be dropped.
        constraint: Box<Constraint>,
    },
    /// The table has an index of that name already.
    #[error("table `{table}` already has an index `{index}`")]
    DuplicateIndex {
        /// The table.
        table: Name,
        /// The index.
        index: String,
    },
    /// The table has no such index.
    #[error("table `{table}` has no index `{index}`")]
    MissingIndex {
        /// The table.
        table: Name,
        /// The index.
        index: String,
    },
    /// There is no such view.
    #[error("view `{0}` does not exist")]
    MissingView(Name),
    /// There is no such enumerated type.
    #[error("type `{0}` does not exist")]
    MissingEnum(Name),
    /// There is no such sequence.
    #[error("sequence `{0}` does not exist")]
    MissingSequence(Name),
    /// There is no such object.
    #[error("{0} does not exist")]
    MissingObject(ObjectName),
}

impl Schema {
    /// Makes `change` in the model, or says why it does not fit and leaves the schema as it is.
    ///
    /// The effect is structural. What belongs to a table (columns, constraints, indexes) goes and is
    /// renamed with it, and so do references of a table to itself. Nothing outside of the table
    /// follows: triggers, views and other tables' references are changes of their own, which
    /// whoever lowers a statement has to state.
    ///
    /// # Errors
    ///
    /// When something the change needs is missing, or what it adds is there already.
    pub fn apply(&mut self, change: &Change) -> Result<(), ApplyError> {
        match change {
            Change::CreateNamespace(name) => self.create_namespace(name),
            Change::DropNamespace(name) => remove(&mut self.namespaces, name)
                .ok_or_else(|| ApplyError::MissingNamespace(name.clone())),
            Change::CreateTable(name, table) => self.create_table(name, table),
            Change::DropTable(name) => {
                remove(&mut self.tables, name).ok_or_else(|| ApplyError::MissingTable(name.clone()))
            }
            Change::RenameTable { from, to } => self.rename_table(from, to),
            Change::PutView(name, view) => put(&mut self.views, name, view),
            Change::DropView(name) => {
                remove(&mut self.views, name).ok_or_else(|| ApplyError::MissingView(name.clone()))
            }
            Change::PutEnum(name, definition) => put(&mut self.enums, name, definition),
            Change::DropEnum(name) => {
                remove(&mut self.enums, name).ok_or_else(|| ApplyError::MissingEnum(name.clone()))
            }
            Change::PutSequence(name, sequence) => put(&mut self.sequences, name, sequence),
            Change::DropSequence(name) => remove(&mut self.sequences, name)
                .ok_or_else(|| ApplyError::MissingSequence(name.clone())),
            Change::PutObject(name, object) => put(&mut self.objects, name, object),
            Change::DropObject(name) => remove(&mut self.objects, name)
                .ok_or_else(|| ApplyError::MissingObject(name.clone())),
            Change::SetOptions(name, _)
            | Change::AddColumn(name, _)
            | Change::DropColumn(name, _)
            | Change::RenameColumn { table: name, .. }
            | Change::AlterColumn(name, _)
            | Change::ReorderColumns(name, _)
            | Change::AddConstraint(name, _)
            | Change::DropConstraint(name, _)
            | Change::CreateIndex { table: name, .. }
            | Change::DropIndex { table: name, .. } => self.change_table(name, change),
        }
    }

    fn create_namespace(&mut self, name: &str) -> Result<(), ApplyError> {
        if self.namespaces.contains_key(name) {
            return Err(ApplyError::DuplicateNamespace(name.to_owned()));
        }
        self.namespaces.insert(name.to_owned(), ());
        Ok(())
    }

    fn create_table(&mut self, name: &Name, table: &Table) -> Result<(), ApplyError> {
        if self.tables.contains_key(name) {
            return Err(ApplyError::DuplicateTable(name.clone()));
        }
        self.tables.insert(name.clone(), Arc::new(table.clone()));
        Ok(())
    }

    fn rename_table(&mut self, from: &Name, to: &Name) -> Result<(), ApplyError> {
        if from != to && self.tables.contains_key(to) {
            return Err(ApplyError::DuplicateTable(to.clone()));
        }
        let Some(mut shared) = self.tables.get(from).cloned() else {
            return Err(ApplyError::MissingTable(from.clone()));
        };
        self.tables.remove(from);
        let table = Arc::make_mut(&mut shared);
        table.foreign_keys.update(|key| key.references == *from, |key| key.references = to.clone());
        table.sort();
        self.tables.insert(to.clone(), shared);
        Ok(())
    }

    fn change_table(&mut self, name: &Name, change: &Change) -> Result<(), ApplyError> {
        match self.tables.get_mut(name) {
            Some(table) => table::change(Arc::make_mut(table), name, change),
            None => Err(ApplyError::MissingTable(name.clone())),
        }
    }
}

fn remove<K: Ord + Clone, V: Clone>(map: &mut Map<K, V>, key: &K) -> Option<()> {
    map.remove(key).then_some(())
}

fn put<K: Ord + Clone, V: Clone>(
    map: &mut Map<K, V>,
    key: &K,
    value: &V,
) -> Result<(), ApplyError> {
    map.insert(key.clone(), value.clone());
    Ok(())
}

#[cfg(test)]
mod tests;
