//! The pure half of the migrate framework: text in, model, judgement, text out.
//!
//! No async, no network, no database driver. `embed_migrations!()`, `cargo migrate` and the run time
//! all end in the functions of this crate, so they cannot disagree. In reading order:

#![cfg_attr(
    not(all(feature = "postgres", feature = "mysql", feature = "sqlite")),
    allow(
        dead_code,
        unused_imports,
        reason = "what dialects share, some of them alone do not use"
    )
)]

#[cfg(not(any(feature = "postgres", feature = "mysql", feature = "sqlite")))]
compile_error!(
    "no dialect is compiled in: add `postgres`, `mysql` or `sqlite` to the features of \
     `migrate-runtime` in Cargo.toml"
);

pub mod adopt;
pub mod analysis;
pub mod branches;
pub mod change;
pub mod check;
pub mod checksum;
pub mod code;
pub mod command;
pub mod config;
pub mod dialect;
pub mod diff;
pub mod effect;
pub mod finding;
pub mod graph;
pub mod impact;
pub mod interrupted;
pub mod proof;
pub mod propose;
pub mod receipts;
pub mod render;
pub mod repeat;
pub mod replay;
pub mod rows;
pub mod rule;
pub mod rules;
pub mod schema;
pub mod seed;
pub mod set;
pub mod sql;
pub mod squash;
pub mod text;
pub mod version;
