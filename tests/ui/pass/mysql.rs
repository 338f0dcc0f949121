use migrate_core::dialect::Dialect;
use migrate_runtime::{Error, Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/mysql", dialect = "mariadb 10.11");

fn main() {
    let set = MIGRATIONS.set();
    assert_eq!(set.target.to_string(), "mariadb 10.11");
    assert_eq!(set.target.dialect, Dialect::Mysql);
    assert_eq!(set.migrations.len(), 1);
    // What they are written for is not what this is.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let refused = runtime.block_on(MIGRATIONS.apply("sqlite::memory:")).unwrap_err();
    assert!(matches!(refused, Error::Unreachable { .. }), "{refused}");
    assert!(runtime.block_on(MIGRATIONS.verify()).is_err());
}
