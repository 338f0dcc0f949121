//! Labels against verdicts.

use std::collections::BTreeMap;
use std::fmt;

use crate::labels::Label;

const LABELS: [&str; 8] = [
    "restored",
    "with a note",
    "differs",
    "down fails",
    "second up fails",
    "second up differs",
    "up fails",
    "irreversible",
];

const VERDICTS: [&str; 12] = [
    "restored",
    "with a note",
    "differs",
    "down fails",
    "second up fails",
    "second up differs",
    "up fails",
    "irreversible",
    "rows lost",
    "up fails on rows",
    "down fails on rows",
    "not read",
];

/// How often each verdict met each label.
#[derive(Debug, Default)]
pub(crate) struct Table {
    counts: BTreeMap<(&'static str, &'static str), usize>,
    disagreements: usize,
}

impl Table {
    /// Counts one migration. What there is to say where the two disagree.
    pub(crate) fn count(
        &mut self,
        name: &str,
        label: &Label,
        verdict: &'static str,
        why: &[String],
    ) -> Option<String> {
        *self.counts.entry((label.word, verdict)).or_default() += 1;
        if agree(label.word, verdict) {
            return None;
        }
        self.disagreements += 1;
        let (word, why) = (label.word, why.join("; "));
        Some(format!("{name}: {verdict}, label: {word}\n    {why}\n    label: {}", label.why))
    }
}

/// The labels are of schemas without rows: what rows add to a schema that came back agrees with them.
fn agree(label: &str, verdict: &str) -> bool {
    match verdict {
        "rows lost" => matches!(label, "restored" | "with a note"),
        "up fails on rows" | "down fails on rows" => label != "up fails",
        _ => label == verdict,
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n| label \\ verdict ")?;
        let is_used = |verdict: &&str| self.counts.keys().any(|(_, it)| it == verdict);
        let verdicts: Vec<&str> = VERDICTS.into_iter().filter(|it| is_used(it)).collect();
        verdicts.iter().try_for_each(|verdict| write!(f, "| {verdict} "))?;
        writeln!(f, "|\n|---|{}", "--:|".repeat(verdicts.len()))?;
        for label in LABELS {
            if !self.counts.keys().any(|(it, _)| *it == label) {
                continue;
            }
            write!(f, "| {label} ")?;
            for verdict in &verdicts {
                write!(f, "| {} ", self.counts.get(&(label, *verdict)).unwrap_or(&0))?;
            }
            writeln!(f, "|")?;
        }
        let all: usize = self.counts.values().sum();
        write!(f, "{} of {all} agree", all - self.disagreements)
    }
}
