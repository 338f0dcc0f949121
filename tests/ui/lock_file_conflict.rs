use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations =
    embed_migrations!("migrations/lock_file_conflict", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
