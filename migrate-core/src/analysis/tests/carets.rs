//! SQL with what is expected of it written under the offending token:
//!
//! ```text
//! DROP INDEX nothing;
//!            ^^^^^^^ down-fails: the down fails: index `nothing` does not exist
//! ```
//!
//! A case is the migrations before, an up and a down. The first label of each finding must be
//! expected, and each expectation met; the lines with carets are no part of the SQL.

use super::{USERS, analysed};
use crate::analysis::Settings;
use crate::finding::Finding;
use crate::text::place;

/// A place, the rule, and how the message begins.
#[derive(Debug, PartialEq)]
struct Expected {
    line: usize,
    column: usize,
    rule: String,
    message: String,
}

/// The script and what is expected of it.
fn split(text: &str) -> (String, Vec<Expected>) {
    let (mut sql, mut found) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let Some(carets) = Some(line.trim_start()).filter(|rest| rest.starts_with('^')) else {
            sql.push(line);
            continue;
        };
        let (rule, message) = carets.trim_start_matches('^').trim().split_once(": ").unwrap();
        found.push(Expected {
            line: sql.len(),
            column: line.len() - carets.len() + 1,
            rule: rule.to_owned(),
            message: message.to_owned(),
        });
    }
    (sql.join("\n"), found)
}

fn matches(finding: &Finding, sql: &str, expected: &Expected) -> bool {
    let Some((_, Some(span))) = finding.place() else { return false };
    let at = place(sql, span.start);
    (at.line, at.column) == (expected.line, expected.column)
        && finding.rule.name == expected.rule
        && finding.message.starts_with(&expected.message)
}

fn check(target: &str, before: &[(&str, &str)], up: &str, down: &str) {
    let (up, down) = (split(up), split(down));
    let mut migrations = before.to_vec();
    migrations.push((&up.0, &down.0));
    let (reading, analysis) = analysed(target, &migrations, &Settings::default());
    let number = migrations.len();
    for (direction, (sql, mut expected)) in [("up", up), ("down", down)] {
        let path = format!("{number}_step.{direction}.sql");
        for finding in analysis.findings.iter().filter(|it| it.labels[0].path == path) {
            let drawn = reading.render(finding, crate::finding::render::Style::Plain);
            let met = expected.iter().position(|expected| matches(finding, &sql, expected));
            let met = met.unwrap_or_else(|| panic!("not expected of {target}:\n{drawn}"));
            expected.remove(met);
        }
        assert_eq!(expected, [], "not found in the {direction}:\n{sql}");
    }
}

const SQLITE: &str = "sqlite 3.45";

#[test]
fn what_a_down_leaves_is_shown_where_it_comes_from() {
    let up = "CREATE TABLE audit (at text);
CREATE INDEX users_email ON users (email);
^ down-does-not-restore: the down does not restore the schema: index `users_email` is left behind";
    check(SQLITE, &[USERS], up, "DROP TABLE audit;");
    let index = ("CREATE INDEX users_email ON users (email)", "DROP INDEX users_email");
    let up = "-- migrate: allow(drop-index, reason = \"it is unique from now on\")
DROP INDEX users_email";
    let down = "CREATE INDEX users_email ON users (email DESC);
^ down-does-not-restore: the down does not restore the schema: index `users_email` is `(email DESC)`";
    check(SQLITE, &[USERS, index], up, down);
}

#[test]
fn what_the_engine_refuses_is_shown_at_the_name() {
    let up = "ALTER TABLE usres ADD COLUMN age integer;
            ^ unknown-object: table `usres` does not exist";
    check(SQLITE, &[USERS], up, "SELECT 1");
    let down = "DROP INDEX users_mail;
           ^ down-fails: the down fails: index `users_mail` does not exist";
    check(SQLITE, &[USERS], "CREATE INDEX users_email ON users (email)", down);
}

#[test]
fn what_is_lost_is_shown_where_it_goes() {
    let up = "DELETE FROM users WHERE email = '';
^ loses-rows: the down cannot bring back the rows of table `users`";
    check(SQLITE, &[USERS], up, "SELECT 1");
}
