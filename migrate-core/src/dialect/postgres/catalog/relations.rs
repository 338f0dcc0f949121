//! The answers about relations, put together by the numbers that relations and columns have.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::questions::{
    ATTACHED, BROUGHT, COLUMNS, COMMENTS, CONSTRAINTS, INDEXES, OBJECTS, PUBLIC, SEQUENCES, TABLES,
    VIEWS,
};
use super::watch::Known;
use super::{Cells, assemble};
use crate::dialect::catalog::Row;
use crate::schema::{Constraint, Name, Object, ObjectKind, ObjectName, Schema, Table, View};

/// The letter of what is there until it is dropped.
const PERMANENT: &str = "p";

/// A relation and one of its columns, or an index and zero.
pub(super) type Place<'a> = (&'a str, &'a str);

/// What the rows of one answer are asked for by those of others.
pub(super) struct Answers<'a> {
    rows: &'a [Vec<Row>],
    /// What is not asked about is as it was.
    known: &'a Known,
    relations: HashMap<&'a str, Relation<'a>>,
    columns: HashMap<Place<'a>, &'a str>,
    /// The columns with a collation that is not the usual one.
    collated: HashSet<Place<'a>>,
    /// What PostgreSQL 18 keeps of NOT NULL.
    not_null: HashMap<Place<'a>, Cells<'a>>,
    comments: HashMap<Place<'a>, &'a str>,
    indexes: HashMap<&'a str, Cells<'a>>,
    /// The indexes of constraints.
    serving: HashSet<&'a str>,
}

/// What others say of a relation when they mention it.
pub(super) struct Relation<'a> {
    pub(super) name: Name,
    /// How lasting it is, in a letter.
    pub(super) persistence: &'a str,
}

impl<'a> Answers<'a> {
    pub(super) fn new(rows: &'a [Vec<Row>], known: &'a Known) -> Self {
        let of = |at: usize| rows.get(at).into_iter().flatten().map(Cells);
        let relation = |row: Cells<'a>, persistence| {
            (row.text(0), Relation { name: row.name(1), persistence })
        };
        let lasting = [TABLES, BROUGHT].into_iter().flat_map(of);
        let lasting = lasting.map(|row| relation(row, row.text(3)));
        let others =
            [SEQUENCES, VIEWS].into_iter().flat_map(of).map(|row| relation(row, PERMANENT));
        let foreign = of(OBJECTS).filter_map(|row| {
            Some((row.get(6)?, Relation { name: row.name(1), persistence: PERMANENT }))
        });
        let columns = of(COLUMNS).map(|row| ((row.text(0), row.text(1)), row.text(2)));
        let of_others = of(BROUGHT).map(|row| ((row.text(0), row.text(4)), row.text(5)));
        let collated = of(COLUMNS).filter(|row| row.is(15));
        let constraint = |row: &Cells<'a>| matches!(row.text(3), "p" | "u" | "x");
        let not_null = of(CONSTRAINTS).filter(|row| row.text(3) == "n" && !row.is(19));
        let not_null =
            not_null.filter_map(|row| Some(((row.text(0), row.numbers(4).next()?), row)));
        let comments = of(COMMENTS).filter_map(|row| Some((row.get(7)?, row.text(8), row.text(5))));
        Self {
            rows,
            known,
            relations: lasting.chain(others).chain(foreign).collect(),
            columns: columns.chain(of_others).collect(),
            collated: collated.map(|row| (row.text(0), row.text(1))).collect(),
            not_null: not_null.collect(),
            comments: comments.map(|(of, column, text)| ((of, column), text)).collect(),
            indexes: of(INDEXES).map(|row| (row.text(1), row)).collect(),
            serving: of(CONSTRAINTS).filter(constraint).map(|row| row.text(1)).collect(),
        }
    }

    pub(super) fn rows(&self, at: usize) -> impl Iterator<Item = Cells<'a>> + use<'a> {
        self.rows.get(at).into_iter().flatten().map(Cells)
    }

    /// The relations of which there is an answer, by their numbers.
    pub(super) fn relations(&self) -> impl Iterator<Item = (&'a str, &Relation<'a>)> {
        self.relations.iter().map(|(number, relation)| (*number, relation))
    }

    /// The names of their columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = (Place<'a>, &'a str)> {
        self.columns.iter().map(|(place, name)| (*place, *name))
    }

    pub(super) fn name(&self, relation: &str) -> Name {
        let here = self.relations.get(relation).map(|it| &it.name);
        here.or_else(|| self.known.name(relation)).cloned().unwrap_or_default()
    }

    pub(super) fn persistence(&self, relation: &str) -> &str {
        let here = self.relations.get(relation).map(|it| it.persistence);
        here.unwrap_or_else(|| self.known.persistence(relation))
    }

    pub(super) fn column(&self, relation: &str, column: &str) -> String {
        let here = self.columns.get(&(relation, column)).copied();
        here.or_else(|| self.known.column(relation, column)).unwrap_or_default().to_owned()
    }

    /// Whether the collation of a column is not the usual one.
    pub(super) fn is_collated(&self, relation: &str, column: &str) -> bool {
        self.collated.contains(&(relation, column))
    }

    /// The names of columns of a relation.
    pub(super) fn names<'s>(
        &self,
        relation: &str,
        columns: impl Iterator<Item = &'s str>,
    ) -> Vec<String> {
        columns.map(|column| self.column(relation, column)).collect()
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
            self.rows(TABLES).map(|row| (row.text(0), assemble::table(row, self))).collect();
        let mut views: HashMap<&str, View> =
            self.rows(VIEWS).map(|row| (row.text(0), assemble::view(row))).collect();
        let mut columns: Vec<Cells<'_>> = self.rows(COLUMNS).collect();
        columns.sort_by_cached_key(|row| row.number(1));
        for row in columns {
            if let Some(table) = tables.get_mut(row.text(0)) {
                let column = assemble::column(row, table, self);
                table.columns.push(column);
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
        for (number, mut table) in tables {
            table.sort();
            schema.tables.insert(self.name(number), Arc::new(table));
        }
        for (number, view) in views {
            schema.views.insert(self.name(number), view);
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
            let relation = self.relations.get(row.text(0)).map(|it| &it.name);
            relation.into_iter().flat_map(move |relation| {
                row.pairs(14).map(move |(right, is_grantable)| {
                    let (namespace, name) =
                        (relation.namespace.clone(), right.to_owned() + &relation.name);
                    let name =
                        ObjectName { kind: ObjectKind::Grant, name: Name::new(namespace, name) };
                    let (table, text) = (Some(relation.clone()), is_grantable.to_owned());
                    (row.get(0), name, Object { table, text })
                })
            })
        });
        let rows = [PUBLIC, OBJECTS, ATTACHED].into_iter().flat_map(|at| self.rows(at));
        rows.chain(comments).filter_map(whole).chain(columns)
    }
}
