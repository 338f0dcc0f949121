use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!(migrations);

fn main() {
    let _ = &MIGRATIONS;
}
