use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/sqlite_unknown", dialect = "sqlite 3.45");

fn main() {
    let _ = &MIGRATIONS;
}
