//! A batch of migrations, one pass behind the other: read, replayed, proved, judged.

use super::consent;
use super::judged::Judged;
use super::migration::{Ran, Read, Replayed, Source};
use super::{Analysis, MigrationVerdict, Settings};
use crate::finding::Finding;
use crate::proof::{self, Certainty, RowVerdict, SchemaVerdict, Verdict};
use crate::replay::{Replay, Step};
use crate::rule::{Context, Level, Lineage, Rule};
use crate::rules::{self, Checks};
use crate::set::name::Direction;
use crate::set::read::Reading;
use crate::set::{Migration, Script};
use crate::sql;

/// How many migrations go through a pass together.
///
/// In a proc macro nothing is optimised, and what reads SQL, what replays it, what proves and what judges are
/// megabytes of code that no processor has room for at once: where each migration went through all of them by
/// itself, a third of the time was spent on loading code (bench, `analysis`). A batch takes some 20 KiB of
/// memory for each migration in it, and a larger one is no faster.
const BATCH: usize = 250;

/// What is known after the migrations so far, and what was found in them.
pub(super) struct Analyst<'a> {
    pub(super) reading: &'a Reading,
    settings: &'a Settings,
    checks: Checks,
    pub(super) replay: Replay,
    pub(super) certainty: Certainty,
    pub(super) analysis: Analysis,
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

    /// Takes in migrations of which nothing is to be said.
    pub(super) fn learn(&mut self, migrations: &[Migration]) {
        for migration in migrations {
            let script = sql::read(&migration.up.sql, self.reading.set.target);
            let steps = self.replay.run(&script.statements);
            steps.iter().for_each(|step| self.certainty.absorb(step));
            self.conclude(migration, Concluded::exempt());
        }
    }

    /// Takes in migrations that follow each other, and says what there is to say of them.
    pub(super) fn judge(&mut self, migrations: &[Migration]) {
        for batch in migrations.chunks(BATCH) {
            let read: Vec<_> = batch.iter().map(|migration| self.read(migration)).collect();
            let ups: Vec<_> = read.iter().map(|read| self.run_up(read)).collect();
            let replayed: Vec<_> = read.iter().zip(ups).map(|(read, up)| back(read, up)).collect();
            let verdicts = self.prove(&replayed);
            let mut heard = self.check(&replayed).into_iter();
            for ((migration, it), verdict) in batch.iter().zip(&replayed).zip(verdicts) {
                let concluded = self.weigh(it, verdict, &mut heard);
                self.conclude(migration, concluded);
            }
        }
    }

    fn read<'m>(&self, migration: &'m Migration) -> Read<'m> {
        let source = |script: &'m Script, direction| Source {
            script,
            path: self.reading.path(script),
            sql: sql::read(&script.sql, self.reading.set.target),
            direction,
        };
        Read {
            up: source(&migration.up, Direction::Up),
            down: migration.down.script().map(|script| source(script, Direction::Down)),
        }
    }

    /// Runs the up, and keeps what its down begins with.
    fn run_up<'s>(&mut self, read: &'s Read<'s>) -> (Ran<'s>, Replay) {
        (ran(&mut self.replay, &read.up, &[]), self.replay.clone())
    }

    /// What comes back. Each pair is judged by what was certain before it.
    fn prove(&mut self, replayed: &[Replayed<'_>]) -> Vec<Verdict> {
        let certainty = |it: &Replayed<'_>| {
            let before = self.certainty.clone();
            it.up.steps.iter().for_each(|step| self.certainty.absorb(step));
            before
        };
        let certain: Vec<Certainty> = replayed.iter().map(certainty).collect();
        let target = self.reading.set.target;
        let pairs = replayed.iter().zip(&certain).map(|(it, certainty)| it.pair(target, certainty));
        proof::prove_all(&pairs.collect::<Vec<_>>())
    }

    /// What the rules say of each script.
    fn check(&self, replayed: &[Replayed<'_>]) -> Vec<Vec<Finding>> {
        let scripts = replayed.iter().flat_map(|it| it.scripts().map(move |ran| (it, ran)));
        let contexts = scripts.map(|(it, ran)| self.context(it, ran));
        self.checks.run(&contexts.collect::<Vec<_>>())
    }

    fn context<'c>(&self, it: &'c Replayed<'_>, ran: &'c Ran<'_>) -> Context<'c> {
        let source = ran.source;
        Context {
            target: self.reading.set.target,
            assumed: self.settings.assumed,
            path: &source.path,
            sql: &source.script.sql,
            direction: source.direction,
            transaction: source.script.transaction,
            statements: &source.sql.statements,
            steps: &ran.steps,
            before: &ran.before,
            settled: &it.up.before,
            lineage: &ran.lineage,
            outlook: std::cell::OnceCell::new(),
        }
    }

    /// Brings together what proof and rules have found in a migration.
    fn weigh(
        &mut self,
        it: &Replayed<'_>,
        verdict: Verdict,
        heard: &mut impl Iterator<Item = Vec<Finding>>,
    ) -> Concluded {
        let mut judged = Judged::new(it, verdict, self.reading.set.target.dialect);
        judged.errors(&it.up);
        judged.failures(&it.up);
        // A down that runs after half of an up fails for that alone.
        let up_fails = !judged.is_empty();
        judged.hear(heard.next());
        if let Some(down) = &it.down {
            judged.errors(down);
            if !up_fails {
                judged.failures(down);
            }
            judged.hear(heard.next());
        }
        judged.proof(it.again.as_ref().map(|(steps, _)| &**steps));
        let level = |rule: &'static Rule| self.settings.level_for(rule);
        let (Verdict { schema, rows, .. }, allowed) =
            judged.finish(level, &mut self.analysis.findings);
        Concluded { schema, rows, allowed, exempt: false }
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

impl Concluded {
    fn exempt() -> Self {
        let (schema, rows) = (SchemaVerdict::Unknown(Vec::new()), RowVerdict::Unknown(Vec::new()));
        Self { schema, rows, allowed: false, exempt: true }
    }
}

/// Runs the down behind its up, and the up once more where that is needed.
fn back<'s>(read: &'s Read<'s>, (up, mut replay): (Ran<'s>, Replay)) -> Replayed<'s> {
    let down = read.down.as_ref().map(|down| ran(&mut replay, down, &up.steps));
    let differs = down.as_ref().filter(|down| down.after != up.before);
    let again = differs.is_some().then(|| replay.run(&read.up.sql.statements));
    let again = again.map(|steps| (steps, replay.schema().clone()));
    Replayed { up, down, again }
}

/// Runs a script behind the steps `up` of the same migration.
fn ran<'s>(replay: &mut Replay, source: &'s Source<'s>, up: &[Step<'_>]) -> Ran<'s> {
    let before = replay.schema().clone();
    let steps = replay.run(&source.sql.statements);
    let lineage = Lineage::of(up.iter().chain(&steps));
    Ran { source, before, after: replay.schema().clone(), steps, lineage }
}

/// Whoever does not want to hear of dropped columns does not want to hear that they are lost either: a
/// rule about a loss is run even where it is off, so that nothing else speaks up in its place.
fn looked_for(rule: &Rule, level: Level) -> Level {
    if level == Level::Off && consent::is_about_loss(rule) { Level::Warn } else { level }
}
