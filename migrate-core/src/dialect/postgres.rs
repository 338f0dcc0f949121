//! What is particular to PostgreSQL.

pub mod catalog;
pub mod impact;
mod meter;
pub mod render;
pub mod session;
pub mod values;

pub use super::types;

use super::Dialect;
use super::parts::Parts;
use super::session::Transactional;

/// What only PostgreSQL does.
pub(crate) const PARTS: Parts = Parts {
    dialect: Dialect::Postgres,
    read: crate::sql::postgres::statement,
    transactional: |_, statement| Transactional::said_to_server(statement),
    replay: &crate::replay::POSTGRES,
    refuses: |_| None,
    shows: |_, _| true,
    impact: |step, target| impact::of(step, target.version),
    write: render::change,
    migration: None,
    session: &session::Postgres,
    holds: values::held,
    reads: values::read,
    counter: |table, column| Some(values::counter(table, column)),
    standing: |path, sequence| Some(values::standing(path, sequence)),
};
