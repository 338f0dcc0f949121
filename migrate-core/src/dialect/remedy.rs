//! What a down would have to say besides, where that follows from the two schemas.

use super::{Dialect, Target, writer};
use crate::change::Change;
use crate::change::words::{Residue, ResidueKind, Subject};
use crate::render::{Scene, Words};
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

impl Target {
    /// What takes the difference away; nothing where that takes a decision.
    #[must_use]
    pub fn remedy(self, residue: &Residue, schemas: Restored<'_>) -> Option<Remedy> {
        if residue.note {
            return None;
        }
        let expected = schemas.expected;
        let sql = match (&residue.subject, residue.kind) {
            (Subject::Namespace(name), ResidueKind::Surplus) => {
                format!("DROP SCHEMA {};", quote::identifier(name, self.dialect))
            }
            (Subject::Table(name), ResidueKind::Surplus) => {
                self.written(schemas, &[Change::DropTable(name.clone())])?
            }
            (Subject::View(name), ResidueKind::Surplus) => {
                self.written(schemas, &[Change::DropView(name.clone())])?
            }
            (Subject::Sequence(name), ResidueKind::Surplus) => {
                format!("DROP SEQUENCE {};", quote::path(name, self.dialect))
            }
            (Subject::Enum(name), ResidueKind::Surplus) => {
                if expected.enums.contains_key(name) {
                    return Some(Remedy::Advice(VALUES.to_owned()));
                }
                self.written(schemas, &[Change::DropEnum(name.clone())])?
            }
            (Subject::Column(table, name), kind) => self.column(table, name, kind, schemas)?,
            (Subject::Index(table, name), kind) => self.index(table, name, kind, schemas)?,
            (Subject::Constraint(table, it), kind) => self.constraint(table, it, kind, schemas)?,
            _ => return None,
        };
        Some(Remedy::Statement(sql))
    }

    fn column(
        self,
        table: &Name,
        name: &str,
        kind: ResidueKind,
        schemas: Restored<'_>,
    ) -> Option<String> {
        if kind == ResidueKind::Surplus {
            return self.written(schemas, &[Change::DropColumn(table.clone(), name.to_owned())]);
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
                if let (Dialect::Postgres, Some(from), Some(to)) =
                    (self.dialect, there.iter().find(renamed).and_then(Constraint::name), name)
                {
                    let rename = |name| quote::identifier(name, self.dialect);
                    let (from, to, table) =
                        (rename(from), rename(to), quote::path(table, self.dialect));
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
        let write = writer(self.dialect);
        let scene =
            Scene { target: self, from: found, now: found, to: expected, words: Words::Author };
        let statements: Option<Vec<Vec<String>>> =
            changes.iter().map(|change| write(scene, change)).collect();
        let statements = statements?.concat();
        (!statements.is_empty()).then(|| statements.join("\n"))
    }
}

const VALUES: &str = "PostgreSQL has no statement that takes a value out of a type: let it stay, and \
                      say so above the statement of the up with `-- migrate: \
                      allow(down-does-not-restore, reason = \"nobody minds a value more\")`, where `ADD \
                      VALUE IF NOT EXISTS` also lets it run again; or let the down make the type anew \
                      and give it to the columns";
