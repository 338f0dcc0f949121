//! Every rule of the crate, and what is made of all of them.
//!
//! One file a rule, in the folder of the dialect it is about: its record, its check, its tests. A
//! new rule costs that file, one `mod` line and one line in the list of its folder.

#[cfg(any(test, not(all(feature = "postgres", feature = "mysql", feature = "sqlite"))))]
mod absent;
mod altered;
mod attached;
mod checks;
mod dependents;
mod documentation;
mod every;
mod listing;
#[cfg(feature = "mysql")]
mod mysql;
mod narrowing;
#[cfg(feature = "postgres")]
mod postgres;
pub mod proof;
mod rebuild;
mod recipe;
mod security;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(test)]
mod tests;
mod value;

pub use checks::Checks;
pub use documentation::{explain, markdown};

use crate::branches;
use crate::finding::{Finding, Until};
use crate::receipts;
use crate::rule::Rule;
use crate::schema::Schema;
use crate::set;
use crate::text::nearest;

/// The rules by what they are about; together in the order of their codes.
const GROUPS: &[&[&Rule]] = &[
    set::rules::ALL,
    proof::ALL,
    set::rules::LATER,
    receipts::rules::ALL,
    branches::rules::ALL,
    every::ALL,
    #[cfg(feature = "postgres")]
    postgres::ALL,
    #[cfg(not(feature = "postgres"))]
    absent::POSTGRES,
    #[cfg(feature = "mysql")]
    mysql::ALL,
    #[cfg(not(feature = "mysql"))]
    absent::MYSQL,
    #[cfg(feature = "sqlite")]
    sqlite::ALL,
    #[cfg(not(feature = "sqlite"))]
    absent::SQLITE,
    security::ALL,
];

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

/// All rules, sorted by code.
pub const ALL: &[&Rule] = &{
    let mut all = [&set::rules::BAD_CONFIGURATION; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut rule = 0;
        while rule < GROUPS[group].len() {
            all[at] = GROUPS[group][rule];
            at += 1;
            rule += 1;
        }
        group += 1;
    }
    all
};

/// Whether a later migration has done what a finding waits for, given the schema after all of them.
pub(crate) fn is_settled(finding: &Finding, schema: &Schema) -> bool {
    match &finding.until {
        Some(Until::Indexed(table, columns)) => every::is_indexed(schema, table, columns),
        None => false,
    }
}

/// The rule of that name or code.
///
/// # Errors
///
/// When there is none: the name that was probably meant.
pub fn find(name: &str) -> Result<&'static Rule, Option<&'static str>> {
    let is_meant = |rule: &&&'static Rule| rule.name == name || rule.code == name;
    match ALL.iter().find(is_meant) {
        Some(rule) => Ok(rule),
        None => Err(nearest(name, ALL.iter().map(|rule| rule.name))),
    }
}
