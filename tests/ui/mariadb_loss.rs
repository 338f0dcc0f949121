use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/mariadb_loss", dialect = "mariadb 10.11");

fn main() {
    let _ = &MIGRATIONS;
}
