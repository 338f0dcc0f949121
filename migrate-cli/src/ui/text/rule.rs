//! Rules, for people.

use migrate_core::dialect::Dialect;
use migrate_core::rule::{Level, Rule};
use migrate_core::rules;

use super::super::table::{self, Cell, painted, plain};
use super::{BAD, BOLD, GOOD, WAITING, bold};

/// What a rule is about.
pub(in crate::ui) fn rule(it: &Rule, dialect: Option<Dialect>) -> String {
    rules::explain(it, dialect)
}

/// Whether a rule is one of a group.
type Belongs = fn(&Rule) -> bool;

/// All rules, by what they are about.
pub(in crate::ui) fn rules(all: &[&Rule]) -> String {
    let mut text = String::new();
    let groups: [(&str, Belongs); 5] = [
        ("Files, names and directives", |rule| rule.dialects.is_empty()),
        ("All dialects, or several", |rule| rule.dialects.len() > 1),
        ("PostgreSQL", |rule| rule.dialects == Dialect::ONLY_POSTGRES),
        ("MySQL and MariaDB", |rule| rule.dialects == Dialect::ONLY_MYSQL),
        ("SQLite", |rule| rule.dialects == Dialect::ONLY_SQLITE),
    ];
    for (heading, belongs) in groups {
        let rows: Vec<[Cell; 4]> = all.iter().filter(|it| belongs(it)).map(|it| row(it)).collect();
        if !rows.is_empty() {
            text +=
                &format!("{}\n{}\n", painted(&(heading.to_owned(), BOLD)), table::spoken(&rows));
        }
    }
    text + &format!("{}: cargo migrate explain <rule>", bold("More on one of them"))
}

fn row(rule: &Rule) -> [Cell; 4] {
    let style = match rule.level {
        Level::Deny => BAD,
        Level::Warn => WAITING,
        Level::Off => GOOD,
    };
    [
        plain(format!("  {}", rule.code)),
        (rule.level.word().to_owned(), style),
        plain(rule.name),
        plain(rule.what.trim_end_matches('.')),
    ]
}
