use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/receipts", dialect = "sqlite");

compile_error!("these are warnings in a debug build, and errors in a release build");

fn main() {
    let _ = &MIGRATIONS;
}
