use migrate_core::dialect::Dialect;
use migrate_runtime::{Error, Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/postgres", dialect = "postgres 15");

fn main() {
    let set = MIGRATIONS.set();
    assert_eq!(set.target.to_string(), "postgres 15.0");
    assert_eq!(set.target.dialect, Dialect::Postgres);
    assert_eq!(set.migrations.len(), 1);
    // What they are written for is not what this is.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let refused = runtime.block_on(MIGRATIONS.apply("sqlite::memory:")).unwrap_err();
    assert!(matches!(refused, Error::Unreachable { .. }), "{refused}");
    assert!(runtime.block_on(MIGRATIONS.verify()).is_err());
}
