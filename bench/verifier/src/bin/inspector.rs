//! `inspector <url> <times>`: reads the schema of a database that often over one connection, and prints what
//! each time took: `first`, of a connection that has asked nothing yet, and `again`.

use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::read::read_texts;
use migrate_runtime::{Database, Migrator, Options};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use task::{Clock, Outcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("usage: inspector <url> <times>");
    let (url, times): (String, usize) = (next()?, next()?.parse()?);
    let dialect: Dialect = url.split(':').next().unwrap_or_default().parse()?;
    let set = read_texts(&[], Target::oldest(dialect)).set;
    let migrator = Migrator::new(&set, Options::default());
    let database: Database = if dialect == Dialect::Postgres {
        (&PgPoolOptions::new().max_connections(1).connect(&url).await?).into()
    } else {
        (&MySqlPoolOptions::new().max_connections(1).connect(&url).await?).into()
    };
    for at in 0..times {
        let clock = Clock::start()?;
        let schema = migrator.schema(database.clone()).await?;
        clock.stop(if at == 0 { "first" } else { "again" })?;
        // It must be there until the clock has stopped.
        drop(schema);
    }
    Ok(())
}
