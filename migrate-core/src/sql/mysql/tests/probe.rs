//! One statement of each form that migrations use.

use super::*;

/// Forms that one of the engines does not read: why, by the beginning of the statement.
const ONLY_MARIADB: [&str; 6] = [
    "ALTER TABLE t ADD COLUMN IF NOT EXISTS",
    "ALTER TABLE t DROP COLUMN IF EXISTS",
    "ALTER IGNORE TABLE",
    "DROP INDEX IF EXISTS",
    "CREATE SEQUENCE",
    "ALTER TABLE t ADD SYSTEM VERSIONING",
];
const ONLY_MYSQL: [&str; 7] = [
    "DROP INDEX i ON t ALGORITHM",
    "ALTER TABLE t DROP CHECK",
    "ALTER TABLE t ADD INDEX i ((a + b))",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED",
    "ALTER TABLE t ALTER INDEX i INVISIBLE",
    "ALTER TABLE t ALTER CHECK",
    "CREATE TABLE t (a int INVISIBLE, b point NOT NULL SRID",
];

/// Statements whose effect cannot be known before they run.
const OPAQUE: [&str; 4] = ["ALTER IGNORE TABLE", "PREPARE", "EXECUTE", "CALL"];

fn probes() -> impl Iterator<Item = &'static str> {
    include_str!("probes.sql").lines().filter(|line| !line.is_empty())
}

fn begins(sql: &str, list: &[&str]) -> bool {
    list.iter().any(|start| sql.starts_with(start))
}

#[test]
fn every_form_is_read_or_refused_for_a_reason() {
    let mut wrong = Vec::new();
    for (engine, foreign) in [("mysql 8.0", &ONLY_MARIADB[..]), ("mariadb 10.11", &ONLY_MYSQL[..])]
    {
        for sql in probes() {
            let script = script(sql, engine);
            if script.errors.is_empty() == begins(sql, foreign) {
                wrong.push(format!("{engine}: {sql}: {:?}", script.errors));
            }
            let commands: Vec<&Command> =
                script.statements.iter().flat_map(|statement| &statement.commands).collect();
            let is_opaque = commands.iter().any(|command| matches!(command.what, What::Opaque(_)));
            if commands.is_empty() || is_opaque != (begins(sql, &OPAQUE) || begins(sql, foreign)) {
                wrong.push(format!("{engine}: {sql}: {commands:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
