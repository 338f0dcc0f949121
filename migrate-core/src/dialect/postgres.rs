//! What is particular to PostgreSQL.

pub mod impact;
pub mod types;
