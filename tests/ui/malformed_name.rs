use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/malformed_name", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
