use migrate_runtime::{CodeError, Connection, migration};

// migrate: allow(rollback-unknown, reason = "it does not compile")
#[migration]
pub fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    drop(connection);
    Ok(())
}

#[migration]
pub async fn down(connection: &mut Connection<'_>, again: bool) -> Result<(), CodeError> {
    drop((connection, again));
    Ok(())
}
