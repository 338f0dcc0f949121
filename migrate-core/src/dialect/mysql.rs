//! MySQL and MariaDB.

pub mod impact;
pub mod render;
pub mod types;
