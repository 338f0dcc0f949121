//! Throwaway servers: started from what is installed, on private sockets, gone when they are dropped.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "only tests use it, which fail by panicking and say why they did not run"
)]

pub mod mariadb;
pub mod postgres;
