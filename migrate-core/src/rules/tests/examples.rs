//! Every example is judged by the whole pipeline: the bad ones are reported by their rule and by no
//! other at `deny`, the good ones by none.

use std::collections::BTreeSet;

use crate::analysis::{Settings, analyse};
use crate::finding::render::Style;
use crate::finding::{Finding, Severity};
use crate::rule::{Example, Level, Rule};
use crate::set::read::{Reading, read_texts};
use crate::version::Version;

use super::ALL;

/// What the proof says of the rollback of an example. That a down restores everything is the proof's
/// own matter: a file's worth of SQL for it would hide what an example shows.
const VERDICTS: [&str; 6] = [
    "column-order",
    "down-does-not-restore",
    "down-fails",
    "loses-rows",
    "rollback-unknown",
    "rows-unknown",
];

/// Rules whose SQLite examples replay refuses by now, so that `statement-fails` is said instead: what
/// is left to them is what the model does not see.
const REFUSED_BY_REPLAY: [&str; 3] =
    ["drop-column-used", "sqlite-rebuild-dependent-view", "mysql-foreign-key-type-mismatch"];

const NO_WAY_BACK: &str = "-- migrate: irreversible(reason = \"an example\")\n";

/// What there is to say of an example, notes left out, with the reading to draw it by.
fn judged(rule: &Rule, example: &Example) -> (Reading, Vec<Finding>) {
    let before = format!("{NO_WAY_BACK}{}", example.before);
    let mut files = Vec::new();
    if !example.before.is_empty() {
        files.push(("1_before.up.sql", before.as_str()));
    }
    files.push(("2_change.up.sql", example.up));
    if !example.down.is_empty() {
        files.push(("2_change.down.sql", example.down));
    }
    let reading = read_texts(&files, example.target.parse().unwrap());
    let mut settings =
        Settings { since: Some(Version::parse("2").unwrap()), ..Settings::default() };
    if rule.level == Level::Off {
        settings.levels.insert(rule.name.to_owned(), Level::Warn);
    }
    let mut findings = reading.findings.clone();
    findings.extend(analyse(&reading, &settings).findings);
    findings.retain(|finding| {
        let verdict = VERDICTS.contains(&finding.rule.name) && finding.rule != rule;
        finding.severity != Severity::Note && !verdict
    });
    (reading, findings)
}

fn drawn(reading: &Reading, findings: &[Finding]) -> String {
    let texts = findings.iter().map(|finding| reading.render(finding, Style::Plain));
    texts.collect::<Vec<_>>().join("\n\n")
}

fn names(findings: &[Finding], severity: Severity) -> BTreeSet<&str> {
    let those = findings.iter().filter(|finding| finding.severity == severity);
    those.map(|finding| finding.rule.name).collect()
}

#[test]
fn bad_examples_are_reported_by_their_rule_alone() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for example in rule.bad {
            let (reading, findings) = judged(rule, example);
            let errors = names(&findings, Severity::Error);
            let refused = REFUSED_BY_REPLAY.contains(&rule.name);
            let fine = match rule.level {
                _ if refused && errors.contains("statement-fails") => true,
                Level::Deny => errors == BTreeSet::from([rule.name]),
                Level::Warn | Level::Off => {
                    errors.is_empty() && names(&findings, Severity::Warning).contains(rule.name)
                }
            };
            if !fine {
                wrong.push(format!(
                    "== {} on\n{}\n{}",
                    rule.name,
                    example.up,
                    drawn(&reading, &findings)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn good_examples_are_silent() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for example in rule.good {
            let (reading, findings) = judged(rule, example);
            if !findings.is_empty() {
                wrong.push(format!(
                    "== {} on\n{}\n{}",
                    rule.name,
                    example.up,
                    drawn(&reading, &findings)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Rules whose rewrite leaves something to the author, written `<a role>`: a condition, a role.
const FOR_THE_AUTHOR: [&str; 1] = ["rls-enabled-without-policy"];

/// Rules that show a part of a definition, in the place of the one they point at.
const PARTS: [&str; 6] = [
    "mysql-timestamp-2038",
    "mysql-utf8mb3",
    "prefer-bigint-key",
    "sqlite-double-quoted-string",
    "sqlite-int-primary-key",
    "sqlite-type-affinity",
];

/// What stands under `help` is pasted, so it must be SQL, and whole statements of it.
#[test]
fn every_rewrite_can_be_pasted() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for example in rule.bad {
            let (_, findings) = judged(rule, example);
            let own = findings.iter().filter(|finding| *finding.rule == **rule);
            for sql in own.filter_map(|finding| Some(&finding.rewrite.as_ref()?.sql)) {
                let pasted = format!("{NO_WAY_BACK}{sql}");
                let scripts = [("1_pasted.up.sql", pasted.as_str())];
                let reading = read_texts(&scripts, example.target.parse().unwrap());
                let judged = analyse(&reading, &Settings::default());
                let unread = judged.findings.iter().any(|it| it.rule.name == "syntax-error");
                let is_command = sql.starts_with("gh-ost ");
                let is_open = FOR_THE_AUTHOR.contains(&rule.name) || PARTS.contains(&rule.name);
                if unread != (is_command || is_open) {
                    wrong.push(format!("== {}\n{sql}", rule.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_that_is_checked_here_shows_both() {
    let bare = ALL.iter().filter(|rule| {
        !matches!(rule.check, crate::rule::Check::Elsewhere)
            && (rule.bad.is_empty() || rule.good.is_empty())
    });
    assert_eq!(bare.map(|rule| rule.name).collect::<Vec<_>>(), [""; 0]);
}
