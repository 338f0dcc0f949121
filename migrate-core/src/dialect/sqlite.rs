//! What is particular to SQLite.

pub mod catalog;
pub mod normalize;
pub mod types;

#[cfg(test)]
pub(crate) mod testing;
