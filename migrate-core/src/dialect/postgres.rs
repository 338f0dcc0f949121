//! What is particular to PostgreSQL.

pub mod catalog;
pub mod impact;
mod meter;
pub mod render;
pub mod session;
pub mod types;
pub mod values;
