use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/missing_down", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
