//! A statement about rows where everything is journaled: two ways to the server, of which the first ends
//! with the statement, and the second with the end of its transaction.
//!
//! What is ours stands in front of the statement, or comes in a text of its own: nothing of it is read as
//! anything else, however a script has set the session, and what the engine says of a statement is said of
//! nothing behind it. Where the lease or the row is not what it was, the text fails before the statement.

use migrate_core::sql::split::Statement;

use super::Run;
use super::lease::Lease;
use super::part::{Stop, state_of};
use crate::driver::{Answers, DriverError};
use crate::plan::Step;

impl Lease {
    /// Statements that write what is owed and fail, with [`Lease::is_lost`], unless the row of a migration is
    /// where this run left it and the lease is held to the end of the transaction; none where that takes
    /// an answer.
    fn fenced(&self, sequence: i64, state: &str) -> Option<Vec<String>> {
        let ahead = self.ahead.text();
        self.text.fenced(self.token, (sequence, state), ahead.as_deref(), &self.writes())
    }

    /// Records how far a migration has come and ends the transaction, unless the lease is lost; none as
    /// above.
    fn last(&self, sequence: i64, state: &str) -> Option<String> {
        let write = self.text.set_state(sequence, state, self.token);
        self.text.last(self.token, self.ahead.text().as_deref(), &[write])
    }

    /// Whether what failed says that the lease is lost, where it is our own text that failed.
    fn is_lost(&self, error: &DriverError) -> bool {
        error.code().is_some_and(|code| self.text.is_lost(code))
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
        let fence = lease.fenced(sequence, &state(done).text())?;
        let end = lease.last(sequence, &state(done + 1).text())?;
        let text = &sql[statement.span.range()];
        tracing::trace!(version = %step.version, sql = text, "statement");
        let session = self.context.session();
        let (before, limit) = (self.limited, self.limit(sql, statement));
        let limit = Some(limit).filter(|limit| !limit.is_empty());
        // The next one that others wait behind is not to say it again: that would be a way of its own.
        let back = limit.as_ref().map(|_| session.limit(before));
        let mut front = vec![session.begin_part().to_owned()];
        front.extend(fence.into_iter().chain(limit));
        let watch = self.watch(Some(lease), (sql, statement), true);
        let tag = watch.as_ref().map_or_else(String::new, |watch| watch.tag.clone());
        let ours: String = front.iter().flat_map(|said| [said, "; "]).collect();
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
        let end = [Some(end), back].into_iter().flatten().collect::<Vec<_>>().join("; ");
        if let Err(error) = self.driver.execute(&end).await {
            return Some(Err(stop(error, true)));
        }
        self.limited = before;
        lease.paid();
        self.stands_at(sequence, state(done + 1));
        Some(Ok(()))
    }
}
