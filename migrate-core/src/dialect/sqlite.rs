//! SQLite.

pub mod session;
