use migrate_runtime::{CodeError, Connection, migration};

// migrate: allow(rollback-unknown, reason = "the tests try it")
#[migration]
pub async fn up(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    let table = connection.name("settings");
    connection.execute(&format!("CREATE TABLE {table} (name TEXT PRIMARY KEY, value TEXT)")).await?;
    let insert =
        sqlx::query("INSERT INTO settings (name, value) VALUES (?, ?)").bind("theme").bind("dark");
    insert.execute(connection.sqlite()?).await?;
    Ok(())
}

#[migration]
pub async fn down(connection: &mut Connection<'_>) -> Result<(), CodeError> {
    assert!(connection.postgres().is_err(), "it is another engine");
    sqlx::query("DROP TABLE settings").execute(connection.sqlite()?).await?;
    Ok(())
}
