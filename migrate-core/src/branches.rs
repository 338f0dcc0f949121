//! Two lines of development that add migrations to the same past.

pub mod against;
pub mod commute;
pub mod rules;
