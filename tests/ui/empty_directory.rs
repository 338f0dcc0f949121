use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/empty_directory", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
