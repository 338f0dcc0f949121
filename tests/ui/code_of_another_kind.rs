use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/code_of_another_kind", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
