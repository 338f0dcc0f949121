use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/mysql_modify", dialect = "mysql 8.0");

fn main() {
    let _ = &MIGRATIONS;
}
