use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/unrecognised_file", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
