use migrate_runtime::{embed_migrations, Migrations};
static MIGRATIONS: Migrations = embed_migrations!();
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = sqlx::SqlitePool::connect("sqlite:/tmp/qs.db?mode=rwc").await?;
    let report = MIGRATIONS.apply(&pool).await;
    match report { Ok(r) => println!("{r:?}"), Err(e) => println!("{}\n{}", e, e.render(migrate_runtime::core::finding::render::Style::Plain)) }
    let report = MIGRATIONS.apply(&pool).await?; println!("{report:?}");
    let report = MIGRATIONS.rollback(&pool, 2).await?; println!("{report:?}");
    let report = MIGRATIONS.redo(&pool).await?; println!("{report:?}");
    let report = MIGRATIONS.apply(&pool).await?; println!("{report:?}");
    println!("{:?}", MIGRATIONS.status(&pool).await?.current());
    println!("{:#?}", MIGRATIONS.verify().await?);
    Ok(())
}
