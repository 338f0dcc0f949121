use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/irreversible_with_down", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
