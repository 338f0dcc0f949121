//! MySQL and MariaDB.

pub mod catalog;
pub mod impact;
mod meter;
pub mod normalize;
pub mod render;
pub mod session;
pub mod types;
pub mod values;

use super::Dialect;
use super::parts::Parts;
use super::session::Transactional;

/// What only MySQL and MariaDB do.
pub(crate) const PARTS: Parts = Parts {
    dialect: Dialect::Mysql,
    read: crate::sql::mysql::statement,
    transactional: |_, statement| Transactional::said_to_server(statement),
    replay: &crate::replay::MYSQL,
    refuses: |_| None,
    shows: normalize::is_settled,
    impact: impact::of,
    write: render::change,
    migration: None,
    session: &session::Mysql,
    holds: values::held,
    reads: values::read,
    counter: |table, _| Some(values::counter(table)),
    standing: |path, _| Some(values::standing(path)),
};
