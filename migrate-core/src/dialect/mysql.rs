//! MySQL and MariaDB.

pub mod catalog;
pub mod impact;
pub mod normalize;
pub mod render;
pub mod session;
pub mod types;
pub mod values;
