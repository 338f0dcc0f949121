//! Rules, for programs.

use migrate_core::rule::{Example, Rule};
use serde::Serialize;

use super::document;

#[derive(Serialize)]
struct RuleJson {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    /// None for rules about files.
    dialects: Vec<&'static str>,
    what: &'static str,
    why: &'static str,
    instead: &'static str,
    bad: Vec<ExampleJson>,
    good: Vec<ExampleJson>,
}

#[derive(Serialize)]
struct ExampleJson {
    target: &'static str,
    before: &'static str,
    up: &'static str,
    down: &'static str,
}

/// What a rule is about.
pub(in crate::ui) fn rule(it: &Rule) -> String {
    document(&record(it))
}

/// All rules.
pub(in crate::ui) fn rules(all: &[&Rule]) -> String {
    document(&all.iter().map(|it| record(it)).collect::<Vec<_>>())
}

fn record(it: &Rule) -> RuleJson {
    let examples = |all: &[Example]| all.iter().map(example).collect();
    RuleJson {
        code: it.code,
        name: it.name,
        level: it.level.word(),
        dialects: it.dialects.iter().map(|dialect| dialect.name()).collect(),
        what: it.what,
        why: it.why,
        instead: it.instead,
        bad: examples(it.bad),
        good: examples(it.good),
    }
}

fn example(it: &Example) -> ExampleJson {
    ExampleJson { target: it.target, before: it.before, up: it.up, down: it.down }
}
