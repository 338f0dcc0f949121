//! MySQL and MariaDB.

pub mod catalog;
pub mod impact;
mod meter;
pub mod normalize;
pub mod render;
pub mod session;
pub mod types;
pub mod values;
