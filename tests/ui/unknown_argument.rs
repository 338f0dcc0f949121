use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/plain", dialekt = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
