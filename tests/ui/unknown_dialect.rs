use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/plain", dialect = "oracle");

fn main() {
    let _ = &MIGRATIONS;
}
