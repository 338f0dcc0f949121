use migrate_runtime::{CodeError, Connection, migration};

mod words {
    use super::*;

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

    #[migration(idempotent)]
    pub async fn up(connection: &mut Connection<'_>) {}

    #[migration]
    pub async fn sideways(connection: &mut Connection<'_>) -> Result<(), CodeError> {
        drop(connection);
        Ok(())
    }
}

mod types {
    use super::*;

    #[migration]
    pub async fn up(connection: &mut String) -> Result<(), CodeError> {
        connection.clear();
        Ok(())
    }

    #[migration]
    pub async fn down(connection: &mut Connection<'_>) -> Option<()> {
        connection.execute("SELECT 1").await.ok()
    }
}

fn main() {}
