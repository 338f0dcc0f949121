//! Running the rules over a script.

use crate::command::{AlterTable, What};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Level, Report, Rule};

use super::ALL;

type StepCheck = fn(&Context<'_>, &Step<'_>, &mut Report<'_>);
type AlterCheck = fn(&Context<'_>, &Step<'_>, &AlterTable, &mut Report<'_>);
type ScriptCheck = fn(&Context<'_>, &mut Report<'_>);

/// How many scripts a rule sees before the next one does, so that its code need not be loaded for each of
/// them: as many as have room beside it in a processor's cache.
const BATCH: usize = 32;

/// The checks of one dialect that a project wants, sorted out once for all its scripts.
#[derive(Debug)]
pub struct Checks {
    steps: Vec<Chosen<StepCheck>>,
    alters: Vec<Chosen<AlterCheck>>,
    scripts: Vec<Chosen<ScriptCheck>>,
}

#[derive(Debug)]
struct Chosen<C> {
    rule: &'static Rule,
    level: Level,
    check: C,
}

impl Checks {
    /// The checks for `dialect` at the levels that `level` gives them.
    #[must_use]
    pub fn new(dialect: Dialect, level: impl Fn(&'static Rule) -> Level) -> Self {
        let mut checks = Self { steps: Vec::new(), alters: Vec::new(), scripts: Vec::new() };
        for &rule in ALL.iter().filter(|rule| rule.dialects.contains(&dialect)) {
            let level = level(rule);
            if level == Level::Off {
                continue;
            }
            match rule.check {
                Check::Elsewhere => {}
                Check::Step(check) => checks.steps.push(Chosen { rule, level, check }),
                Check::AlterTable(check) => checks.alters.push(Chosen { rule, level, check }),
                Check::Script(check) => checks.scripts.push(Chosen { rule, level, check }),
            }
        }
        checks
    }

    /// Judges scripts: the findings of each, in the order of its text and, at one place, of the rules.
    #[must_use]
    pub fn run(&self, contexts: &[Context<'_>]) -> Vec<Vec<Finding>> {
        contexts.chunks(BATCH).flat_map(|batch| self.run_batch(batch)).collect()
    }

    fn run_batch(&self, contexts: &[Context<'_>]) -> Vec<Vec<Finding>> {
        let mut findings = Vec::new();
        let steps = carried_out(contexts);
        for chosen in &self.steps {
            let mut report = chosen.report(&mut findings);
            for &(at, step) in &steps {
                report.at = at;
                (chosen.check)(&contexts[at], step, &mut report);
            }
        }
        let alters: Vec<_> = steps.iter().filter_map(|&(at, step)| altered(at, step)).collect();
        for chosen in &self.alters {
            let mut report = chosen.report(&mut findings);
            for &(at, step, alter) in &alters {
                report.at = at;
                (chosen.check)(&contexts[at], step, alter, &mut report);
            }
        }
        for chosen in &self.scripts {
            let mut report = chosen.report(&mut findings);
            for (at, context) in contexts.iter().enumerate() {
                report.at = at;
                (chosen.check)(context, &mut report);
            }
        }
        let mut found: Vec<Vec<Finding>> = contexts.iter().map(|_| Vec::new()).collect();
        for (at, finding) in findings {
            found[at].push(finding);
        }
        let key = |finding: &Finding| {
            (finding.labels.first().and_then(|label| label.span), finding.rule.code)
        };
        found.iter_mut().for_each(|found| found.sort_by_key(key));
        found
    }
}

/// The steps that the engine does not refuse, each with the position of its script.
fn carried_out<'c>(contexts: &'c [Context<'_>]) -> Vec<(usize, &'c Step<'c>)> {
    let all = contexts.iter().enumerate();
    let steps = all.flat_map(|(at, context)| context.steps.iter().map(move |step| (at, step)));
    steps.filter(|(_, step)| step.failure.is_none()).collect()
}

type Altered<'c> = (usize, &'c Step<'c>, &'c AlterTable);

fn altered<'c>(at: usize, step: &'c Step<'c>) -> Option<Altered<'c>> {
    let What::AlterTable(alter) = &step.command.what else { return None };
    Some((at, step, alter))
}

impl<C> Chosen<C> {
    /// Where the check puts what it finds, from the first script on.
    fn report<'a>(&self, findings: &'a mut Vec<(usize, Finding)>) -> Report<'a> {
        Report { rule: self.rule, level: self.level, at: 0, findings }
    }
}
