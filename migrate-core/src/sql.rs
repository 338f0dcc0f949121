//! Reading SQL: tokens, statements, and per dialect the meaning of a statement.

pub mod lexer;
pub mod normal;
pub mod quote;
pub mod split;
pub mod sqlite;
