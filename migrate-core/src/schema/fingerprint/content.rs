//! What there is in a noun, as bytes: each part with its length before it, so that no two schemas
//! are the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::schema::{
    Action, Check, Column, Conflict, Deferrable, Enum, Exclusion, ForeignKey, Generated, Identity,
    Index, IndexColumn, IndexKey, KeyColumn, List, Map, Name, NameParts, Object, ObjectKind,
    ObjectName, PrimaryKey, Sequence, Table, TableOptions, Unique, View,
};

/// Where the bytes go.
#[derive(Debug, Default)]
pub(super) struct Ink(pub(super) Vec<u8>);

impl Ink {
    fn count(&mut self, count: usize) {
        self.0.extend((count as u64).to_le_bytes());
    }
}

/// Something that has content.
pub(super) trait Content {
    fn put(&self, ink: &mut Ink);
}

impl Content for str {
    fn put(&self, ink: &mut Ink) {
        ink.count(self.len());
        ink.0.extend(self.as_bytes());
    }
}

impl Content for String {
    fn put(&self, ink: &mut Ink) {
        self.as_str().put(ink);
    }
}

impl Content for () {
    fn put(&self, _: &mut Ink) {}
}

impl Content for bool {
    fn put(&self, ink: &mut Ink) {
        ink.0.push(u8::from(*self));
    }
}

impl Content for u32 {
    fn put(&self, ink: &mut Ink) {
        ink.0.extend(self.to_le_bytes());
    }
}

impl Content for i64 {
    fn put(&self, ink: &mut Ink) {
        ink.0.extend(self.to_le_bytes());
    }
}

impl<T: Content> Content for Option<T> {
    fn put(&self, ink: &mut Ink) {
        self.is_some().put(ink);
        if let Some(content) = self {
            content.put(ink);
        }
    }
}

impl<T: Content> Content for Arc<T> {
    fn put(&self, ink: &mut Ink) {
        self.as_ref().put(ink);
    }
}

impl<T: Content> Content for Vec<T> {
    fn put(&self, ink: &mut Ink) {
        ink.count(self.len());
        self.iter().for_each(|item| item.put(ink));
    }
}

impl<T: Content> Content for List<T> {
    fn put(&self, ink: &mut Ink) {
        ink.count(self.len());
        self.iter().for_each(|item| item.put(ink));
    }
}

impl<K: Content, V: Content> Content for BTreeMap<K, V> {
    fn put(&self, ink: &mut Ink) {
        ink.count(self.len());
        self.iter().for_each(|(key, value)| {
            key.put(ink);
            value.put(ink);
        });
    }
}

impl<K: Content, V: Content> Content for Map<K, V> {
    fn put(&self, ink: &mut Ink) {
        ink.count(self.len());
        self.iter().for_each(|(key, value)| {
            key.put(ink);
            value.put(ink);
        });
    }
}

impl<A: Content, B: Content> Content for (A, B) {
    fn put(&self, ink: &mut Ink) {
        self.0.put(ink);
        self.1.put(ink);
    }
}

/// The fields of a noun, all of them: one that is added does not compile until it is here, and then
/// [`super::FORMAT`] is another.
macro_rules! fields {
    ($($noun:ident { $($field:ident),* })*) => {
        $(impl Content for $noun {
            fn put(&self, ink: &mut Ink) {
                let Self { $($field),* } = self;
                $($field.put(ink);)*
            }
        })*
    };
}

fields! {
    NameParts { namespace, name }
    Table {
        columns, primary_key, uniques, checks, foreign_keys, exclusions, indexes, options
    }
    TableOptions {
        strict, without_rowid, engine, charset, collation, comment, inherits, partition_by,
        partition_of, settings
    }
    Column {
        name, data_type, nullable, not_null_conflict, default, collation, generated, identity,
        charset, on_update, invisible, comment, settings
    }
    Generated { expression, stored }
    PrimaryKey { name, columns, conflict, include, deferrable, without_overlaps }
    Unique {
        name, columns, conflict, include, deferrable, nulls_not_distinct, without_overlaps
    }
    KeyColumn { name, descending, collation, prefix }
    Check { name, expression, conflict, not_valid, not_enforced, no_inherit, in_column }
    ForeignKey {
        name, columns, references, referenced_columns, on_delete, on_update, deferrable,
        on_delete_columns, match_full, period, not_valid, not_enforced
    }
    Exclusion { name, definition, deferrable }
    Index {
        unique, method, columns, include, predicate, nulls_not_distinct, invisible, comment,
        settings
    }
    IndexColumn { key, descending, collation, nulls_first, operator_class, prefix }
    View { materialized, columns, query, frozen, uses, may_use, indexes, settings }
    Enum { values }
    Sequence { data_type, start, increment, minimum, maximum, cycle, owned_by, settings }
    ObjectName { kind, name }
    Object { table, text }
}

impl Content for Name {
    fn put(&self, ink: &mut Ink) {
        NameParts::put(self, ink);
    }
}

impl Content for IndexKey {
    fn put(&self, ink: &mut Ink) {
        let (is_column, text) = match self {
            Self::Column(name) => (true, name),
            Self::Expression(text) => (false, text),
        };
        is_column.put(ink);
        text.put(ink);
    }
}

impl Content for Identity {
    fn put(&self, ink: &mut Ink) {
        match self {
            Self::AutoIncrement => "auto-increment",
            Self::Always => "always",
            Self::ByDefault => "by default",
        }
        .put(ink);
    }
}

impl Content for Deferrable {
    fn put(&self, ink: &mut Ink) {
        match self {
            Self::No => "no",
            Self::InitiallyImmediate => "immediate",
            Self::InitiallyDeferred => "deferred",
        }
        .put(ink);
    }
}

impl Content for Action {
    fn put(&self, ink: &mut Ink) {
        self.sql().put(ink);
    }
}

impl Content for Conflict {
    fn put(&self, ink: &mut Ink) {
        Self::sql_or_default(Some(*self)).put(ink);
    }
}

impl Content for ObjectKind {
    fn put(&self, ink: &mut Ink) {
        self.words().put(ink);
    }
}
