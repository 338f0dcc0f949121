//! What is checked, as records: `cargo migrate explain`, `docs/rules.md`, the examples' tests and the
//! checks themselves all read the same values.

mod context;
mod lineage;
pub(crate) mod outlook;
mod report;

use crate::command::AlterTable;
use crate::dialect::Dialect;
use crate::replay::Step;

pub use context::Context;
pub use lineage::Lineage;
pub use outlook::Outlook;
pub use report::Report;

/// Something that is checked. Names and codes are stable, and codes are never used again.
#[derive(Debug)]
pub struct Rule {
    /// `M` and three digits.
    pub code: &'static str,
    /// The name in `kebab-case`; it reads well after `allow`.
    pub name: &'static str,
    /// What a violation weighs when nobody says otherwise.
    pub level: Level,
    /// The dialects it is about; none for rules about files and names.
    pub dialects: &'static [Dialect],
    /// What it reports, in one sentence.
    pub what: &'static str,
    /// What happens, whom it hurts, and how that is known: a manual or a measurement.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
    /// Migrations it reports, and no other rule at `deny` does.
    pub bad: &'static [Example],
    /// Migrations that no rule reports at `deny` or `warn`.
    pub good: &'static [Example],
    /// How it is checked.
    pub check: Check,
}

/// Codes are never used twice.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// A rule about files and names rather than SQL.
    #[must_use]
    pub const fn about_files(code: &'static str, name: &'static str, level: Level) -> Self {
        Self {
            code,
            name,
            level,
            dialects: &[],
            what: "",
            why: "",
            instead: "",
            bad: &[],
            good: &[],
            check: Check::Elsewhere,
        }
    }

    /// The same rule with what `explain` and the documentation say of it.
    #[must_use]
    pub const fn saying(
        self,
        what: &'static str,
        why: &'static str,
        instead: &'static str,
    ) -> Self {
        Self { what, why, instead, ..self }
    }

    /// The same rule about these dialects.
    #[must_use]
    pub const fn about(self, dialects: &'static [Dialect]) -> Self {
        Self { dialects, ..self }
    }

    /// The same rule with examples.
    #[must_use]
    pub const fn shown_by(self, bad: &'static [Example], good: &'static [Example]) -> Self {
        Self { bad, good, ..self }
    }
}

/// How a rule is checked.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Where the thing it is about is found: while reading files, parsing, replaying, proving.
    Elsewhere,
    /// On each step that the engine does not refuse.
    Step(fn(&Context<'_>, &Step<'_>, &mut Report<'_>)),
    /// On each of those that is an action of an `ALTER TABLE`.
    AlterTable(fn(&Context<'_>, &Step<'_>, &AlterTable, &mut Report<'_>)),
    /// Once for each script.
    Script(fn(&Context<'_>, &mut Report<'_>)),
}

/// What a violation weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is said.
    Off,
    /// The compiler warns.
    Warn,
    /// It does not compile.
    Deny,
}

impl Level {
    /// The word for it in `[package.metadata.migrate.rules]`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Off, Self::Warn, Self::Deny].into_iter().find(|level| level.word() == word)
    }
}

/// A migration that shows a rule at work.
#[derive(Debug)]
pub struct Example {
    /// What it is written for, as in the metadata: `postgres 15`.
    pub target: &'static str,
    /// Migrations before it, as one script; empty for none.
    pub before: &'static str,
    /// Its up.
    pub up: &'static str,
    /// Its down.
    pub down: &'static str,
}

impl Example {
    /// A migration with a down, on an empty schema.
    #[must_use]
    pub const fn new(target: &'static str, up: &'static str, down: &'static str) -> Self {
        Self { target, before: "", up, down }
    }

    /// The same after other migrations.
    #[must_use]
    pub const fn after(self, before: &'static str) -> Self {
        Self { before, ..self }
    }
}
