//! The answers about relations, put together by the numbers that relations and columns have.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::questions::{
    ATTACHED, COLUMNS, COMMENTS, CONSTRAINTS, INDEXES, OBJECTS, PUBLIC, SEQUENCES, TABLES, VIEWS,
};
use super::{Cells, assemble};
use crate::dialect::catalog::Row;
use crate::schema::{Constraint, Name, Object, ObjectKind, ObjectName, Schema, Table, View};

/// A relation and one of its columns, or an index and zero.
type Place<'a> = (&'a str, &'a str);

/// What the rows of one answer are asked for by those of others.
pub(super) struct Answers<'a> {
    rows: &'a [Vec<Row>],
    names: HashMap<&'a str, Name>,
    columns: HashMap<Place<'a>, &'a str>,
    /// What PostgreSQL 18 keeps of NOT NULL.
    not_null: HashMap<Place<'a>, Cells<'a>>,
    comments: HashMap<Place<'a>, &'a str>,
    indexes: HashMap<&'a str, Cells<'a>>,
    /// The indexes of constraints.
    serving: HashSet<&'a str>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(rows: &'a [Vec<Row>]) -> Self {
        let of = |at: usize| rows.get(at).into_iter().flatten().map(Cells);
        let named = [TABLES, SEQUENCES, VIEWS].into_iter().flat_map(of);
        let foreign = of(OBJECTS).filter_map(|row| Some((row.get(6)?, row.name(1))));
        let constraint = |row: &Cells<'a>| matches!(row.text(3), "p" | "u" | "x");
        let not_null = of(CONSTRAINTS).filter(|row| row.text(3) == "n" && row.is(20));
        let comments = of(COMMENTS).filter_map(|row| Some((row.get(7)?, row.text(8), row.text(5))));
        Self {
            rows,
            names: named.map(|row| (row.text(0), row.name(1))).chain(foreign).collect(),
            columns: of(COLUMNS).map(|row| ((row.text(0), row.text(1)), row.text(2))).collect(),
            not_null: not_null.map(|row| ((row.text(0), row.text(4)), row)).collect(),
            comments: comments.map(|(of, column, text)| ((of, column), text)).collect(),
            indexes: of(INDEXES).map(|row| (row.text(1), row)).collect(),
            serving: of(CONSTRAINTS).filter(constraint).map(|row| row.text(1)).collect(),
        }
    }

    pub(super) fn rows(&self, at: usize) -> impl Iterator<Item = Cells<'a>> + use<'a> {
        self.rows.get(at).into_iter().flatten().map(Cells)
    }

    /// The names of columns of a relation.
    pub(super) fn names(
        &self,
        relation: &str,
        columns: impl Iterator<Item = &'a str>,
    ) -> Vec<String> {
        let name = |column| self.columns.get(&(relation, column)).copied().unwrap_or_default();
        columns.map(|column| name(column).to_owned()).collect()
    }

    pub(super) fn index(&self, number: &str) -> Option<Cells<'a>> {
        self.indexes.get(number).copied()
    }

    pub(super) fn comment(&self, of: &str, column: &str) -> Option<String> {
        self.comments.get(&(of, column)).map(|text| (*text).to_owned())
    }

    pub(super) fn not_null(&self, relation: &str, column: &str) -> Option<Cells<'a>> {
        self.not_null.get(&(relation, column)).copied()
    }

    /// Tables and views with all that is theirs.
    pub(super) fn put_into(&self, schema: &mut Schema) {
        let mut tables: HashMap<&str, Table> =
            self.rows(TABLES).map(|row| (row.text(0), assemble::table(row))).collect();
        let mut views: HashMap<&str, View> =
            self.rows(VIEWS).map(|row| (row.text(0), assemble::view(row))).collect();
        let mut columns: Vec<Cells<'_>> = self.rows(COLUMNS).collect();
        columns.sort_by_cached_key(|row| (row.text(0), row.number(1)));
        for row in columns {
            if let Some(table) = tables.get_mut(row.text(0)) {
                let name = self.names.get(row.text(0)).map(|it| &*it.name).unwrap_or_default();
                table.columns.push(assemble::column(row, name, self));
            } else if let Some(view) = views.get_mut(row.text(0)) {
                assemble::column_of_view(row, view);
            }
        }
        for row in self.rows(INDEXES) {
            if let Some(table) = tables.get_mut(row.text(0)) {
                assemble::said_of_table(row, self.serving.contains(row.text(1)), table);
                if !self.serving.contains(row.text(1)) {
                    table.indexes.insert(row.text(2).to_owned(), assemble::index(row, self));
                }
            } else if let Some(view) = views.get_mut(row.text(0)) {
                view.indexes.insert(row.text(2).to_owned(), assemble::index(row, self));
            }
        }
        for row in self.rows(CONSTRAINTS) {
            let Some(table) = tables.get_mut(row.text(0)) else { continue };
            match assemble::constraint(row, self) {
                Some(Constraint::PrimaryKey(key)) => table.primary_key = Some(key),
                Some(Constraint::Unique(key)) => table.uniques.push(key),
                Some(Constraint::Check(check)) => table.checks.push(check),
                Some(Constraint::ForeignKey(key)) => table.foreign_keys.push(key),
                Some(Constraint::Exclusion(exclusion)) => table.exclusions.push(exclusion),
                None => {}
            }
        }
        let name = |number: &str| self.names.get(number).cloned().unwrap_or_default();
        for (number, mut table) in tables {
            table.sort();
            schema.tables.insert(name(number), Arc::new(table));
        }
        for (number, view) in views {
            schema.views.insert(name(number), view);
        }
    }

    /// What has no field of a relation, each with the number of the relation that it belongs to.
    pub(super) fn objects(&self) -> impl Iterator<Item = (Option<&'a str>, ObjectName, Object)> {
        let whole = |row: Cells<'a>| {
            let (name, object) = assemble::object(row)?;
            Some((row.get(6), name, object))
        };
        let of_index = |row: &Cells<'a>| {
            row.get(7).is_some_and(|of| self.indexes.contains_key(of) && !self.serving.contains(of))
        };
        let comments = self.rows(COMMENTS).filter(move |row| !of_index(row));
        let columns = self.rows(COLUMNS).flat_map(|row| {
            let relation = self.names.get(row.text(0));
            relation.into_iter().flat_map(move |relation| {
                row.pairs(14).map(move |(right, is_grantable)| {
                    let (namespace, name) = (relation.namespace.clone(), right.to_owned());
                    let name =
                        ObjectName { kind: ObjectKind::Grant, name: Name { namespace, name } };
                    let (table, text) = (Some(relation.clone()), is_grantable.to_owned());
                    (row.get(0), name, Object { table, text })
                })
            })
        });
        let rows = [PUBLIC, OBJECTS, ATTACHED].into_iter().flat_map(|at| self.rows(at));
        rows.chain(comments).filter_map(whole).chain(columns)
    }
}
