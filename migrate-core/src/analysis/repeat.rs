//! Repeatable scripts: judged as ups behind all migrations, and run once more over their own result.

use super::analyst::Analyst;
use super::consent::is_refusal;
use crate::change::words::{Expected, residues};
use crate::finding::Finding;
use crate::proof::{RowVerdict, SchemaVerdict};
use crate::repeat::Behind;
use crate::replay::FailureKind;
use crate::set::repeatable::Repeatable;
use crate::set::{Down, rules};
use crate::sql;

const HELP: &str = "write it so that it can run over its own result: `CREATE OR REPLACE`, or \
                    `DROP ... IF EXISTS` above what it creates";

const HELP_TOGETHER: &str = "define what depends on it in the same script, which drops that first and \
                             creates it last";

impl Analyst<'_> {
    pub(super) fn judge_repeatable(&mut self, it: &Repeatable, number: u64) {
        let undo = Behind::new(&self.replay, &self.certainty).undo(it);
        let is_proven = undo.script().is_some();
        // What undoes it was written by nobody, so that nothing is to be said of its text.
        let reason = match undo {
            Down::Irreversible { reason } => reason,
            Down::Script(_) => "".into(),
        };
        self.judge(&[it.run(number, Down::Irreversible { reason })]);
        if let Some(verdict) = self.analysis.verdicts.last_mut().filter(|_| is_proven) {
            (verdict.schema, verdict.rows) = (SchemaVerdict::Proven, RowVerdict::Kept);
        }
    }

    /// Runs each of them once more where all have run: what another one has built on it is there then.
    pub(super) fn repeat_all(&mut self) {
        let reading = self.reading;
        for it in reading.set.repeatables.iter() {
            self.analysis.findings.extend(self.again(it, &reading.path(&it.script)));
        }
    }

    /// What is wrong with running a script over what it has made.
    fn again(&self, it: &Repeatable, path: &str) -> Option<Finding> {
        let script = sql::read(&it.script.sql, self.reading.set.target);
        let mut replay = self.replay.clone();
        let steps = replay.run(&script.statements);
        // What fails at once is said already.
        let mut refused = self.analysis.findings.iter().filter(|it| is_refusal(it.rule));
        if refused.any(|finding| finding.labels.iter().any(|label| label.path == path)) {
            return None;
        }
        if let Some(failure) = steps.iter().find_map(|step| step.failure.as_ref()) {
            let message = format!("run a second time, the script fails: {}", failure.message);
            let finding = Finding::new(&rules::NOT_REPEATABLE, path, message).at(failure.span, "");
            let finding = failure.notes.iter().fold(finding, |it, note| it.note(note.clone()));
            let help = if failure.kind == FailureKind::Dependents { HELP_TOGETHER } else { HELP };
            return Some(finding.help(help));
        }
        if replay.schema() == self.replay.schema() {
            return None;
        }
        let left = residues(replay.schema(), self.replay.schema(), Expected::AfterFirstUp);
        let left = left.into_iter().find(|residue| !residue.note)?;
        let message = format!("run a second time, the script makes another schema: {}", left.text);
        let changed = steps.iter().find(|step| !step.changes.is_empty());
        let finding = Finding::new(&rules::NOT_REPEATABLE, path, message);
        let at = changed.and_then(|step| script.statements.get(step.statement));
        let finding = match at {
            Some(statement) => finding.at(statement.span, ""),
            None => finding,
        };
        Some(finding.help(HELP))
    }
}
