//! What a down would have to say besides, where that follows from the two schemas.

use super::{Dialect, mysql, postgres, sqlite};
use crate::change::words::{Residue, ResidueKind, Subject};
use crate::schema::{Column, Constraint, Name, Schema};
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
        Restored { found, expected }: Restored<'_>,
    ) -> Option<String> {
        let column = |schema: &Schema| schema.tables.get(table)?.column(name).cloned();
        let alter = format!("ALTER TABLE {}", self.path(table));
        match (self, kind) {
            (_, ResidueKind::Surplus) => {
                Some(format!("{alter} DROP COLUMN {};", self.name_of(name)))
            }
            (Self::Postgres, ResidueKind::Other) => {
                let actions = altered(&column(found)?, &column(expected)?);
                (!actions.is_empty()).then(|| format!("{alter} {};", actions.join(", ")))
            }
            (Self::Mysql, ResidueKind::Other) => {
                Some(format!("{alter} MODIFY {};", mysql::render::column(&column(expected)?)))
            }
            (_, ResidueKind::Missing) => {
                let column = column(expected)?;
                // Rows that are there have no value for it.
                if !column.nullable && column.default.is_none() {
                    return None;
                }
                let definition = match self {
                    Self::Postgres => postgres::render::column(&column)?,
                    Self::Mysql => mysql::render::column(&column),
                    Self::Sqlite => sqlite::render::column(&column, None, false),
                };
                Some(format!("{alter} ADD COLUMN {definition};"))
            }
            (Self::Sqlite, ResidueKind::Other) => None,
        }
    }

    fn index(
        self,
        table: &Name,
        name: &str,
        kind: ResidueKind,
        Restored { expected, .. }: Restored<'_>,
    ) -> Option<String> {
        let drop = match self {
            Self::Mysql => format!("DROP INDEX {} ON {};", self.name_of(name), self.path(table)),
            Self::Postgres | Self::Sqlite => {
                format!(
                    "DROP INDEX {};",
                    self.path(&Name { name: name.to_owned(), ..table.clone() })
                )
            }
        };
        if kind == ResidueKind::Surplus {
            return Some(drop);
        }
        let index = expected.tables.get(table)?.indexes.get(name)?;
        let create = match self {
            Self::Postgres => postgres::render::create_index(table, name, index)?,
            Self::Sqlite => sqlite::render::create_index(&table.name, name, index),
            Self::Mysql => return None,
        };
        Some(if kind == ResidueKind::Other { format!("{drop}\n{create}") } else { create })
    }

    fn constraint(
        self,
        table: &Name,
        constraint: &Constraint,
        kind: ResidueKind,
        Restored { found, .. }: Restored<'_>,
    ) -> Option<String> {
        let alter = format!("ALTER TABLE {}", self.path(table));
        let drop = |name: Option<&str>| match (self, constraint) {
            (Self::Sqlite, _) => None,
            (Self::Mysql, Constraint::PrimaryKey(_)) => Some("DROP PRIMARY KEY".to_owned()),
            (Self::Mysql, Constraint::Unique(_)) => {
                Some(format!("DROP INDEX {}", self.name_of(name?)))
            }
            (Self::Mysql, Constraint::ForeignKey(_)) => {
                Some(format!("DROP FOREIGN KEY {}", self.name_of(name?)))
            }
            (Self::Postgres | Self::Mysql, _) => {
                Some(format!("DROP CONSTRAINT {}", self.name_of(name?)))
            }
        };
        if kind == ResidueKind::Surplus {
            return Some(format!("{alter} {};", drop(constraint.name())?));
        }
        if self != Self::Postgres {
            return None;
        }
        let add = postgres::render::constraint(constraint)?;
        if kind == ResidueKind::Missing {
            return Some(format!("{alter} ADD {add};"));
        }
        let there = found.tables.get(table)?.constraints();
        let renamed = |other: &&Constraint| {
            let mut other = (*other).clone();
            *other.name_mut() = constraint.name().map(str::to_owned);
            other == *constraint
        };
        if let (Some(from), Some(to)) =
            (there.iter().find(renamed).and_then(Constraint::name), constraint.name())
        {
            let (from, to) = (self.name_of(from), self.name_of(to));
            return Some(format!("{alter} RENAME CONSTRAINT {from} TO {to};"));
        }
        // `NOT VALID` and a definition cannot be taken back, but the constraint can be made anew.
        there.iter().find(|other| other.name() == constraint.name())?;
        Some(format!("{alter} {}, ADD {add};", drop(constraint.name())?))
    }
}

const VALUES: &str = "PostgreSQL has no statement that takes a value out of a type: let it stay, and \
                      say so above the statement of the up with `-- migrate: \
                      allow(down-does-not-restore, reason = \"nobody minds a value more\")`, where `ADD \
                      VALUE IF NOT EXISTS` also lets it run again; or let the down make the type anew \
                      and give it to the columns";

/// The actions that give a column of PostgreSQL its attributes back.
fn altered(found: &Column, expected: &Column) -> Vec<String> {
    let name = postgres::render::name(&expected.name);
    let mut actions = Vec::new();
    if found.data_type != expected.data_type || found.collation != expected.collation {
        let collation = expected.collation.as_deref().map(postgres::render::name);
        let collation = collation.map_or_else(String::new, |it| format!(" COLLATE {it}"));
        let data_type = &expected.data_type;
        actions.push(format!("ALTER COLUMN {name} TYPE {data_type}{collation}"));
    }
    if found.nullable != expected.nullable {
        let verb = if expected.nullable { "DROP" } else { "SET" };
        actions.push(format!("ALTER COLUMN {name} {verb} NOT NULL"));
    }
    if found.default != expected.default {
        actions.push(match &expected.default {
            Some(default) => {
                let default = postgres::render::expression(default);
                format!("ALTER COLUMN {name} SET DEFAULT {default}")
            }
            None => format!("ALTER COLUMN {name} DROP DEFAULT"),
        });
    }
    actions
}
