//! Up, down and up again before a migration is recorded, in the transaction that it is applied in.

use std::time::Duration;

use super::Run;
use crate::error::Error;
use crate::inspect::Eye;
use crate::plan::{Plan, Step};
use crate::units::commits_whole;
use crate::verify::Verdict;
use crate::verify::cycle::{Cycle, Runs};

impl<'a> Run<'a, '_> {
    /// Refuses a plan of which a blocker would leave something behind: one whose scripts do not all run
    /// in one transaction.
    pub(super) fn fits_in_place(&self, plan: &Plan<'a>) -> Result<(), Error> {
        let mut asked = Vec::new();
        for step in &plan.steps {
            let migration = step.whole();
            let down = migration.as_deref().and_then(|migration| Step::down(migration).ok());
            for step in std::iter::once(step).chain(&down) {
                if !commits_whole(&step.script, self.context.session().dialect()) {
                    return Err(Error::NotInPlace { path: self.context.shown(step) });
                }
                asked.push(self.context.references(step, &self.context.statements(step)));
                if asked.first() != asked.last() {
                    return Err(Error::NotInPlace { path: self.context.shown(step) });
                }
            }
        }
        Ok(())
    }

    /// What looks at the schema, where steps are to be proved.
    pub(super) async fn eye(&mut self) -> Result<Option<Eye>, Error> {
        if !self.context.options.verify_in_place {
            return Ok(None);
        }
        let (session, target) = (self.context.session(), self.context.set.target);
        Eye::open(self.driver, session, target).await.map(Some)
    }

    /// Runs a step forward, back and forward again; a run of a repeatable script once more than that, over
    /// what it made.
    pub(super) async fn proved(
        &mut self,
        step: &Step<'a>,
        eye: &mut Eye,
    ) -> Result<Duration, Error> {
        let Some(migration) = step.whole() else { return self.within(step).await };
        let mut cycle = Cycle::new(self, eye, Runs::Within);
        let mut verified = cycle.verify(&migration).await?;
        let is_blocker = matches!(verified.verdict, Verdict::Blocker(_));
        if step.version.is_run() && !is_blocker {
            let blocker = cycle.again(&migration).await?;
            verified.verdict = blocker.map_or(verified.verdict, Verdict::Blocker);
        }
        if matches!(verified.verdict, Verdict::Blocker(_)) {
            return Err(Error::Blocked(Box::new(verified)));
        }
        let took = verified.up;
        self.engine.clone_from(&eye.engine);
        self.verified.push(verified);
        Ok(took)
    }
}
