use migrate_runtime::{CodeError, Connection, migration};

// migrate: allow(rollback-unknown, reason = "it does not compile")
#[migration]
pub async fn up(connection: &mut String) -> Result<(), CodeError> {
    connection.clear();
    Ok(())
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Option<()> {
    connection.execute("SELECT 1").await.ok()
}
