//! The macro of the migrate framework. Depend on `migrate-runtime`, which re-exports it.

mod args;
mod cache;
mod embed;
mod function;
mod migration;
mod registry;
mod report;
mod test;

use proc_macro::TokenStream;

/// Compiles a directory of migrations into the binary.
///
/// ```ignore
/// static MIGRATIONS: Migrations = embed_migrations!();
/// static MIGRATIONS: Migrations = embed_migrations!("db/migrations", dialect = "sqlite");
/// ```
///
/// The directory is relative to the crate's Cargo.toml; without one it is the `dir` of
/// `[package.metadata.migrate]`, or `migrations`. The dialect is an argument or the `dialect` of that
/// table. Every file of the directory is checked, and whatever is wrong with any of them is a
/// compile error; `cargo migrate check` says the same without compiling.
#[proc_macro]
pub fn embed_migrations(input: TokenStream) -> TokenStream {
    embed::expand(input.into()).into()
}

/// Makes a function the up or the down of a migration that is written in Rust.
///
/// ```ignore
/// // migrations/20260101120000_backfill_slugs.rs
/// use migrate_runtime::{CodeError, Connection, migration};
///
/// #[migration]
/// pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> { ... }
///
/// #[migration]
/// pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> { ... }
/// ```
///
/// The file is one of the directory that `embed_migrations!` compiles into the binary, which makes it a module
/// of the crate. What the error is made of is the function's own choice: whatever becomes a `CodeError`.
#[proc_macro_attribute]
pub fn migration(arguments: TokenStream, function: TokenStream) -> TokenStream {
    migration::expand(&arguments.into(), function.into()).into()
}

/// Runs a test on a database of its own to which every migration is applied.
///
/// ```ignore
/// #[migrate_runtime::test(MIGRATIONS)]
/// async fn nobody_is_there_at_first(pool: sqlx::SqlitePool) { ... }
/// ```
///
/// Its argument is the `static` that `embed_migrations!` is assigned to. The test takes a pool of sqlx, a
/// `migrate_runtime::testing::TestDatabase`, or both. Cargo feature `testing` of `migrate-runtime`; where
/// the databases come from, the module `testing` there says.
#[proc_macro_attribute]
pub fn test(migrations: TokenStream, function: TokenStream) -> TokenStream {
    test::expand(&migrations.into(), function.into()).into()
}
