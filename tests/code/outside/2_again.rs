// migrate: no-transaction
// migrate: idempotent
use migrate_runtime::{CodeError, Connection, DriverError, migration};

// migrate: allow(rollback-unknown, reason = "the tests try it")
#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("CREATE TABLE IF NOT EXISTS again (id INTEGER)").await?;
    let trapped = connection.fetch("SELECT 1 FROM trap WHERE id = 2").await?;
    if trapped.is_empty() { Ok(()) } else { Err("it fell into a trap".into()) }
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), DriverError> {
    connection.execute("DROP TABLE again").await
}
