use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/title_case", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
