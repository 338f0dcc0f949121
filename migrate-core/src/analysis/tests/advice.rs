//! What findings advise: it can be followed, and then it is enough.

use super::*;

const CHECKED: &str = "CREATE TYPE mood AS ENUM ('sad');
    CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL DEFAULT 1, email varchar(50));
    CREATE TABLE posts (id bigint PRIMARY KEY, author bigint);
    CREATE INDEX users_email ON users (lower(email) DESC) WHERE age > 0;
    ALTER TABLE users ADD CONSTRAINT users_age CHECK (age > 0) NOT VALID;
    ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id)
        ON DELETE SET NULL NOT VALID;
    ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);";

/// What is found in the last migration, as `rule: message`, and the reading to draw it with.
fn last(target: &str, before: &str, up: &str, down: &str) -> (Analysis, Reading) {
    let migrations = [(before, "SELECT 1"), (up, down)];
    let (reading, mut analysis) = analysed(target, &migrations, &Settings::default());
    analysis.findings.retain(|finding| finding.place().is_some_and(|it| it.0.starts_with("2_")));
    (analysis, reading)
}

fn rules(analysis: &Analysis) -> Vec<(&'static str, &'static str)> {
    let findings = analysis.findings.iter();
    findings.map(|finding| (finding.rule.name, finding.severity.word())).collect()
}

#[test]
fn a_down_with_what_the_finding_adds_restores() {
    for (target, up) in [
        ("postgres 15", "CREATE TABLE a (id int)"),
        ("postgres 15", "CREATE TYPE b AS ENUM ('x')"),
        ("postgres 15", "CREATE VIEW v AS SELECT id FROM users"),
        ("postgres 15", "CREATE INDEX i ON users (age)"),
        ("postgres 15", "ALTER TABLE users ADD COLUMN c int"),
        ("postgres 15", "ALTER TABLE users VALIDATE CONSTRAINT users_age"),
        ("postgres 15", "ALTER TABLE posts VALIDATE CONSTRAINT posts_author"),
        ("postgres 15", "ALTER TABLE users RENAME CONSTRAINT users_age TO age_of_users"),
        ("postgres 15", "ALTER TABLE users DROP CONSTRAINT users_age"),
        ("postgres 15", "ALTER TABLE users DROP CONSTRAINT users_email_key"),
        ("postgres 15", "ALTER TABLE users ADD CONSTRAINT c CHECK (age < 9) NOT VALID"),
        ("postgres 15", "DROP INDEX users_email"),
        ("postgres 15", "ALTER TABLE users ALTER age DROP NOT NULL, ALTER age SET DEFAULT 2"),
        ("postgres 15", "ALTER TABLE users ALTER age DROP DEFAULT"),
        ("postgres 15", "ALTER TABLE users ALTER age TYPE bigint"),
        ("mysql 8.0", "CREATE INDEX i ON users (age)"),
        ("mysql 8.0", "ALTER TABLE users MODIFY age bigint"),
        (
            "mysql 8.0",
            "ALTER TABLE posts ADD CONSTRAINT f FOREIGN KEY (author) REFERENCES users (id)",
        ),
        ("sqlite 3.45", "CREATE INDEX i ON users (age)"),
        ("sqlite 3.45", "DROP INDEX users_age"),
    ] {
        let before = match target {
            "postgres 15" => CHECKED,
            _ => {
                "CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL DEFAULT 1);
                 CREATE TABLE posts (id bigint PRIMARY KEY, author bigint);
                 CREATE INDEX users_age ON users (age);"
            }
        };
        let (analysis, _) = last(target, before, up, "SELECT 1");
        let differs = |finding: &&Finding| finding.rule.name == "down-does-not-restore";
        let remedies = analysis.findings.iter().filter(differs);
        let remedies = remedies.map(|finding| finding.rewrite.as_ref().map(|it| it.sql.as_str()));
        let down: Option<Vec<&str>> = remedies.collect();
        let down = down.unwrap_or_default().join("\n");
        assert!(!down.is_empty(), "{up}");
        let (after, _) = last(target, before, up, &down);
        let word = after.verdicts.last().unwrap().schema.word();
        assert!(matches!(word, "proven" | "order"), "{up} / {down}: {word}");
    }
}

#[test]
fn a_value_that_stays_is_answered_in_either_file() {
    let allow = "-- migrate: allow(down-does-not-restore, reason = \"harmless\")\n";
    let up = "ALTER TYPE mood ADD VALUE 'glad'";
    let (analysis, _) = last("postgres 15", CHECKED, up, "SELECT 1");
    let help = &analysis.findings[0].help;
    assert!(help.iter().any(|it| it.contains("no statement that takes a value out")), "{help:?}");
    for (up, down) in [
        (format!("{allow}{up}"), "SELECT 1".to_owned()),
        (up.to_owned(), format!("{allow}SELECT 1")),
    ] {
        let (analysis, _) = last("postgres 15", CHECKED, &up, &down);
        assert_eq!(rules(&analysis), [], "{up} {down}");
        assert_eq!(analysis.verdicts[1].schema_word(), "differs (allowed)");
    }
}

#[test]
fn an_index_of_a_later_migration_counts() {
    let key = (
        "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int PRIMARY KEY, \
                author int REFERENCES users)",
        "DROP TABLE posts; DROP TABLE users",
    );
    let index = ("CREATE INDEX i ON posts (author)", "DROP INDEX i");
    let found = |migrations: &[(&str, &str)]| {
        let (_, analysis) = analysed("sqlite 3.45", migrations, &Settings::default());
        analysis.findings.iter().any(|it| it.rule.name == "foreign-key-without-index")
    };
    assert!(found(&[key]));
    assert!(!found(&[key, index]));
    // What another table has says nothing; what a rebuild copies is said of where it was made.
    let alike = "CREATE TABLE notes (id int PRIMARY KEY, author int REFERENCES users)";
    assert!(found(&[key, index, (alike, "DROP TABLE notes")]));
    let rebuilt = "CREATE TABLE new (id int PRIMARY KEY, author int REFERENCES users); \
                   INSERT INTO new SELECT id, author FROM posts; DROP TABLE posts; \
                   ALTER TABLE new RENAME TO posts";
    let (_, rules) = judged("sqlite 3.45", &[key, index, (rebuilt, rebuilt)]);
    assert!(!rules.contains(&"foreign-key-without-index"), "{rules:?}");
}

#[test]
fn what_follows_from_an_error_is_not_said() {
    let up = "CREATE TABLE a (id INTEGER PRIMARY KEY); ALTER TABLE nowhere ADD COLUMN x int;";
    let (analysis, _) =
        last("sqlite 3.45", "SELECT 1", up, "ALTER TABLE nowhere DROP COLUMN x; DROP TABLE a;");
    assert_eq!(rules(&analysis), [("unknown-object", "error")]);
    // One of the differences is in the way of the second up, and the others are not.
    let up = "CREATE TABLE a (id int PRIMARY KEY); CREATE INDEX i ON users (email);";
    let users = "CREATE TABLE users (id integer PRIMARY KEY, email text, b text); CREATE INDEX j ON users (b);";
    let up = format!("DROP INDEX j; {up}");
    let (analysis, _) =
        last("sqlite 3.45", users, &up, "DROP TABLE a; CREATE INDEX j ON users (b);");
    let again = |finding: &&Finding| finding.notes.iter().any(|it| it.contains("run again"));
    assert_eq!(analysis.findings.iter().filter(again).count(), 1);
    let (analysis, _) = last("sqlite 3.45", users, &up, "DROP TABLE a;");
    let told: Vec<&str> = analysis.findings.iter().filter(again).map(|it| &*it.message).collect();
    assert!(told.len() <= 1, "{told:?}");
}

#[test]
fn a_down_is_told_what_it_costs_and_not_refused() {
    for (up, down) in [
        ("ALTER TABLE users ALTER age DROP NOT NULL", "ALTER TABLE users ALTER age SET NOT NULL"),
        (
            "ALTER TABLE users DROP CONSTRAINT users_email_key",
            "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email)",
        ),
        (
            "ALTER TABLE users ALTER email TYPE varchar(80)",
            "ALTER TABLE users ALTER email TYPE varchar(50)",
        ),
    ] {
        let (analysis, _) = last("postgres 15", CHECKED, up, down);
        let of_down =
            analysis.findings.iter().filter(|it| it.place().unwrap().0.contains(".down."));
        let of_down: Vec<&Finding> = of_down.collect();
        assert_eq!(of_down.len(), 1, "{down}");
        assert_eq!(of_down[0].severity.word(), "warning", "{down}");
        assert!(of_down[0].rewrite.is_none(), "{down}");
    }
}

#[test]
fn a_rewrite_keeps_what_else_the_statement_says() {
    let rewrite = |before: &str, up: &str, rule: &str| {
        let (analysis, _) = last("postgres 15", before, up, "SELECT 1");
        let finding = analysis.findings.into_iter().find(|it| it.rule.name == rule).unwrap();
        (finding.rewrite.unwrap().sql, finding.notes.join("\n"))
    };
    let up = "ALTER TABLE posts DROP CONSTRAINT posts_author, ADD CONSTRAINT f FOREIGN KEY (author) \
              REFERENCES users";
    let (sql, _) = rewrite(CHECKED, up, "add-foreign-key-validates");
    assert_eq!(sql, format!("{up} NOT VALID;\n\nALTER TABLE posts VALIDATE CONSTRAINT f;"));
    let up = "CREATE TABLE a (id serial PRIMARY KEY)";
    assert_eq!(rewrite("", up, "prefer-bigint-key").0, "id bigserial PRIMARY KEY");
    let up = "ALTER TABLE users RENAME COLUMN age TO years";
    assert!(
        rewrite(CHECKED, up, "rename-column").1.contains("the default and NOT NULL must be made")
    );
    let up = "ALTER TABLE users ADD COLUMN code text NOT NULL UNIQUE";
    let (sql, _) = rewrite(CHECKED, up, "add-column-not-null-no-default");
    assert_eq!(sql, format!("{up} DEFAULT '';"));
    let both = format!("{up}, DROP CONSTRAINT users_age");
    let (sql, _) = rewrite(CHECKED, &both, "add-column-not-null-no-default");
    assert_eq!(sql, format!("{up} DEFAULT '', DROP CONSTRAINT users_age;"));
}

#[test]
fn one_change_of_a_type_is_one_decision_at_a_time() {
    let up = "ALTER TABLE users ALTER age TYPE smallint";
    let (analysis, _) = last("postgres 15", CHECKED, up, "ALTER TABLE users ALTER age TYPE int");
    let of_up = |rules: Vec<(&'static str, &'static str)>| -> Vec<_> {
        rules.into_iter().filter(|it| it.1 == "error").map(|it| it.0).collect()
    };
    assert_eq!(of_up(rules(&analysis)), ["lossy-type-change"]);
    let meant = format!("-- migrate: lossy(users.age, reason = \"x\")\n{up}");
    let (analysis, _) =
        last("postgres 15", CHECKED, &meant, "ALTER TABLE users ALTER age TYPE int");
    assert_eq!(of_up(rules(&analysis)), ["alter-column-type-rewrite"]);
}

#[test]
fn rows_that_are_deleted_are_not_called_left() {
    let up = "INSERT INTO users (id) VALUES (1)";
    let (analysis, reading) = last("postgres 15", CHECKED, up, "DELETE FROM users WHERE age = 1");
    let drawn =
        analysis.findings.iter().map(|it| reading.render(it, crate::finding::render::Style::Plain));
    let drawn = drawn.collect::<Vec<_>>().join("\n");
    assert!(!drawn.contains("leaves rows"), "{drawn}");
    assert!(drawn.contains("it may take other rows"), "{drawn}");
}

#[test]
fn values_that_may_be_overwritten_are_answered_as_lost_ones() {
    let up = "UPDATE users SET age = 1, name = 'x' WHERE age IS NULL";
    let base = "CREATE TABLE users (id bigint PRIMARY KEY, age int, name text);";
    let rows = |up: &str| {
        let (analysis, _) = last("postgres 15", base, up, "SELECT 1");
        let verdict = analysis.verdicts.last().unwrap().rows.word();
        (verdict, rules(&analysis).into_iter().map(|it| it.0).collect::<Vec<_>>())
    };
    assert_eq!(rows(up), ("unknown", vec!["rows-unknown"]));
    let both = format!("-- migrate: lossy(users.age, users.name, reason = \"x\")\n{up}");
    assert_eq!(rows(&both), ("lossy", vec![]));
    let one = format!("-- migrate: lossy(users.age, reason = \"x\")\n{up}");
    assert_eq!(rows(&one), ("unknown", vec!["rows-unknown"]));
    let idle = format!("-- migrate: lossy(users.id, reason = \"x\")\n{both}");
    assert_eq!(rows(&idle), ("lossy", vec!["unused-allow"]));
}
