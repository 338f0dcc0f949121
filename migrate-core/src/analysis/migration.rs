//! One migration after the other.

mod rows;

use super::consent::{self, Consents, Paths};
use super::{Analysis, MigrationVerdict, Settings, report};
use crate::finding::{Finding, Severity};
use crate::proof::{self, Certainty, Pair, RowVerdict, Run, SchemaVerdict, Verdict};
use crate::replay::{Replay, Step};
use crate::rule::{Context, Level, Lineage, Rule};
use crate::rules::{self, Checks};
use crate::schema::Schema;
use crate::set::name::Direction;
use crate::set::read::Reading;
use crate::set::{Migration, Script};
use crate::sql;
use crate::text::Span;

/// What is known after the migrations so far, and what was found in them.
pub(super) struct Analyst<'a> {
    pub(super) reading: &'a Reading,
    settings: &'a Settings,
    checks: Checks,
    pub(super) replay: Replay,
    pub(super) certainty: Certainty,
    pub(super) analysis: Analysis,
}

/// A script with what was read in it.
struct Read<'a> {
    script: &'a Script,
    path: String,
    sql: sql::Script,
    direction: Direction,
}

impl<'a> Analyst<'a> {
    pub(super) fn new(reading: &'a Reading, settings: &'a Settings) -> Self {
        let target = reading.set.target;
        Self {
            reading,
            settings,
            checks: Checks::new(target.dialect, |rule| looked_for(rule, settings.level(rule))),
            replay: Replay::new(target),
            certainty: Certainty::default(),
            analysis: Analysis::default(),
        }
    }

    /// What was found, without what a later migration has seen to.
    pub(super) fn finish(mut self) -> Analysis {
        let schema = self.replay.schema();
        self.analysis.findings.retain(|finding| !rules::is_settled(finding, schema));
        self.analysis
    }

    /// Takes in a migration that nothing is to be said of.
    pub(super) fn learn(&mut self, migration: &Migration) {
        let script = sql::read(&migration.up.sql, self.reading.set.target);
        let steps = self.replay.run(&script.statements);
        steps.iter().for_each(|step| self.certainty.absorb(step));
        let (schema, rows) = (SchemaVerdict::Unknown(Vec::new()), RowVerdict::Unknown(Vec::new()));
        self.conclude(migration, Concluded { schema, rows, allowed: false, exempt: true });
    }

    pub(super) fn judge(&mut self, migration: &Migration) {
        let up = self.read(&migration.up, Direction::Up);
        let down = migration.down.script().map(|script| self.read(script, Direction::Down));
        let before = self.replay.schema().clone();
        let up_steps = self.replay.run(&up.sql.statements);
        let after_up = self.replay.schema().clone();
        let mut back = self.replay.clone();
        let down_steps = down.as_ref().map(|down| back.run(&down.sql.statements));
        let after_down = back.schema().clone();
        let restored = down.is_some() && proof::same(&after_down, &before);
        let again = down.is_some() && !restored;
        let again_steps = again.then(|| back.run(&up.sql.statements));
        let verdict = proof::prove(&Pair {
            target: self.reading.set.target,
            before: &before,
            certainty: &self.certainty,
            up: Run { steps: &up_steps, after: &after_up },
            down: down_steps.as_ref().map(|steps| Run { steps, after: &after_down }),
            again: again_steps.as_ref().map(|steps| Run { steps, after: back.schema() }),
            restored,
        });

        let mut judged = Judged {
            paths: Paths { up: &up.path, down: down.as_ref().map(|down| &*down.path) },
            consents: Consents::default(),
            verdict,
            found: Vec::new(),
        };
        for read in std::iter::once(&up).chain(&down) {
            let dialect = self.reading.set.target.dialect;
            judged.consents.read(&read.script.sql, dialect, read.direction, &read.sql.statements);
        }
        judged.errors(&up);
        judged.failures(&up, &up_steps);
        // A down that runs after half of an up fails for that alone.
        let up_fails = !judged.found.is_empty();
        let lineage = Lineage::of(&up_steps);
        let schemas = Schemas { before: &before, settled: &before, lineage: &lineage };
        self.run_checks(&up, &up_steps, &schemas, &mut judged.found);
        if let (Some(down), Some(steps)) = (&down, &down_steps) {
            judged.errors(down);
            if !up_fails {
                judged.failures(down, steps);
            }
            let lineage = Lineage::of(up_steps.iter().chain(steps));
            let schemas = Schemas { before: &after_up, settled: &before, lineage: &lineage };
            self.run_checks(down, steps, &schemas, &mut judged.found);
        }
        judged.proof(again_steps.as_deref());
        let settings = self.settings;
        let verdict = judged.finish(|rule| settings.level_for(rule), &mut self.analysis.findings);
        up_steps.iter().for_each(|step| self.certainty.absorb(step));
        let (Verdict { schema, rows, .. }, allowed) = verdict;
        self.conclude(migration, Concluded { schema, rows, allowed, exempt: false });
    }

    fn read<'s>(&self, script: &'s Script, direction: Direction) -> Read<'s> {
        let sql = sql::read(&script.sql, self.reading.set.target);
        Read { script, path: self.reading.path(script), sql, direction }
    }

    fn run_checks(
        &self,
        read: &Read<'_>,
        steps: &[Step<'_>],
        schemas: &Schemas<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let context = Context {
            target: self.reading.set.target,
            assumed: self.settings.assumed,
            path: &read.path,
            sql: &read.script.sql,
            direction: read.direction,
            transaction: read.script.transaction,
            statements: &read.sql.statements,
            steps,
            before: schemas.before,
            settled: schemas.settled,
            lineage: schemas.lineage,
            outlook: std::cell::OnceCell::new(),
        };
        self.checks.run(&context, findings);
    }

    fn conclude(&mut self, migration: &Migration, it: Concluded) {
        self.analysis.verdicts.push(MigrationVerdict {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            schema: it.schema,
            rows: it.rows,
            allowed: it.allowed,
            exempt: it.exempt,
        });
    }
}

/// What is known of a migration in the end.
struct Concluded {
    schema: SchemaVerdict,
    rows: RowVerdict,
    allowed: bool,
    exempt: bool,
}

/// What a script began with.
struct Schemas<'a> {
    before: &'a Schema,
    settled: &'a Schema,
    lineage: &'a Lineage,
}

/// What was found in one migration so far.
struct Judged<'a> {
    paths: Paths<'a>,
    consents: Consents,
    verdict: Verdict,
    found: Vec<Finding>,
}

impl Judged<'_> {
    /// What does not parse.
    fn errors(&mut self, read: &Read<'_>) {
        let errors = read.sql.errors.iter();
        self.found.extend(errors.map(|error| report::syntax_error(&read.path, error)));
    }

    /// What the engine would refuse.
    fn failures(&mut self, read: &Read<'_>, steps: &[Step<'_>]) {
        let failures = steps.iter().filter_map(|step| step.failure.as_ref());
        self.found
            .extend(failures.map(|failure| report::failure(&read.path, read.direction, failure)));
    }

    fn proof(&mut self, again: Option<&[Step<'_>]>) {
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
    fn finish(
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

/// Whoever does not want to hear of dropped columns does not want to hear that they are lost either: a
/// rule about a loss is run even where it is off, so that nothing else speaks up in its place.
fn looked_for(rule: &Rule, level: Level) -> Level {
    if level == Level::Off && consent::is_about_loss(rule) { Level::Warn } else { level }
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

impl Settings {
    /// The level of a rule: the project's, or else its own.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Level {
        self.level_for(rule).unwrap_or(rule.level)
    }

    fn level_for(&self, rule: &Rule) -> Option<Level> {
        self.levels.get(rule.name).copied()
    }
}
