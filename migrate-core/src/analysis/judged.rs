//! What was found in one migration, and what of it is said.

mod rows;

use super::consent::{self, Consents, Paths};
use super::migration::{Ran, Replayed, Source};
use super::report;
use crate::dialect::Dialect;
use crate::finding::{Finding, Severity};
use crate::proof::{self, SchemaVerdict, Verdict};
use crate::replay::Step;
use crate::rule::{Level, Rule};
use crate::rules;
use crate::set::name::Direction;
use crate::text::Span;

/// What was found in one migration so far.
pub(super) struct Judged<'a> {
    paths: Paths<'a>,
    consents: Consents,
    verdict: Verdict,
    found: Vec<Finding>,
}

impl<'a> Judged<'a> {
    pub(super) fn new(it: &'a Replayed<'_>, verdict: Verdict, dialect: Dialect) -> Self {
        let mut consents = Consents::default();
        for Source { script, direction, sql, .. } in it.scripts().map(|ran| ran.source) {
            consents.read(&script.sql, dialect, *direction, &sql.statements);
        }
        let down = it.down.as_ref().map(|down| &*down.source.path);
        let paths = Paths { up: &it.up.source.path, down };
        Self { paths, consents, verdict, found: Vec::new() }
    }

    /// Whether nothing was found so far.
    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What does not parse.
    pub(super) fn errors(&mut self, ran: &Ran<'_>) {
        let Source { path, sql, .. } = ran.source;
        self.found.extend(sql.errors.iter().map(|error| report::syntax_error(path, error)));
    }

    /// What the engine would refuse.
    pub(super) fn failures(&mut self, ran: &Ran<'_>) {
        let Source { path, direction, .. } = ran.source;
        let failures = ran.steps.iter().filter_map(|step| step.failure.as_ref());
        self.found.extend(failures.map(|failure| report::failure(path, *direction, failure)));
    }

    /// What the rules say.
    pub(super) fn hear(&mut self, findings: Option<Vec<Finding>>) {
        self.found.extend(findings.into_iter().flatten());
    }

    pub(super) fn proof(&mut self, again: Option<&[Step<'_>]>) {
        let again = again.into_iter().flatten().find_map(|step| step.failure.as_ref());
        let broken = self.found.iter().any(|finding| {
            let reported = [
                &rules::proof::SYNTAX_ERROR,
                &rules::proof::UNKNOWN_OBJECT,
                &rules::proof::DUPLICATE_OBJECT,
                &rules::proof::STATEMENT_FAILS,
            ];
            reported.contains(&finding.rule)
        });
        match &self.verdict.schema {
            SchemaVerdict::Differs(residuals) | SchemaVerdict::Order(residuals) => {
                let mut rest: Vec<_> = residuals.iter().collect();
                while let Some(first) = rest.first().copied() {
                    let together = |other: &&proof::Residual| {
                        (other.up, other.down, other.note) == (first.up, first.down, first.note)
                    };
                    let (same, others) = rest.into_iter().partition::<Vec<_>, _>(together);
                    self.found.push(report::differences(&self.paths, &same, again));
                    rest = others;
                }
            }
            SchemaVerdict::Fails(refusal) if refusal.place.direction == Direction::Up => {
                let (span, notes) = (refusal.place.span, &refusal.notes);
                self.found.push(report::fails_again(self.paths.up, span, &refusal.message, notes));
            }
            SchemaVerdict::Unknown(reasons) if !broken => {
                let message = "it is not known whether the down restores the schema";
                let rule = &rules::proof::ROLLBACK_UNKNOWN;
                self.found.push(report::unknown(rule, &self.paths, message, reasons));
            }
            _ => {}
        }
        self.rows(broken);
    }

    /// What remains when everything that was answered is taken out, in the order of the texts and as
    /// heavy as the project wants it.
    pub(super) fn finish(
        mut self,
        level: impl Fn(&'static Rule) -> Option<Level>,
        findings: &mut Vec<Finding>,
    ) -> (Verdict, bool) {
        let (consents, paths) = (&mut self.consents, self.paths);
        let (mut differs, mut allowed) = (false, false);
        self.found.retain(|finding| {
            let is_allowed = consents.allows(finding, &paths);
            if finding.rule == &rules::proof::DOWN_DOES_NOT_RESTORE {
                allowed |= is_allowed;
                differs |= !is_allowed;
            }
            !is_allowed
        });
        consents.unused(&paths, &mut self.found);
        self.found.retain_mut(|finding| {
            let Some(severity) = severity(finding, level(finding.rule)) else { return false };
            finding.severity = severity;
            true
        });
        self.without_echoes();
        self.without_second_thoughts();
        let is_down = |finding: &Finding| finding.place().map(|place| place.0) != Some(paths.up);
        self.found.sort_by(|one, other| {
            let key = |finding: &Finding| {
                (is_down(finding), finding.place().and_then(|place| place.1), finding.rule.code)
            };
            key(one).cmp(&key(other))
        });
        findings.append(&mut self.found);
        (self.verdict, allowed && !differs)
    }
}

impl Judged<'_> {
    /// Leaves out what a rule says of a column whose values another rule says are lost: whoever heeds
    /// that does neither, and whoever answers it hears of the other.
    fn without_second_thoughts(&mut self) {
        let of = |rule: &str, found: &[Finding]| {
            let findings = found.iter().filter(|finding| finding.rule.name == rule);
            let places = findings.filter_map(Finding::place);
            places.map(|(path, span)| (path.to_owned(), span)).collect::<Vec<_>>()
        };
        let losses = of("lossy-type-change", &self.found);
        let heard = |finding: &Finding| {
            finding.place().is_some_and(|(path, span)| {
                let within = |(other, at): &(String, Option<Span>)| {
                    other == path
                        && at
                            .zip(span)
                            .is_some_and(|(at, span)| span.start <= at.start && at.end <= span.end)
                };
                losses.iter().any(within)
            })
        };
        self.found
            .retain(|finding| finding.rule.name != "alter-column-type-rewrite" || !heard(finding));
    }

    /// Leaves out what the engine says to a statement for which a rule has the one that works.
    fn without_echoes(&mut self) {
        let rules = ["sqlite-unsupported-alter", "sqlite-rebuild-dependent-view"];
        let works = |finding: &&Finding| rules.contains(&finding.rule.name);
        let places = |finding: &Finding| {
            let place = finding.place().and_then(|(path, span)| Some((path.to_owned(), span?)));
            place.into_iter().collect::<Vec<_>>()
        };
        let answered: Vec<(String, Span)> =
            self.found.iter().filter(works).flat_map(places).collect();
        self.found.retain(|finding| {
            let inside = |(path, span): &(String, Span)| {
                answered.iter().any(|(other, whole)| {
                    other == path && whole.start <= span.start && span.end <= whole.end
                })
            };
            !consent::is_refusal(finding.rule) || !places(finding).iter().any(inside)
        });
    }
}

/// What a finding weighs; nothing where the project does not want it. Where the project says nothing,
/// the rule has weighed it: some cases of a rule are worse than others.
fn severity(finding: &Finding, level: Option<Level>) -> Option<Severity> {
    let rule = finding.rule;
    let only_note = [&rules::proof::COLUMN_ORDER, &rules::proof::ROWS_UNKNOWN].contains(&rule);
    match level {
        None if only_note => Some(Severity::Note),
        None if rule.level == Level::Off => None,
        None => Some(finding.severity),
        Some(Level::Off) => None,
        Some(Level::Warn) => Some(Severity::Warning),
        Some(Level::Deny) => Some(Severity::Error),
    }
}
