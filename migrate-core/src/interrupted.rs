//! What undoes a script that was cut off: those statements of its down that the engine would take
//! where it came to, if they lead back to where it began. Decided without a database.

use crate::code::is_code;
use crate::command::{Statement, What};
use crate::dialect::Target;
use crate::proof::{Certainty, Pair, Run, SchemaVerdict, prove};
use crate::replay::{Replay, Step};
use crate::sql;
use crate::text::Span;

/// An up that was cut off.
#[derive(Clone, Copy, Debug)]
pub struct Interrupted<'a> {
    /// What it is written for.
    pub target: Target,
    /// The ups that were applied before it, in order.
    pub before: &'a [&'a str],
    /// Its text.
    pub up: &'a str,
    /// Where what has run of it ends.
    pub end: usize,
    /// The text of its down.
    pub down: &'a str,
}

impl Interrupted<'_> {
    /// The statements of the down that undo what has run.
    ///
    /// # Errors
    ///
    /// Why it is not known which those are, in sentences without a full stop.
    pub fn undo(&self) -> Result<Vec<Span>, Vec<String>> {
        if is_code(self.up) {
            // A function is one part, of which nothing ran or all.
            let whole =
                "it is written in Rust, and its down undoes all of it or nothing".to_owned();
            return if self.end == 0 { Ok(Vec::new()) } else { Err(vec![whole]) };
        }
        let mut replay = Replay::new(self.target);
        let mut certainty = Certainty::default();
        for up in self.before {
            let script = sql::read(up, self.target);
            replay.run(&script.statements).iter().for_each(|step| certainty.absorb(step));
        }
        let before = replay.schema().clone();
        let up = sql::read(self.up, self.target).statements;
        let (ran, rest) = up.split_at(up.partition_point(|it| it.span.end <= self.end));
        let up_steps = replay.run(ran);
        let after_up = replay.schema().clone();
        let down = sql::read(self.down, self.target).statements;
        let kept = possible(&replay, &down);
        if rest.iter().any(is_about_rows) && kept.iter().any(is_about_rows) {
            return Err(vec![
                "the down changes rows, and so does what has not run: which of that it undoes is not \
                 known"
                    .to_owned(),
            ]);
        }
        let mut back = replay.clone();
        let down_steps = back.run(&kept);
        let verdict = prove(&Pair {
            target: self.target,
            before: &before,
            certainty: &certainty,
            up: Run { steps: &up_steps, after: &after_up },
            down: Some(Run { steps: &down_steps, after: back.schema() }),
            again: None,
            restored: *back.schema() == before,
        });
        match verdict.schema {
            SchemaVerdict::Proven | SchemaVerdict::Order(_) => {
                Ok(kept.iter().map(|statement| statement.span).collect())
            }
            other => Err(why(other)),
        }
    }
}

/// The statements that the engine would take one after the other, without those that it would refuse.
fn possible(replay: &Replay, statements: &[Statement]) -> Vec<Statement> {
    let mut kept: Vec<Statement> = Vec::new();
    for statement in statements {
        kept.push(statement.clone());
        // A script is a session of its own, so it begins anew with each statement more.
        let refused = |step: &Step<'_>| step.failure.is_some();
        if replay.clone().run(&kept).iter().any(refused) {
            kept.pop();
        }
    }
    kept
}

fn is_about_rows(statement: &Statement) -> bool {
    statement.commands.iter().any(|command| matches!(command.what, What::Data(_)))
}

fn why(verdict: SchemaVerdict) -> Vec<String> {
    match verdict {
        SchemaVerdict::Differs(residuals) => residuals.into_iter().map(|it| it.text).collect(),
        SchemaVerdict::Unknown(reasons) => {
            let said = |reason| format!("it is not known what comes back, because {reason}");
            reasons.into_iter().map(|reason| said(reason.text)).collect()
        }
        SchemaVerdict::Fails(refusal) => vec![refusal.message],
        SchemaVerdict::Proven | SchemaVerdict::Order(_) | SchemaVerdict::Irreversible => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    /// What undoes an up of which so many statements have run.
    fn undo(up: &str, ran: usize, down: &'static str) -> Result<Vec<&'static str>, Vec<String>> {
        let target = Target::oldest(Dialect::Postgres);
        let before = ["create table users (id int)"];
        let statements = sql::read(up, target).statements;
        let end = ran.checked_sub(1).map_or(0, |last| statements[last].span.end);
        let kept = Interrupted { target, before: &before, up, end, down }.undo()?;
        Ok(kept.into_iter().map(|span| &down[span.range()]).collect())
    }

    const UP: &str =
        "create table a (b int); alter table users add n int; create index i on users (n)";

    #[test]
    fn what_has_run_is_undone() {
        let down = "drop index i; alter table users drop column n; drop table a";
        assert_eq!(undo(UP, 0, down).unwrap(), [""; 0]);
        assert_eq!(undo(UP, 1, down).unwrap(), ["drop table a"]);
        assert_eq!(undo(UP, 2, down).unwrap(), ["alter table users drop column n", "drop table a"]);
        let other = "drop table a; alter table users drop column n";
        assert_eq!(undo(UP, 1, other).unwrap(), ["drop table a"]);
    }

    #[test]
    fn what_does_not_lead_back_is_not_done() {
        let said = undo(UP, 2, "drop table a").unwrap_err();
        assert_eq!(said, ["column `users.n` is left behind"]);
        let said = undo("create table a (b int); call p()", 2, "drop table a").unwrap_err();
        assert!(said[0].starts_with("it is not known what comes back"), "{said:?}");
    }

    #[test]
    fn rows_are_not_undone_that_never_were() {
        let up = "create table a (b int); update users set id = id + 1";
        let down = "update users set id = id - 1; drop table a";
        assert!(undo(up, 1, down).unwrap_err()[0].contains("not known"));
        assert_eq!(undo(up, 2, down).unwrap().len(), 2);
        assert_eq!(undo(up, 1, "drop table a").unwrap(), ["drop table a"]);
    }
}
