use migrate_core::dialect::Dialect;
use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/postgres", dialect = "postgres 15");

fn main() {
    let set = MIGRATIONS.set();
    assert_eq!(set.target.to_string(), "postgres 15");
    assert_eq!(set.target.dialect, Dialect::Postgres);
    assert_eq!(set.migrations.len(), 1);
    // They are read and judged, and no database of another engine is given them.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(runtime.block_on(MIGRATIONS.apply("sqlite::memory:")).is_err());
    assert!(runtime.block_on(MIGRATIONS.verify()).is_err());
}
