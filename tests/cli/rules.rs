//! Rules as a project meets them: in its metadata, explained, in the forms that CI reads, and
//! mended.

use migrate_tests::{BARE_MANIFEST, Crate};
use serde_json::Value;

use crate::{USERS, assert_said};

/// A crate with this metadata and these scripts.
fn project(metadata: &str, scripts: &[(&str, &str)]) -> Crate {
    let it = Crate::with(scripts);
    it.write("Cargo.toml", &format!("{BARE_MANIFEST}\n[package.metadata.migrate]\n{metadata}\n"));
    it
}

const POSTGRES: &str = "target = \"postgres 15\"";

/// What goes wrong in a first month with PostgreSQL.
const MONTH: [(&str, &str); 6] = [
    (
        "20260101120000_create_users.up",
        "CREATE TABLE users (\n    id bigint PRIMARY KEY,\n    email text NOT NULL,\n    \
         legacy text\n);\n",
    ),
    ("20260101120000_create_users.down", "DROP TABLE users;\n"),
    ("20260201120000_index_emails.up", "CREATE INDEX users_email_idx ON users (email);\n"),
    ("20260201120000_index_emails.down", "SELECT 1;\n"),
    ("20260301120000_drop_legacy.up", "ALTER TABLE users DROP COLUMN legacy;\n"),
    ("20260301120000_drop_legacy.down", "ALTER TABLE users ADD COLUMN legacy text;\n"),
];

#[test]
fn slips_in_the_metadata_are_pointed_out() {
    let check = |metadata: &str| {
        let it = project(metadata, &USERS);
        let output = it.run(&["check"]);
        (it, output)
    };
    let (it, output) = check("target = \"postgres fifteen\"");
    assert_said!(it, "metadata_target", output);
    let (it, output) = check("dialect = \"sqlite\"\nrules = { version-gpa = \"warn\" }");
    assert_said!(it, "metadata_rule", output);
    let (it, output) = check("dialect = \"sqlite\"\nrules = { version-gap = \"error\" }");
    assert_said!(it, "metadata_level", output);
    let (it, output) = check("dialect = \"sqlite\"\nrules = { missing-down = \"off\" }");
    assert_said!(it, "metadata_fixed", output);
    let (it, output) = check("dialect = \"sqlite\"\nsince = \"2026-01-01\"");
    assert_said!(it, "metadata_since", output);
}

#[test]
fn a_level_of_the_project_counts() {
    let scripts: Vec<(String, &str)> = ["1", "2", "4"]
        .iter()
        .flat_map(|it| ["up", "down"].map(|way| (format!("{it}_a{it}.{way}"), "SELECT 1;\n")))
        .collect();
    let scripts: Vec<(&str, &str)> = scripts.iter().map(|(name, text)| (&**name, *text)).collect();
    let code = |level: &str| {
        let metadata = format!("dialect = \"sqlite\"\nrules = {{ version-gap = \"{level}\" }}");
        let it = project(&metadata, &scripts);
        let output = it.run(&["check"]);
        let found = String::from_utf8_lossy(&output.stdout).contains("version-gap (M021)");
        (output.status.code(), found)
    };
    assert_eq!(code("deny"), (Some(1), true));
    assert_eq!(code("warn"), (Some(0), true));
    assert_eq!(code("off"), (Some(0), false));
}

#[test]
fn a_rule_is_explained_anywhere() {
    let it = Crate::nothing();
    assert_said!(it, "explain", it.run(&["explain", "transaction-control"]));
    assert_said!(it, "explain_unknown", it.run(&["explain", "transaction-contrl"]));
    assert_said!(it, "explain_far", it.run(&["explain", "horses"]));
    let by_name = it.run(&["explain", "transaction-control"]);
    for spelling in ["M019", "m019", "`transaction-control`", "TRANSACTION_CONTROL"] {
        assert_eq!(it.run(&["explain", spelling]).stdout, by_name.stdout, "{spelling}");
    }
    let json = it.run(&["explain", "M019", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["name"], &json["level"]), (&"transaction-control".into(), &"deny".into()));
}

#[test]
fn all_rules_are_listed() {
    let it = Crate::nothing();
    let listed = it.run(&["explain"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for rule in migrate_core::rules::ALL {
        let line = listed.lines().find(|line| line.trim_start().starts_with(rule.code));
        let line = line.unwrap_or_else(|| panic!("{} is not listed", rule.code));
        assert!(line.contains(rule.name) && line.contains(rule.level.word()), "{line}");
    }
    let json: Value =
        serde_json::from_slice(&it.run(&["explain", "--format", "json"]).stdout).unwrap();
    assert_eq!(json.as_array().unwrap().len(), migrate_core::rules::ALL.len());
}

#[test]
fn forms_of_findings_are_for_findings() {
    let it = project(POSTGRES, &USERS);
    assert_said!(it, "format_of_check", it.run(&["status", "--format", "sarif"]));
}

#[test]
fn migrations_are_given_no_database_of_another_engine() {
    let it = project("target = \"mysql 8.0\"", &USERS);
    assert_eq!(it.run(&["check"]).status.code(), Some(0));
    assert_said!(it, "up_on_another_engine", it.run_on_database(&["up"]));
    assert_eq!(it.run_on_database(&["status"]).status.code(), Some(3));
    let mut verify = it.command(&["verify"]);
    let verified = verify.env("CARGO_MIGRATE_MYSQL_BIN", it.path()).output().unwrap();
    assert_eq!(verified.status.code(), Some(2));
    assert!(!it.path().join("app.db").exists());
}

#[test]
fn an_existing_project_adopts_the_rules_without_touching_history() {
    let it = Crate::bare();
    for (name, text) in MONTH {
        it.write(&format!("migrations/{name}.sql"), text);
    }
    assert_said!(it, "init_adopting", it.run(&["init", "--dialect", "postgres 15"]));
    let manifest = it.read("Cargo.toml");
    let metadata = "target = \"postgres 15\"\nsince = \"20260301120001\"\n";
    assert!(manifest.contains(metadata), "{manifest}");
    assert_said!(it, "check_adopted", it.run(&["check"]));
    assert!(it.run(&["init"]).status.success());
    assert_eq!(it.read("Cargo.toml"), manifest, "whoever has the metadata has decided");
    assert!(it.run(&["new", "index legacy"]).status.success());
    for file in it.files("migrations").iter().filter(|file| file.contains("index_legacy")) {
        let up = file.ends_with("up.sql");
        let text = if up { "CREATE INDEX a ON users (id);\n" } else { "DROP INDEX a;\n" };
        it.write(&format!("migrations/{file}"), text);
    }
    assert_eq!(it.run(&["check"]).status.code(), Some(1), "the next one is judged");
}

#[test]
fn the_forms_for_ci() {
    let it = project(POSTGRES, &MONTH);
    assert_said!(it, "check_month", it.run(&["check"]));
    assert_said!(it, "check_month_json", it.run(&["check", "--format", "json"]));
    assert_said!(it, "check_month_markdown", it.run(&["check", "--format", "markdown"]));
    assert_said!(it, "check_month_github", it.run(&["check", "--format", "github"]));
    assert_said!(it, "check_month_sarif", it.run(&["check", "--format", "sarif"]));
}

/// What the schema of SARIF 2.1.0 requires of what we write, and what GitHub asks for beyond.
#[test]
fn the_log_is_sarif() {
    let it = project(POSTGRES, &MONTH);
    let output = it.run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string() && driver["informationUri"].is_string());
    let rules = driver["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for rule in rules {
        assert!(rule["id"].is_string() && rule["helpUri"].is_string(), "{rule}");
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["none", "note", "warning", "error"].contains(&level), "{rule}");
    }
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let places = result["locations"].as_array().unwrap();
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for place in places.iter().chain(related) {
            let physical = &place["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(it.path().join(uri).is_file(), "{uri}");
            assert!(physical["region"]["startLine"].as_u64().is_none_or(|line| line > 0));
        }
        for change in result["fixes"][0]["artifactChanges"].as_array().into_iter().flatten() {
            for replacement in change["replacements"].as_array().unwrap() {
                assert!(replacement["deletedRegion"]["startLine"].is_u64(), "{replacement}");
            }
        }
    }
}

#[test]
fn nothing_to_fix() {
    let it = project(POSTGRES, &USERS);
    assert_said!(it, "fix_nothing", it.run(&["check", "--fix"]));
}

#[test]
fn what_needs_no_decision_is_mended() {
    let it = project(POSTGRES, &MONTH);
    let index = "migrations/20260201120000_index_emails.up.sql";
    assert_said!(it, "fix_month", it.run(&["check", "--fix"]));
    assert_eq!(
        it.read(index),
        "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n"
    );
    assert_eq!(it.read("migrations/20260301120000_drop_legacy.up.sql"), MONTH[4].1);
    let again = it.run(&["check", "--fix"]);
    assert!(String::from_utf8_lossy(&again.stdout).starts_with("Nothing to fix"), "{again:?}");
}

#[test]
fn up_refuses_what_the_check_refuses_and_down_does_not() {
    let it = Crate::with(&USERS);
    assert!(it.run_on_database(&["up"]).status.success());
    it.write("migrations/20260102120000_b.up.sql", "ALTER TABLE users DROP COLUMN email;\n")
        .write("migrations/20260102120000_b.down.sql", "ALTER TABLE users ADD email TEXT;\n");
    assert_said!(it, "up_unsafe", it.run_on_database(&["up"]));
    assert_eq!(it.run_on_database(&["down", "--yes"]).status.code(), Some(0));
    it.write(
        "migrations/20260102120000_b.up.sql",
        "-- migrate: allow(drop-column, reason = \"nobody reads it\")\n\
         ALTER TABLE users DROP COLUMN email;\n",
    );
    assert_eq!(it.run_on_database(&["up"]).status.code(), Some(0), "one annotation is enough");
}
