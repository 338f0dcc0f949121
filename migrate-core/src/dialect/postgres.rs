//! PostgreSQL.

pub mod impact;
