//! The application: clients that read and write a table, a little at a time, while one transaction has
//! read it and stays open.
//!
//! `traffic <kind> <milliseconds> <url>` prints `ready` once that transaction is open, goes on until its
//! input ends, and prints the longest that one of the others waited for an answer: `stall <ns>`, and how
//! much they did: `answers <number>`.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clients::Engine;
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection};
use task::{Outcome, Task};
use tokio::sync::oneshot;

const READERS: usize = 4;
const WRITERS: usize = 4;
/// How long a client thinks.
const PAUSE: Duration = Duration::from_millis(5);

/// A connection to either.
enum Client {
    Postgres(PgConnection),
    Mysql(MySqlConnection),
}

impl Client {
    async fn connect(task: &Task) -> Outcome<Self> {
        Ok(match Engine::of(task)? {
            Engine::Postgres => Self::Postgres(PgConnection::connect(&task.database).await?),
            Engine::Mysql => Self::Mysql(MySqlConnection::connect(&task.database).await?),
        })
    }

    async fn say(&mut self, sql: &str) -> Outcome {
        let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Postgres(connection) => query.execute(connection).await.map(drop)?,
            Self::Mysql(connection) => query.execute(connection).await.map(drop)?,
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let task = Task::from_args()?;
    let over = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for at in 0..READERS + WRITERS {
        let client = Client::connect(&task).await?;
        clients.push(tokio::spawn(used(client, at, Arc::clone(&over))));
    }
    let (opened, open) = oneshot::channel();
    let holder = Client::connect(&task).await?;
    let length = Duration::from_millis(task.count.try_into()?);
    let holder = tokio::spawn(held(holder, length, opened));
    open.await?;
    println!("ready");
    std::io::stdout().flush()?;
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    over.store(true, Ordering::SeqCst);
    let (mut stall, mut answers) = (Duration::ZERO, 0);
    for client in clients {
        let (longest, count) = client.await??;
        stall = stall.max(longest);
        answers += count;
    }
    holder.await??;
    println!("stall {}\nanswers {answers}", stall.as_nanos());
    Ok(())
}

/// Reads the table, and keeps the transaction open.
async fn held(mut client: Client, length: Duration, opened: oneshot::Sender<()>) -> Outcome {
    client.say("BEGIN").await?;
    client.say("SELECT count(*) FROM account").await?;
    // Nobody waits for it any more only when everything else has failed.
    let _ = opened.send(());
    tokio::time::sleep(length).await;
    client.say("COMMIT").await
}

/// Asks and asks; the longest that an answer took, and how many there were.
async fn used(mut client: Client, at: usize, over: Arc<AtomicBool>) -> Outcome<(Duration, usize)> {
    let (mut longest, mut count) = (Duration::ZERO, 0);
    while !over.load(Ordering::SeqCst) {
        // No two writers want the same row.
        let id = 1 + at + (count % 100) * (READERS + WRITERS);
        let sql = match at < READERS {
            true => format!("SELECT balance FROM account WHERE id = {id}"),
            false => format!("UPDATE account SET balance = balance + 1 WHERE id = {id}"),
        };
        let asked = Instant::now();
        client.say(&sql).await?;
        longest = longest.max(asked.elapsed());
        count += 1;
        tokio::time::sleep(PAUSE).await;
    }
    Ok((longest, count))
}
