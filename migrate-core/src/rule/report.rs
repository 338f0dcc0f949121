//! Where rules put what they find.

use crate::finding::{Finding, Severity};
use crate::impact::{Impact, Source};
use crate::set::name::Direction;
use crate::text::Span;

use super::{Context, Level, Rule};

/// Where rules put what they find.
#[derive(Debug)]
pub struct Report<'a> {
    /// The rule that is being checked.
    pub rule: &'static Rule,
    /// What a violation weighs in this project.
    pub level: Level,
    /// Which script of a batch is being checked.
    pub at: usize,
    /// The findings so far, each with the script it is about.
    pub findings: &'a mut Vec<(usize, Finding)>,
}

impl Report<'_> {
    /// A violation at `span` of the script; to be completed and given to [`Report::push`].
    #[must_use]
    pub fn finding(
        &self,
        context: &Context<'_>,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let mut finding = Finding::new(self.rule, context.path, message).at(span, "");
        finding.severity = severity(self.level);
        finding
    }

    /// Puts a finding with the others.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push((self.at, finding));
    }

    /// Puts a finding whose cure is to be spread over several migrations with the others. A down is
    /// one script and has to bring back what was there, so it is told what that costs, and not refused.
    pub fn push_unless_down(&mut self, context: &Context<'_>, mut finding: Finding) {
        if context.direction == Direction::Down {
            finding.rewrite = None;
            finding.help.clear();
            finding = self.weighing(Level::Warn, finding).note(
                "a down is one script, and nothing else brings this back: roll back when that \
                       may wait",
            );
        }
        self.push(finding);
    }

    /// A finding that weighs `level` here, unless the project gave the rule another level than it
    /// has by itself.
    #[must_use]
    pub fn weighing(&self, level: Level, mut finding: Finding) -> Finding {
        if self.level == self.rule.level {
            finding.severity = severity(level);
        }
        finding
    }
}

const fn severity(level: Level) -> Severity {
    match level {
        Level::Deny => Severity::Error,
        Level::Warn => Severity::Warning,
        Level::Off => Severity::Note,
    }
}

impl Finding {
    /// The same finding, saying at its place which lock is taken, and below which statements wait.
    #[must_use]
    pub fn impact(mut self, impact: &Impact) -> Self {
        if let (Some(lock), Some(label)) = (impact.locks.first(), self.labels.first_mut())
            && label.text.is_empty()
        {
            label.text = format!("takes {}", lock.mode);
        }
        let Some(sentence) = impact.sentence() else { return self };
        let source = match impact.source {
            Source::Measured(servers) => format!(" (measured on {servers})"),
            Source::Manual(_) | Source::Unknown => String::new(),
        };
        self.note(format!("{sentence}{source}"))
    }

    /// The same finding; where the target's version decides, it says so if that is assumed.
    #[must_use]
    pub fn assumption(self, context: &Context<'_>) -> Self {
        match context.assumption() {
            Some(text) => self.note(text),
            None => self,
        }
    }
}
