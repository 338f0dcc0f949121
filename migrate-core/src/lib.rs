//! The pure half of the migrate framework: text in, model, judgement, text out.
//!
//! No async, no network, no database driver. `embed_migrations!()`, `cargo migrate` and the run time
//! all end in the functions of this crate, so they cannot disagree. In reading order:

pub mod text;
pub mod version;
pub mod checksum;
pub mod dialect;
pub mod sql;
pub mod finding;
pub mod config;
pub mod set;
pub mod schema;
pub mod change;
pub mod diff;
