use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/code_without_down", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
