//! What is said of migrations in Rust, and of those behind them.

use super::*;

/// A migration in SQL, one in Rust that begins with some lines, and one in SQL. The verdicts on the last
/// two, and the names of the rules they violate.
fn judged_behind(says: &str, last: (&str, &str)) -> (Vec<String>, Vec<&'static str>) {
    let function = |name: &str| {
        format!(
            "#[migration]\npub fn {name}(c: &mut Connection<'_>) -> R {{ go(c, \"DROP TABLE a\") }}\n"
        )
    };
    let code = format!("{says}{}{}", function("up"), function("down"));
    let files = [
        ("1_step.up.sql", USERS.0),
        ("1_step.down.sql", USERS.1),
        ("2_step.rs", &*code),
        ("3_step.up.sql", last.0),
        ("3_step.down.sql", last.1),
    ];
    let reading = read_texts(&files, "sqlite 3.45".parse().unwrap());
    assert_eq!(reading.findings, []);
    let analysis = analyse(&reading, &Settings::default());
    let word = |it: &MigrationVerdict| format!("{} {}", it.schema.word(), it.rows.word());
    let verdicts = analysis.verdicts[1..].iter().map(word).collect();
    (verdicts, analysis.findings.iter().map(|finding| finding.rule.name).collect())
}

const EMAIL: (&str, &str) = (
    "-- migrate: lossy(users.email, reason = \"x\")\nALTER TABLE users DROP COLUMN email",
    "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT ''",
);

#[test]
fn nothing_is_proven_of_what_code_may_have_changed() {
    let (verdicts, rules) = judged_behind("", EMAIL);
    assert_eq!(verdicts, ["unknown unknown", "unknown lossy"]);
    assert!(rules.contains(&"rollback-unknown"), "{rules:?}");
    let anew = ("CREATE TABLE a (id integer)", "DROP TABLE a");
    assert_eq!(judged_behind("", anew).0[1], "proven kept", "it is known what is new");
}

#[test]
fn an_answer_in_front_of_the_function_is_one_for_both() {
    let allow = "// migrate: allow(rollback-unknown, reason = \"tests try it\")\n";
    let (_, rules) = judged_behind(allow, ("CREATE TABLE a (id integer)", "DROP TABLE a"));
    assert_eq!(rules, [""; 0]);
    let lossy = format!("// migrate: lossy(users.email, reason = \"x\")\n{allow}");
    let (_, rules) = judged_behind(&lossy, ("CREATE TABLE a (id integer)", "DROP TABLE a"));
    assert_eq!(rules, [""; 0], "what is lost shows when it runs");
}

#[test]
fn what_changes_rows_alone_keeps_what_is_known_of_the_schema() {
    let (verdicts, rules) = judged_behind("// migrate: rows-only\n", EMAIL);
    assert_eq!(verdicts, ["proven unknown", "proven lossy"]);
    assert_eq!(rules, ["rows-unknown"]);
}
