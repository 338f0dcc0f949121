mod carets;
mod soundness;

use super::*;
use crate::set::read::read_texts;

/// What is said of migrations, each an up and a down, in order.
fn analysed(target: &str, migrations: &[(&str, &str)], settings: &Settings) -> (Reading, Analysis) {
    let names: Vec<(String, String)> = (1..=migrations.len())
        .map(|number| (format!("{number}_step.up.sql"), format!("{number}_step.down.sql")))
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(migrations)
        .flat_map(|((up, down), texts)| [(up.as_str(), texts.0), (down.as_str(), texts.1)])
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let reading = read_texts(&files, target.parse().unwrap());
    let analysis = analyse(&reading, settings);
    (reading, analysis)
}

/// The verdicts on the last of these migrations, and the names of the rules it violates.
fn judged(target: &str, migrations: &[(&str, &str)]) -> (String, Vec<&'static str>) {
    let (_, analysis) = analysed(target, migrations, &Settings::default());
    let last = analysis.verdicts.last().unwrap();
    let version = last.version.as_str().to_owned();
    let own = analysis.findings.iter().filter(|finding| {
        finding.place().is_some_and(|place| place.0.starts_with(&format!("{version}_")))
    });
    let rules = own.map(|finding| finding.rule.name).collect();
    (format!("{} {}", last.schema.word(), last.rows.word()), rules)
}

const USERS: (&str, &str) = (
    "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL DEFAULT '')",
    "DROP TABLE users",
);

#[test]
fn one_decision_needs_one_annotation() {
    let down = "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT ''";
    let drop = "ALTER TABLE users DROP COLUMN email";
    for annotation in [
        "lossy(users.email, reason = \"x\")",
        "lossy(users, reason = \"x\")",
        "allow(drop-column, reason = \"x\")",
    ] {
        let up = format!("-- migrate: {annotation}\n{drop}");
        let (verdict, rules) = judged("sqlite 3.45", &[USERS, (&up, down)]);
        assert_eq!((verdict.as_str(), rules), ("proven lossy", vec![]), "{annotation}");
    }
    let (_, rules) = judged("sqlite 3.45", &[USERS, (drop, down)]);
    assert_eq!(rules, ["drop-column"], "one finding for one loss");
}

#[test]
fn an_allow_is_about_one_statement() {
    let allow = "-- migrate: allow(drop-index, loses-rows, reason = \"x\")";
    let up = format!("CREATE TABLE a (x);\n{allow}\nDELETE FROM users;\nDELETE FROM users");
    let (_, rules) = judged("sqlite 3.45", &[USERS, (&up, "DROP TABLE a")]);
    assert_eq!(rules, ["unused-allow", "delete-without-where"]);
    let same_line = "DELETE FROM users WHERE id = 1; -- migrate: allow(loses-rows, reason = \"x\")";
    assert_eq!(judged("sqlite 3.45", &[USERS, (same_line, "SELECT 1")]).1, [""; 0]);
    let behind = "-- migrate: lossy(users.nothing, reason = \"x\")\nCREATE TABLE a (x)";
    assert_eq!(judged("sqlite 3.45", &[USERS, (behind, "DROP TABLE a")]).1, ["unused-allow"]);
}

#[test]
fn levels_and_the_first_version_are_the_projects() {
    let migrations = [USERS, ("DELETE FROM users WHERE id = 1", "SELECT 1")];
    let level = |level| Settings {
        levels: BTreeMap::from([("loses-rows".to_owned(), level)]),
        ..Settings::default()
    };
    let severities = |settings: &Settings| {
        let (_, analysis) = analysed("sqlite 3.45", &migrations, settings);
        analysis.findings.iter().map(|finding| finding.severity.word()).collect::<Vec<_>>()
    };
    assert_eq!(severities(&level(Level::Deny)), ["error"]);
    assert_eq!(severities(&level(Level::Warn)), ["warning"]);
    assert_eq!(severities(&level(Level::Off)), [""; 0]);
    let since = Settings { since: Some(Version::parse("3").unwrap()), ..Settings::default() };
    let (_, analysis) = analysed("sqlite 3.45", &migrations, &since);
    assert_eq!(analysis.findings, []);
    assert!(analysis.verdicts.iter().all(|verdict| verdict.exempt));
}

#[test]
fn an_irreversible_migration_is_judged_by_its_up() {
    let up = "-- migrate: irreversible(reason = \"rows are merged\")\n\
              DELETE FROM users WHERE id = 1";
    let (verdict, rules) = judged("sqlite 3.45", &[USERS, (up, "")]);
    assert_eq!((verdict.as_str(), rules), ("irreversible irreversible", vec![]));
}

#[test]
fn a_second_up_that_fails_is_told() {
    let up = "CREATE INDEX users_email ON users (email)";
    let (reading, analysis) =
        analysed("sqlite 3.45", &[USERS, (up, "SELECT 1")], &Settings::default());
    let text = reading.render(&analysis.findings[0], crate::finding::render::Style::Plain);
    assert!(text.contains("run again after this down, the up fails"), "{text}");
}
