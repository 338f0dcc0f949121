//! Scripts without a version, which run again when their text changes: `R__active_users.sql`.

use std::borrow::Cow;

use super::kin::Kin;
use super::{Down, Migration, Script};
use crate::version::Version;

/// How the names of their files begin.
pub const PREFIX: &str = "R__";

/// A script that runs again when its text changes: what defines views and functions.
#[derive(Clone, Debug)]
pub struct Repeatable {
    /// Its name, `[a-z0-9_]+`, by which the history knows it.
    pub name: Cow<'static, str>,
    /// What it says now.
    pub script: Script,
}

impl Repeatable {
    /// `R__active_users`, which its file is called.
    #[must_use]
    pub fn file_stem(&self) -> String {
        format!("{PREFIX}{}", self.name)
    }

    /// A run of it: a migration whose up is the script, and whose down is the text that was current
    /// before, or what else undoes it.
    #[must_use]
    pub fn run(&self, number: u64, down: Down) -> Migration {
        Migration {
            version: Version::of_run(number),
            title: self.name.clone(),
            up: self.script.clone(),
            down,
            kin: Kin::NONE,
        }
    }
}
