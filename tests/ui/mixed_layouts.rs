use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/mixed_layouts", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
