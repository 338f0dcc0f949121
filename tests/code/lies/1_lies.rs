// migrate: rows-only
use migrate_runtime::{CodeError, Connection, migration};

#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    Ok(connection.execute("CREATE TABLE lies (id INTEGER)").await?)
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    Ok(connection.execute("DROP TABLE lies").await?)
}
