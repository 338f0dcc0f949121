// migrate: rows-only
use migrate_runtime::{CodeError, Connection, migration};

#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("INSERT INTO notes (id, body, mark) VALUES (1, 'one', 'made')").await?;
    Ok(())
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    connection.execute("DELETE FROM notes WHERE mark = 'made'").await?;
    Ok(())
}
