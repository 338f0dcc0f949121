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

    /// Judges a script. The findings come in the order of its text and, at one place, of the rules.
    pub fn run(&self, context: &Context<'_>, findings: &mut Vec<Finding>) {
        let from = findings.len();
        for step in context.steps.iter().filter(|step| step.failure.is_none()) {
            for chosen in &self.steps {
                (chosen.check)(context, step, &mut chosen.report(findings));
            }
            if let What::AlterTable(alter) = &step.command.what {
                for chosen in &self.alters {
                    (chosen.check)(context, step, alter, &mut chosen.report(findings));
                }
            }
        }
        for chosen in &self.scripts {
            (chosen.check)(context, &mut chosen.report(findings));
        }
        let key = |finding: &Finding| {
            (finding.labels.first().and_then(|label| label.span), finding.rule.code)
        };
        findings[from..].sort_by_key(key);
    }
}

impl<C> Chosen<C> {
    fn report<'a>(&self, findings: &'a mut Vec<Finding>) -> Report<'a> {
        Report { rule: self.rule, level: self.level, findings }
    }
}
