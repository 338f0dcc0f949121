use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/duplicate_version", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
