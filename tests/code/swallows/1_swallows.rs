use migrate_runtime::{CodeError, Connection, migration};

// migrate: allow(rollback-unknown, reason = "it fails")
#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("CREATE TABLE swallows (id INTEGER)").await?;
    let _ = connection.execute("SELECT nothing").await;
    Ok(())
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    Ok(connection.execute("DROP TABLE swallows").await?)
}
