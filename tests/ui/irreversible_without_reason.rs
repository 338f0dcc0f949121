use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/irreversible_without_reason", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
