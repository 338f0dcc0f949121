//! Who speaks to a server for all tests of a process.
//!
//! Each test has a run time of its own, with which its connections end. To connect costs a server of
//! PostgreSQL a third of what it costs to copy a database, so one thread keeps connections and asks for
//! everybody.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use migrate_core::dialect::Dialect;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::driver::{Database, Driver, DriverError, Row};

type Answer = Result<Vec<Row>, DriverError>;

/// Sends questions to the thread. That ends with the last of these.
#[derive(Clone, Debug)]
pub(super) struct Clerk {
    questions: UnboundedSender<Question>,
}

struct Question {
    sql: String,
    answer: Box<dyn FnOnce(Answer) + Send>,
}

/// The server, and the connections that nobody uses now.
struct Desk {
    database: Database,
    dialect: Dialect,
    idle: Mutex<Vec<Box<dyn Driver>>>,
}

impl Clerk {
    /// Starts the thread. It connects when the first question comes.
    pub(super) fn of(address: &str, dialect: Dialect) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let desk = Desk { database: Database::from(address), dialect, idle: Mutex::default() };
        let (questions, mut asked) = unbounded_channel::<Question>();
        let work = async move {
            let desk = Arc::new(desk);
            while let Some(Question { sql, answer }) = asked.recv().await {
                let desk = Arc::clone(&desk);
                tokio::spawn(async move { answer(desk.ask(&sql).await) });
            }
        };
        std::thread::Builder::new().spawn(move || runtime.block_on(work))?;
        Ok(Self { questions })
    }

    /// Sends SQL to the server.
    pub(super) async fn ask(&self, sql: String) -> Answer {
        let (sender, receiver) = oneshot::channel();
        self.send(sql, move |answer| drop(sender.send(answer)));
        receiver.await.unwrap_or_else(|_| Err(gone()))
    }

    /// The same where nobody can wait but the thread itself, as in a `Drop`.
    pub(super) fn ask_and_block(&self, sql: String) -> Answer {
        let (sender, receiver) = mpsc::channel();
        self.send(sql, move |answer| drop(sender.send(answer)));
        receiver.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Who asks learns from the end of their channel that nobody is there.
    fn send(&self, sql: String, answer: impl FnOnce(Answer) + Send + 'static) {
        let _ = self.questions.send(Question { sql, answer: Box::new(answer) });
    }
}

fn gone() -> DriverError {
    DriverError::refused("the thread that speaks to the server is gone".to_owned())
}

impl Desk {
    async fn ask(&self, sql: &str) -> Answer {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let used = idle().pop();
        if let Some(mut driver) = used {
            let answer = driver.fetch(sql).await;
            // One that the server ended while it was idle says nothing about the question.
            if !answer.as_ref().is_err_and(DriverError::is_unreachable) {
                idle().push(driver);
                return answer;
            }
        }
        let mut driver = self.database.connect(self.dialect).await?;
        let answer = driver.fetch(sql).await;
        idle().push(driver);
        answer
    }
}
