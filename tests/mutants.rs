//! A corpus of downs that are wrong and of downs that only look so, held against what notices them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints the score"
)]

#[path = "mutants/pair.rs"]
mod pair;

use migrate_runtime::verify::Verdict;
use migrate_runtime::{Migrator, Options};
use migrate_tests::engine::{Cycle, Engine, Outcome};
use pair::{Expected, Pair, Proof};
use tokio::runtime::Runtime;

/// What notices something about a pair.
#[derive(Clone, Copy, Debug, Default)]
struct Noticed {
    /// That up, down and up do not run.
    run: bool,
    /// That the schema is another, by our own comparison, or that they do not run.
    schema: bool,
    /// Any of this, or that the rows are others.
    rows: bool,
}

/// How many pairs of one kind are noticed by what.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    pairs: usize,
    run: usize,
    schema: usize,
    rows: usize,
    proven: usize,
    refuted: usize,
    unknown: usize,
}

impl Score {
    fn count(&mut self, noticed: Noticed, proof: Proof) {
        self.pairs += 1;
        self.run += usize::from(noticed.run);
        self.schema += usize::from(noticed.schema);
        self.rows += usize::from(noticed.rows);
        match proof {
            Proof::Proven => self.proven += 1,
            Proof::Refuted => self.refuted += 1,
            Proof::Unknown => self.unknown += 1,
        }
    }
}

/// What a verification says of a pair, and why.
/// Until verification looks at rows, the engine's are compared beside it.
async fn verified(pair: &Pair, url: &str, cycle: &Cycle) -> (Noticed, String) {
    let migrator = Migrator::new(&pair.reading.set, Options::default());
    let verification = migrator.verify_on(url).await;
    let (schema, why) = match &verification {
        Err(error) => (true, error.to_string()),
        Ok(verification) => match &verification.migrations.last().unwrap().verdict {
            Verdict::Blocker(blocker) => (true, format!("{blocker:?}")),
            verdict => (false, format!("{verdict:?}")),
        },
    };
    let run = cycle.outcome == Outcome::DownFails || cycle.again.is_some();
    (Noticed { run, schema, rows: schema || !cycle.rows.is_empty() }, why)
}

/// Runs the pairs of a directory on their engine. `undecided` is how many right ones the static proof
/// leaves open or refuses: a number, so that it does not grow unnoticed.
fn held_against(directory: &str, target: &str, undecided: usize) {
    let target = target.parse().unwrap();
    let Some(engine) = Engine::start(target) else { return };
    let runtime = Runtime::new().unwrap();
    let (mut wrong, mut right) = (Score::default(), Score::default());
    let (mut failures, mut open) = (Vec::new(), Vec::new());
    for pair in Pair::all(directory, target) {
        let name = &pair.name;
        let cycle = match engine.cycle(&pair.reading.set) {
            Ok(cycle) => cycle,
            Err(error) => {
                failures.push(format!("{name}: the up fails: {error}"));
                continue;
            }
        };
        let shown = Expected::of(&cycle);
        if shown != Some(pair.expected) {
            let rows = cycle.rows.join("\n    ");
            failures.push(format!("{name}: {:?}, engine: {shown:?}\n    {rows}", pair.expected));
        }
        let (noticed, why) = runtime.block_on(verified(&pair, &engine.spare(), &cycle));
        let (proof, words) = pair.proof();
        let is_right = pair.expected.is_right();
        if noticed.rows == is_right {
            failures.push(format!("{name}: {noticed:?}: {why}"));
        }
        match (is_right, proof) {
            (false, Proof::Proven) => failures.push(format!("{name}: proven: {words}")),
            (true, Proof::Proven) | (false, Proof::Refuted) => {}
            _ => open.push(format!("{name}: {proof:?}: {words}")),
        }
        if is_right { &mut right } else { &mut wrong }.count(noticed, proof);
    }
    println!("{}\n", open.join("\n"));
    println!("{HEAD}\n{}", line(directory, &wrong, &right));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(right.refuted + right.unknown, undecided, "{}", open.join("\n"));
}

const HEAD: &str = "\
| engine | wrong downs | do not run | schema | schema and rows | static: refuted, unknown, proven | right downs | alarms | static: proven, unknown, refuted |
|---|---|---|---|---|---|---|---|---|";

fn line(engine: &str, wrong: &Score, right: &Score) -> String {
    format!(
        "| {engine} | {} | {} | {} | {} | {}, {}, {} | {} | {} | {}, {}, {} |",
        wrong.pairs,
        wrong.run,
        wrong.schema,
        wrong.rows,
        wrong.refuted,
        wrong.unknown,
        wrong.proven,
        right.pairs,
        right.rows,
        right.proven,
        right.unknown,
        right.refuted
    )
}

#[test]
fn postgres() {
    held_against("postgres", "postgres 15", 0);
}

#[test]
fn mariadb() {
    held_against("mariadb", "mariadb 10.11", 4);
}

#[test]
fn sqlite() {
    held_against("sqlite", "sqlite 3.51", 2);
}
