//! Calls the hooks, where a script runs that counts.

use super::Run;
use crate::error::Error;
use crate::hook::{Place, failed};
use crate::plan::Step;
use crate::units::commits_whole;

impl Run<'_, '_> {
    /// Before the first script.
    pub(super) async fn before_run(&mut self, scripts: usize) -> Result<(), Error> {
        if self.context.options.record_only {
            return Ok(());
        }
        for hook in &self.context.options.hooks {
            let done = hook.before_run(scripts, &mut self.connection()).await;
            done.map_err(failed("before the run".to_owned()))?;
        }
        Ok(())
    }

    /// After the last one.
    pub(super) async fn after_run(&mut self) -> Result<(), Error> {
        if self.context.options.record_only {
            return Ok(());
        }
        for hook in &self.context.options.hooks {
            let done = hook.after_run(&mut self.connection()).await;
            done.map_err(failed("after the run".to_owned()))?;
        }
        Ok(())
    }

    pub(super) async fn before_step(&mut self, step: &Step<'_>) -> Result<(), Error> {
        if self.context.options.record_only {
            return Ok(());
        }
        for hook in &self.context.options.hooks {
            let at = self.place(step);
            let done = hook.before(&at, &mut self.connection()).await;
            done.map_err(failed(moment("before", step)))?;
        }
        Ok(())
    }

    pub(super) async fn after_step(&mut self, step: &Step<'_>) -> Result<(), Error> {
        if self.context.options.record_only {
            return Ok(());
        }
        for hook in &self.context.options.hooks {
            let at = self.place(step);
            let done = hook.after(&at, &mut self.connection()).await;
            done.map_err(failed(moment("after", step)))?;
        }
        Ok(())
    }

    fn place<'s>(&self, step: &'s Step<'_>) -> Place<'s> {
        let dialect = self.context.set.target.dialect;
        Place {
            version: &step.version,
            title: &step.title,
            direction: step.direction,
            in_transaction: commits_whole(&step.script, dialect) && !step.undoes,
        }
    }
}

fn moment(when: &str, step: &Step<'_>) -> String {
    format!("{when} {} {}", step.direction.word(), step.name())
}
