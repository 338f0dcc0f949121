//! What is particular to PostgreSQL.

pub mod catalog;
pub mod impact;
pub mod session;
pub mod types;
