//! Several scripts in one text: on a server most statements take less time than the way there and back.
//!
//! Only where one transaction is for all of them, and of statements that mean the same in such a text. The
//! server answers each, so that it is known which of them failed; and its clock, which is read between two
//! scripts, says how long each took.

use std::time::Duration;

use migrate_core::set::directive::timeouts;
use migrate_core::sql::split::Statement;

use super::transaction::Ready;
use super::{Run, is_up};
use crate::driver::{Answer, Answers, DriverError};
use crate::error::Error;

/// Of so many statements at most, so that whoever looks on sees the work go on.
const STATEMENTS: usize = 32;
/// Of scripts of so many bytes: the server holds all of a text in memory, and what it read of it.
const BYTES: usize = 64 * 1024;

const SWALLOWED: &str = "the server reads these scripts as other statements than they are";

/// What became of scripts in one text.
pub(super) struct Together {
    /// How long those took that ran.
    pub(super) took: Vec<Duration>,
    /// What the next one failed with.
    pub(super) outcome: Result<(), Error>,
}

/// Statements in one text.
#[derive(Default)]
struct Text<'s> {
    sql: String,
    characters: usize,
    said: Vec<Said<'s>>,
}

/// One of them.
#[derive(Clone, Copy)]
enum Said<'s> {
    /// What asks for the time.
    Clock,
    /// What says how long tables are waited for.
    Limit,
    /// A statement of a script: which script of the group, and how many characters stand before it.
    Script { script: usize, statement: &'s Statement, before: usize },
}

impl<'s> Text<'s> {
    fn push(&mut self, sql: &str, said: Said<'s>) {
        for part in [sql, "; "] {
            self.sql += part;
            self.characters += part.chars().count();
        }
        self.said.push(said);
    }

    /// The statement of a script that failed when so many had come to their end: what is ours fails with
    /// the connection alone, and is taken for the one that it is for.
    fn failed(&self, done: usize) -> Option<(usize, &'s Statement, usize)> {
        let script = |said: &Said<'s>| match *said {
            Said::Script { script, statement, before } => Some((script, statement, before)),
            Said::Clock | Said::Limit => None,
        };
        let behind = self.said.iter().skip(done).find_map(script);
        behind.or_else(|| self.said.iter().rev().find_map(script))
    }

    /// How long each of the scripts took that ran to its end.
    fn took(&self, done: &[Answer]) -> Vec<Duration> {
        let answers = self.said.iter().zip(done);
        let clocks = answers.filter(|(said, _)| matches!(said, Said::Clock)).map(|(_, row)| row);
        let moments: Vec<f64> = clocks
            .map(|it| {
                it.first.first().and_then(|cell| cell.as_deref()?.parse().ok()).unwrap_or(0.0)
            })
            .collect();
        // A clock may be put back.
        let between =
            |two: &[f64]| Duration::try_from_secs_f64(two[1] - two[0]).unwrap_or_default();
        moments.windows(2).map(between).collect()
    }
}

impl<'a> Run<'a, '_> {
    /// How many of the first scripts go in one text; none where that saves nothing.
    pub(super) fn along(&self, group: &[Ready<'_, 'a>]) -> usize {
        let options = self.context.options;
        // Somebody else has a say, or sees the statements one by one.
        let is_watched =
            !options.hooks.is_empty() || options.verify_in_place || self.gauge.is_some();
        if self.apart || is_watched || self.context.session().clock().is_none() {
            return 0;
        }
        let (mut statements, mut bytes) = (0, 0);
        let fits = |ready: &&Ready<'_, 'a>| {
            statements += ready.statements.len();
            bytes += ready.step.script.sql.len();
            statements <= STATEMENTS && bytes <= BYTES && self.goes_along(ready)
        };
        let scripts = group.iter().take_while(fits).count();
        let statements: usize = group[..scripts].iter().map(|ready| ready.statements.len()).sum();
        if statements > 1 { scripts } else { 0 }
    }

    fn goes_along(&self, Ready { step, statements }: &Ready<'_, 'a>) -> bool {
        let (session, sql) = (self.context.session(), &*step.script.sql);
        is_up(step)
            && !step.script.is_code()
            && statements.iter().all(|statement| session.goes_along(sql, statement))
            && timeouts(sql, session.dialect()).statement.is_none()
    }

    /// Runs scripts in the transaction that is open, all in one text.
    pub(super) async fn together(&mut self, group: &[Ready<'_, 'a>]) -> Together {
        let text = self.text(group);
        let Answers { done, outcome } = self.driver.each(&text.sql).await;
        let took = text.took(&done);
        let error = match outcome {
            Ok(()) if done.len() == text.said.len() => return Together { took, outcome: Ok(()) },
            Ok(()) => DriverError::refused(SWALLOWED.to_owned()),
            Err(error) => error,
        };
        // Before it ran the first one, the server read all of them. What it says of one that it could not
        // read is not what it would say of that one alone; nor is it known what it took for what.
        let is_read = !done.is_empty() && error.message() != SWALLOWED;
        self.apart = !is_read && !error.is_busy() && !error.is_unreachable();
        let error = match text.failed(done.len()) {
            Some((script, statement, before)) => {
                let error = error.behind(before);
                Error::Failed(Box::new(self.failure(group[script].step, statement, error)))
            }
            None => Error::driver("running scripts", error),
        };
        Together { took, outcome: Err(error) }
    }

    fn text<'s>(&mut self, group: &'s [Ready<'_, 'a>]) -> Text<'s> {
        let (mut text, clock) =
            (Text::default(), self.context.session().clock().unwrap_or_default());
        text.push(clock, Said::Clock);
        for (script, Ready { step, statements }) in group.iter().enumerate() {
            self.limit_script(step, statements);
            let sql = &*step.script.sql;
            for statement in statements {
                let own = &sql[statement.span.range()];
                tracing::trace!(version = %step.version, sql = own, "statement");
                let limit = self.limit(sql, statement);
                if !limit.is_empty() {
                    text.push(limit.trim_end_matches("; "), Said::Limit);
                }
                let before = text.characters;
                text.push(own, Said::Script { script, statement, before });
            }
            text.push(clock, Said::Clock);
        }
        text
    }
}
