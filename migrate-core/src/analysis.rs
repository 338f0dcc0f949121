//! All that can be said of a set of migrations without a database: the one function behind
//! `embed_migrations!()` and `cargo migrate check`.

mod analyst;
mod consent;
mod judged;
pub mod losses;
mod migration;
mod repeat;
mod report;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::proof::{RowVerdict, SchemaVerdict};
use crate::receipts::{Demands, Profile};
use crate::rule::{Level, Rule};
use crate::set::Migration;
use crate::set::layout::Layout;
use crate::set::read::Reading;
use crate::version::Version;

use analyst::Analyst;
pub(crate) use consent::is_about_loss;

/// What a project says about how its migrations are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The levels of rules, by name, where they are not the rules' own. The names are known ones:
    /// [`crate::config`] refuses others.
    pub levels: BTreeMap<String, Level>,
    /// The first version that the rules and the proof are about; earlier ones are replayed only.
    pub since: Option<Version>,
    /// Whether nobody said which server the migrations are for, so that the oldest is assumed.
    pub assumed: bool,
    /// How much is asked of receipts.
    pub receipts: Demands,
    /// Which build it is about.
    pub profile: Profile,
    /// How the directory is laid out.
    pub layout: Layout,
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

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// What there is to say beside what [`Reading::findings`] says already, in the order of the
    /// migrations, of up and down, and of their texts.
    pub findings: Vec<Finding>,
    /// What is known of each migration, in order, and of the first run of each repeatable script.
    pub verdicts: Vec<MigrationVerdict>,
}

/// What is known of one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationVerdict {
    /// Its version.
    pub version: Version,
    /// Its title.
    pub title: String,
    /// Whether the schema comes back.
    pub schema: SchemaVerdict,
    /// Whether the rows come back.
    pub rows: RowVerdict,
    /// Whether somebody wrote down that the schema need not come back.
    pub allowed: bool,
    /// Whether it is older than [`Settings::since`], so that nothing is reported of it.
    pub exempt: bool,
}

impl MigrationVerdict {
    /// `20260101120000_create_users`, or `R__active_users`.
    #[must_use]
    pub fn name(&self) -> String {
        self.version.named(&self.title)
    }

    /// The word for the schema in tables, with what the author has answered to it.
    #[must_use]
    pub fn schema_word(&self) -> String {
        let word = self.schema.word();
        if self.allowed { format!("{word} (allowed)") } else { word.to_owned() }
    }
}

impl Analysis {
    /// Whether anything found forbids to use the set.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

/// Judges every migration of a reading. Its findings are drawn with [`Reading::render`].
#[must_use]
pub fn analyse(reading: &Reading, settings: &Settings) -> Analysis {
    let mut analyst = Analyst::new(reading, settings);
    let is_exempt =
        |it: &Migration| settings.since.as_ref().is_some_and(|since| it.version < *since);
    for some in reading.set.migrations.chunk_by(|one, next| is_exempt(one) == is_exempt(next)) {
        if some.first().is_some_and(is_exempt) {
            analyst.learn(some);
        } else {
            analyst.judge(some);
        }
    }
    // They run behind all migrations, whatever versions these have.
    for (number, it) in (1..).zip(reading.set.repeatables.iter()) {
        analyst.judge_repeatable(it, number);
    }
    analyst.repeat_all();
    analyst.finish()
}

#[cfg(test)]
mod tests;
