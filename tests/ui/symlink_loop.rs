use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/symlink_loop", dialect = "sqlite");

fn main() {
    let _ = &MIGRATIONS;
}
