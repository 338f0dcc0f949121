use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/postgres_syntax", dialect = "postgres 15");

fn main() {
    let _ = &MIGRATIONS;
}
