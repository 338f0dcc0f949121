use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/plain", dialect = "sqlite");

fn main() {
    let set = MIGRATIONS.set();
    assert_eq!(set.migrations.len(), 1);
    // A byte order mark and CRLF are accepted, and gone.
    assert_eq!(set.migrations[0].up.sql, "CREATE TABLE a (id);\n-- é\n");
    assert_eq!(set.migrations[0].up.checksum, migrate_core::checksum::Checksum::of(&set.migrations[0].up.sql));
}
