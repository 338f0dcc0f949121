use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/missing_up", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
