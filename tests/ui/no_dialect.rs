use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/plain");

fn main() {
    let _ = &MIGRATIONS;
}
