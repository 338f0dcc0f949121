//! Scripts without a version are judged behind all migrations, and over their own result.

use super::*;

const TABLE: [(&str, &str); 2] = [
    ("1_users.up.sql", "CREATE TABLE users (id integer PRIMARY KEY, active integer);"),
    ("1_users.down.sql", "DROP TABLE users;"),
];

/// The verdict on the script, and the names of the rules that it violates.
fn repeated(target: &str, script: &str) -> (String, Vec<&'static str>) {
    let files: Vec<(&str, &str)> = TABLE.into_iter().chain([("R__it.sql", script)]).collect();
    let reading = read_texts(&files, target.parse().unwrap());
    assert_eq!(reading.findings, []);
    let analysis = analyse(&reading, &Settings::default());
    let last = analysis.verdicts.last().unwrap();
    assert_eq!(last.name(), "R__it");
    let rules = analysis.findings.iter().filter(|finding| finding.labels[0].path == "R__it.sql");
    let verdict = format!("{} {}", last.schema.word(), last.rows.word());
    (verdict, rules.map(|finding| finding.rule.name).collect())
}

#[test]
fn a_view_that_is_dropped_first_can_run_again() {
    let view = "DROP VIEW IF EXISTS active;\n\
                CREATE VIEW active AS SELECT id FROM users WHERE active = 1;";
    for target in ["sqlite 3.45", "postgres 15", "mysql 8.0", "mariadb 10.11"] {
        assert_eq!(repeated(target, view), ("proven kept".to_owned(), vec![]), "{target}");
    }
}

#[test]
fn or_replaced() {
    let view = "CREATE OR REPLACE VIEW active AS SELECT id FROM users WHERE active = 1;";
    for target in ["postgres 15", "mysql 8.0", "mariadb 10.11"] {
        assert_eq!(repeated(target, view), ("proven kept".to_owned(), vec![]), "{target}");
    }
}

#[test]
fn what_fails_over_its_own_result_is_told_at_its_statement() {
    let view = "CREATE VIEW active AS SELECT id FROM users;";
    for target in ["sqlite 3.45", "postgres 15", "mysql 8.0"] {
        assert_eq!(repeated(target, view).1, ["not-repeatable"], "{target}");
    }
    let files: Vec<(&str, &str)> = TABLE.into_iter().chain([("R__it.sql", view)]).collect();
    let reading = read_texts(&files, "sqlite 3.45".parse().unwrap());
    let analysis = analyse(&reading, &Settings::default());
    let finding = analysis.findings.iter().find(|it| it.rule.name == "not-repeatable").unwrap();
    assert!(finding.is_error() && finding.labels[0].span.is_some(), "{finding:?}");
    assert!(finding.message.starts_with("run a second time, the script fails: "), "{finding:?}");
}

#[test]
fn what_makes_more_of_it_each_time_is_told() {
    let index = "CREATE INDEX ON users (active);";
    let (_, rules) = repeated("postgres 15", index);
    assert!(rules.contains(&"not-repeatable"), "{rules:?}");
}

#[test]
fn rules_judge_it_and_what_fails_at_once_is_said_once() {
    let (_, rules) = repeated("sqlite 3.45", "DROP TABLE users; CREATE TABLE users (id integer);");
    assert!(rules.contains(&"recreate-table"), "{rules:?}");
    let (_, rules) =
        repeated("sqlite 3.45", "CREATE VIEW v AS SELECT id FROM nowhere; DROP TABLE nowhere;");
    assert!(!rules.is_empty() && !rules.contains(&"not-repeatable"), "{rules:?}");
}

#[test]
fn one_builds_on_another_by_name() {
    let files: Vec<(&str, &str)> = TABLE
        .into_iter()
        .chain([
            ("R__b.sql", "DROP VIEW IF EXISTS b; CREATE VIEW b AS SELECT id FROM a;"),
            ("R__a.sql", "DROP VIEW IF EXISTS a; CREATE VIEW a AS SELECT id FROM users;"),
        ])
        .collect();
    let reading = read_texts(&files, "postgres 15".parse().unwrap());
    let analysis = analyse(&reading, &Settings::default());
    let names: Vec<String> = analysis.verdicts.iter().map(MigrationVerdict::name).collect();
    assert_eq!(names, ["1_users", "R__a", "R__b"]);
}
