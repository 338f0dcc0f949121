//! What a down would have to say besides, where that follows from the two schemas.

use super::{Dialect, sqlite, writer};
use crate::change::Change;
use crate::change::words::{Residue, ResidueKind, Subject};
use crate::render::Scene;
use crate::schema::{Constraint, Name, Schema};
use crate::sql::quote;

/// What to do about a difference that a down leaves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// A statement for the end of the down.
    Statement(String),
    /// Something else.
    Advice(String),
}

/// The schema that a down arrives at, and the one that it should.
#[derive(Clone, Copy, Debug)]
pub struct Restored<'a> {
    /// What it leaves.
    pub found: &'a Schema,
    /// What was before the up.
    pub expected: &'a Schema,
}

impl Dialect {
    /// What takes the difference away; nothing where that takes a decision.
    #[must_use]
    pub fn remedy(self, residue: &Residue, schemas: Restored<'_>) -> Option<Remedy> {
        if residue.note {
            return None;
        }
        let Restored { found, expected } = schemas;
        let sql = match (&residue.subject, residue.kind) {
            (Subject::Namespace(name), ResidueKind::Surplus) => {
                format!("DROP SCHEMA {};", self.name_of(name))
            }
            (Subject::Table(name), ResidueKind::Surplus) => {
                format!("DROP TABLE {};", self.path(name))
            }
            (Subject::View(name), ResidueKind::Surplus) => {
                let stored = found.views.get(name).is_some_and(|view| view.materialized);
                let kind = if stored { "MATERIALIZED VIEW" } else { "VIEW" };
                format!("DROP {kind} {};", self.path(name))
            }
            (Subject::Sequence(name), ResidueKind::Surplus) => {
                format!("DROP SEQUENCE {};", self.path(name))
            }
            (Subject::Enum(name), ResidueKind::Surplus) => {
                if expected.enums.contains_key(name) {
                    return Some(Remedy::Advice(VALUES.to_owned()));
                }
                format!("DROP TYPE {};", self.path(name))
            }
            (Subject::Column(table, name), kind) => self.column(table, name, kind, schemas)?,
            (Subject::Index(table, name), kind) => self.index(table, name, kind, schemas)?,
            (Subject::Constraint(table, it), kind) => self.constraint(table, it, kind, schemas)?,
            _ => return None,
        };
        Some(Remedy::Statement(sql))
    }

    fn name_of(self, name: &str) -> String {
        quote::identifier(name, self)
    }

    fn path(self, path: &Name) -> String {
        if path.namespace.is_empty() {
            return self.name_of(&path.name);
        }
        format!("{}.{}", self.name_of(&path.namespace), self.name_of(&path.name))
    }

    fn column(
        self,
        table: &Name,
        name: &str,
        kind: ResidueKind,
        schemas: Restored<'_>,
    ) -> Option<String> {
        if kind == ResidueKind::Surplus {
            let (table, name) = (self.path(table), self.name_of(name));
            return Some(format!("ALTER TABLE {table} DROP COLUMN {name};"));
        }
        let column = schemas.expected.tables.get(table)?.column(name)?.clone();
        if kind == ResidueKind::Other {
            return self.written(schemas, &[Change::AlterColumn(table.clone(), column)]);
        }
        // Rows that are there have no value for it.
        if !column.nullable && column.default.is_none() {
            return None;
        }
        self.written(schemas, &[Change::AddColumn(table.clone(), column)])
    }

    fn index(
        self,
        table: &Name,
        name: &str,
        kind: ResidueKind,
        schemas: Restored<'_>,
    ) -> Option<String> {
        let mut changes = Vec::new();
        if kind != ResidueKind::Missing {
            changes.push(Change::DropIndex { table: table.clone(), name: name.to_owned() });
        }
        if kind != ResidueKind::Surplus {
            let index = schemas.expected.tables.get(table)?.indexes.get(name)?.clone();
            let (table, name) = (table.clone(), name.to_owned());
            changes.push(Change::CreateIndex { table, name, index });
        }
        self.written(schemas, &changes)
    }

    fn constraint(
        self,
        table: &Name,
        constraint: &Constraint,
        kind: ResidueKind,
        schemas: Restored<'_>,
    ) -> Option<String> {
        let drop = |it: &Constraint| Change::DropConstraint(table.clone(), it.clone());
        let add = || Change::AddConstraint(table.clone(), constraint.clone());
        match kind {
            ResidueKind::Surplus => self.written(schemas, &[drop(constraint)]),
            ResidueKind::Missing => self.written(schemas, &[add()]),
            ResidueKind::Other => {
                let there = schemas.found.tables.get(table)?.constraints();
                let (name, renamed) = (constraint.name(), |other: &&Constraint| {
                    let mut other = (*other).clone();
                    *other.name_mut() = constraint.name().map(str::to_owned);
                    other == *constraint
                });
                if let (Self::Postgres, Some(from), Some(to)) =
                    (self, there.iter().find(renamed).and_then(Constraint::name), name)
                {
                    let (from, to) = (self.name_of(from), self.name_of(to));
                    let table = self.path(table);
                    return Some(format!("ALTER TABLE {table} RENAME CONSTRAINT {from} TO {to};"));
                }
                // `NOT VALID` cannot be taken back, but the constraint can be made anew.
                let other = there.iter().find(|other| other.name() == name)?;
                self.written(schemas, &[drop(other), add()])
            }
        }
    }

    /// The changes as SQL; nothing where one of them has no statement.
    fn written(
        self,
        Restored { found, expected }: Restored<'_>,
        changes: &[Change],
    ) -> Option<String> {
        let Some(write) = writer(self) else { return indexes(changes) };
        let scene = Scene { from: found, now: found, to: expected };
        let statements: Option<Vec<Vec<String>>> =
            changes.iter().map(|change| write(scene, change)).collect();
        let statements = statements?.concat();
        (!statements.is_empty()).then(|| statements.join("\n"))
    }
}

/// SQLite changes by statements only what does not belong to a table, and columns at their end.
fn indexes(changes: &[Change]) -> Option<String> {
    let one = |change: &Change| match change {
        Change::DropIndex { name, .. } => {
            Some(format!("DROP INDEX {};", sqlite::render::name(name)))
        }
        Change::CreateIndex { table, name, index } => {
            Some(sqlite::render::create_index(&table.name, name, index))
        }
        Change::AddColumn(table, column) => Some(format!(
            "ALTER TABLE {} ADD COLUMN {};",
            sqlite::render::name(&table.name),
            sqlite::render::column(column, None, false)
        )),
        _ => None,
    };
    let statements: Option<Vec<String>> = changes.iter().map(one).collect();
    statements.map(|statements| statements.join("\n"))
}

const VALUES: &str = "PostgreSQL has no statement that takes a value out of a type: let it stay, and \
                      say so above the statement of the up with `-- migrate: \
                      allow(down-does-not-restore, reason = \"nobody minds a value more\")`, where `ADD \
                      VALUE IF NOT EXISTS` also lets it run again; or let the down make the type anew \
                      and give it to the columns";
