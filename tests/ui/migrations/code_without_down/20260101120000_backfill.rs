use migrate_runtime::{CodeError, Connection, migration};

#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("SELECT 1").await?;
    Ok(())
}
