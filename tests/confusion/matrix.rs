//! Verdicts against outcomes.

use std::collections::BTreeMap;
use std::fmt;

use migrate_core::proof::SchemaVerdict;
use migrate_tests::engine::Outcome;

const OUTCOMES: [Outcome; 6] = [
    Outcome::Restored,
    Outcome::Order,
    Outcome::Differs,
    Outcome::DownFails,
    Outcome::UpFails,
    Outcome::NoDown,
];

const VERDICTS: [&str; 6] = ["proven", "order", "differs", "fails", "unknown", "irreversible"];

/// How often each verdict met each outcome.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    counts: BTreeMap<(&'static str, Outcome), usize>,
    disagreements: Vec<String>,
    unsound: usize,
}

impl Matrix {
    /// Counts one migration.
    pub(crate) fn count(&mut self, name: String, verdict: &SchemaVerdict, outcome: Outcome) {
        let word = verdict.word();
        *self.counts.entry((word, outcome)).or_default() += 1;
        let agrees = match (word, outcome) {
            ("proven", Outcome::Restored)
            | ("order", Outcome::Order)
            | ("differs", Outcome::Differs)
            | ("fails", Outcome::DownFails)
            | ("irreversible", Outcome::NoDown)
            | ("unknown", _) => true,
            (_, outcome) => outcome == Outcome::UpFails,
        };
        if !agrees {
            let because = match verdict {
                SchemaVerdict::Differs(found) | SchemaVerdict::Order(found) => {
                    found.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("; ")
                }
                SchemaVerdict::Fails(refusal) => refusal.message.clone(),
                _ => String::new(),
            };
            self.disagreements.push(format!("{name}: {word}, engine: {outcome:?}. {because}"));
        }
        if let SchemaVerdict::Unknown(reasons) = verdict {
            let why = reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>();
            self.disagreements.push(format!("{name}: unknown ({outcome:?}): {}", why.join("; ")));
        }
        let differs = matches!(outcome, Outcome::Order | Outcome::Differs | Outcome::DownFails);
        self.unsound += usize::from(word == "proven" && differs);
    }

    /// Whether no pair is proven that the engine shows to differ.
    pub(crate) const fn is_sound(&self) -> bool {
        self.unsound == 0
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.disagreements {
            writeln!(f, "{line}")?;
        }
        write!(f, "\n{:14}", "engine \\ proof")?;
        for verdict in VERDICTS {
            write!(f, "{verdict:>14}")?;
        }
        writeln!(f)?;
        for outcome in OUTCOMES {
            write!(f, "{:14}", format!("{outcome:?}"))?;
            for verdict in VERDICTS {
                write!(f, "{:>14}", self.counts.get(&(verdict, outcome)).unwrap_or(&0))?;
            }
            writeln!(f)?;
        }
        write!(f, "proven where the engine differs: {}", self.unsound)
    }
}
