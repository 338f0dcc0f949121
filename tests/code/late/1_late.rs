// migrate: timeout(statement = "50ms")
use migrate_runtime::{CodeError, Connection, migration};

// migrate: allow(rollback-unknown, reason = "it never ends")
#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("CREATE TABLE late (id INTEGER)").await?;
    std::future::pending().await
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    Ok(connection.execute("DROP TABLE late").await?)
}
