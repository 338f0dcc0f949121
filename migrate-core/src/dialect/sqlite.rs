//! What is particular to SQLite.

pub mod catalog;

pub mod impact;
pub mod normalize;
pub mod render;
pub mod rows;
pub mod session;
pub mod types;
pub mod values;

#[cfg(test)]
pub(crate) mod testing;
