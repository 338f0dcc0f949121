//! A statement about rows where everything is journaled: two ways to the server, of which the first ends
//! with the statement, and the second with the end of its transaction.
//!
//! What is ours stands in front of the statement, the record of it too, or comes in a text of its own:
//! nothing of it is read as anything else, however a script has set the session, and what the engine says of
//! a statement is said of nothing behind it. Where the lease or the row is not what it was, the text fails
//! before the statement; where one of them is no more, the transaction is not ended.

use std::time::Instant;

use migrate_core::dialect::session::{BEAT, COMMIT, Finds, Progress};
use migrate_core::sql::split::Statement;

use super::Run;
use super::lease::Lease;
use super::part::{Stop, state_of};
use crate::driver::{Answer, Answers, DriverError};
use crate::plan::Step;

impl Lease {
    /// Statements that begin a transaction, write what is owed and record `progress` in it; none where that
    /// takes an answer.
    fn fenced(&self, progress: Progress<'_>) -> Option<Vec<Finds>> {
        let ahead = self.ahead.text();
        self.text.fenced(self.token, progress, ahead.as_deref(), &self.owed)
    }

    /// What ends that transaction: behind a statement that took long nobody could put the end off.
    fn last(&self, began: Instant) -> Vec<String> {
        let is_long = began.elapsed() >= BEAT;
        let put_off = is_long.then(|| self.text.put_off(self.token)).flatten();
        put_off.into_iter().chain([COMMIT.to_owned()]).collect()
    }
}

impl Run<'_, '_> {
    /// Runs the statement, the part after `done` others, and records it. None where the engine cannot be
    /// told in so few words.
    pub(super) async fn rows<'s>(
        &mut self,
        step: &Step<'_>,
        statement: &'s Statement,
        (sequence, done): (i64, usize),
        lease: &mut Lease,
    ) -> Option<Result<(), Stop<'s>>> {
        let (state, sql) = (state_of(step), &*step.script.sql);
        if step.script.is_code() {
            return None;
        }
        let (from, to) = (state(done).text(), state(done + 1).text());
        let fence = lease.fenced(Progress { sequence, from: &from, to: &to })?;
        let text = &sql[statement.span.range()];
        tracing::trace!(version = %step.version, sql = text, "statement");
        let (before, limit) = (self.limited, self.limit_again(sql, statement));
        let limit = Some(limit).filter(|limit| !limit.is_empty());
        // The next one that others wait behind is not to say it again: that would be a way of its own.
        let back = limit.as_ref().map(|_| self.context.session().limit(before));
        let front: Vec<&str> = fence.iter().map(|it| &*it.text).chain(limit.as_deref()).collect();
        let watch = self.watch(Some(lease), (sql, statement), true);
        let tag = watch.as_ref().map_or_else(String::new, |watch| watch.tag.clone());
        let ours: String = front.iter().flat_map(|said| [*said, "; "]).collect();
        let began = Instant::now();
        let Answers { done: answers, outcome } =
            self.send_behind(&format!("{ours}{tag}"), text, watch).await;
        let stop = |error: DriverError, is_ours| match is_ours && lease.is_lost(&error) {
            true => Stop::Interfered,
            false => Stop::At(statement, error),
        };
        if let Err(error) = outcome {
            let is_ours = answers.len() < front.len();
            // The limit is the last of what is ours.
            self.limited = if is_ours { before } else { self.limited };
            return Some(Err(stop(error, is_ours)));
        }
        let finds = |(it, answer): (&Finds, &Answer)| answer.rows >= it.rows as u64;
        if !fence.iter().zip(&answers).all(finds) {
            return Some(Err(Stop::Interfered));
        }
        let end: Vec<String> = lease.last(began).into_iter().chain(back).collect();
        if let Err(error) = self.driver.execute(&end.join("; ")).await {
            return Some(Err(stop(error, true)));
        }
        self.limited = before;
        lease.paid();
        self.stands_at(sequence, state(done + 1));
        Some(Ok(()))
    }
}
