//! What is particular to SQLite.

pub mod catalog;

pub mod impact;
pub mod normalize;
pub mod render;
pub mod rows;
pub mod session;
pub mod types;
pub mod values;

use super::Dialect;
use super::parts::Parts;

/// What only SQLite does.
pub(crate) const PARTS: Parts = Parts {
    dialect: Dialect::Sqlite,
    read: crate::sql::sqlite::statement,
    transactional: session::transactional,
    replay: &crate::replay::SQLITE,
    refuses: rows::refuses,
    shows: |_, _| true,
    impact: |step, _| impact::of(step),
    write: render::change,
    migration: Some(render::migration),
    session: &session::Sqlite,
    holds: values::held,
    reads: values::read,
    counter: values::counter,
    standing: |_, _| None,
};

#[cfg(test)]
pub(crate) mod testing;
