//! What is checked, as records: `cargo migrate explain`, `docs/rules.md`, the examples' tests and the
//! checks themselves all read the same values.

use crate::command::Statement;
use crate::dialect::{Dialect, Target};
use crate::finding::Finding;
use crate::replay::Step;
use crate::schema::{Name, Schema};
use crate::set::name::Direction;

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
}

/// How a rule is checked.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Where the thing it is about is found: while reading files, parsing, replaying, proving.
    Elsewhere,
    /// On each step.
    Step(fn(&Context<'_>, &Step<'_>, &mut Report<'_>)),
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

/// A script as the rules see it.
#[derive(Debug)]
pub struct Context<'a> {
    /// What it is written for.
    pub target: Target,
    /// Whether nobody said so and the oldest version is assumed.
    pub assumed: bool,
    /// Its path as shown to people.
    pub path: &'a str,
    /// Its text.
    pub sql: &'a str,
    /// Whether it goes up or down.
    pub direction: Direction,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// Its statements.
    pub statements: &'a [Statement],
    /// What they did, in order.
    pub steps: &'a [Step<'a>],
    /// The schema before its first statement.
    pub before: &'a Schema,
    /// The schema before the up of the same migration: for an up, the same as `before`. What is not
    /// in there is new, and nobody uses it yet.
    pub settled: &'a Schema,
}

impl Context<'_> {
    /// Whether the table came with this migration, so that nobody reads or writes it yet.
    #[must_use]
    pub fn is_new_table(&self, name: &Name) -> bool {
        !self.settled.tables.contains_key(name)
    }

    /// Whether the column came with this migration.
    #[must_use]
    pub fn is_new_column(&self, table: &Name, column: &str) -> bool {
        self.settled.tables.get(table).is_none_or(|table| table.column(column).is_none())
    }
}

/// Where rules put what they find.
#[derive(Debug)]
pub struct Report<'a> {
    /// The rule that is being checked.
    pub rule: &'static Rule,
    /// The findings so far.
    pub findings: &'a mut Vec<Finding>,
}
