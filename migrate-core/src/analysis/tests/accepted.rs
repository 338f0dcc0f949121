//! Whether the engine accepts what a down does with rows.

use super::judged;

/// The word for the schema of a pair whose down begins with `statement`.
fn word(statement: &str) -> String {
    let before = "CREATE TYPE mood AS ENUM ('sad', 'glad');
        CREATE TABLE m (id int PRIMARY KEY, n int NOT NULL, rejected boolean, state varchar(9), mood mood,
        at timestamptz, doc json, key uuid, own int GENERATED ALWAYS AS (n + 1) STORED);
        CREATE TABLE other (id int UNIQUE, state text, m_id int);
        CREATE TABLE referred (id int PRIMARY KEY); CREATE TABLE refers (id int REFERENCES referred);";
    let up = "ALTER TABLE m ADD COLUMN x int;";
    let down = format!("{statement}; ALTER TABLE m DROP COLUMN x;");
    let (verdict, _) = judged("postgres 15", &[(before, "SELECT 1"), (up, &down)]);
    verdict.split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn what_the_engine_refuses_is_not_proven() {
    for statement in [
        r#"UPDATE m SET rejected = true WHERE state = "rejected""#,
        "UPDATE m SET rejected = 1",
        "UPDATE m SET n = 'abc'",
        "UPDATE m SET n = state",
        "UPDATE m SET n = NULL",
        "UPDATE m SET own = 1",
        "UPDATE m SET mood = 'angry'",
        "UPDATE m SET mood = state",
        "UPDATE m SET mood = CASE WHEN n = 1 THEN 'sad' ELSE 'glad' END",
        "UPDATE m SET state = 'far too long a text'",
        "UPDATE m SET state = nowhere(n)",
        "UPDATE m SET state = state FROM other WHERE m.id = other.m_id",
        "UPDATE m SET state = n::nothing",
        "DELETE FROM m WHERE doc = '{}'",
        "DELETE FROM m WHERE key = state",
        "DELETE FROM m WHERE at = n",
        "INSERT INTO m (id) VALUES (1)",
        "INSERT INTO m (id, n) VALUES (1, 2, 3)",
        "INSERT INTO other (id) VALUES (1) ON CONFLICT (state) DO NOTHING",
        "INSERT INTO other (id, state) SELECT state, id FROM m",
        "INSERT INTO other (id, id) VALUES (1, 2)",
        "UPDATE m SET n = 1, n = 2",
        "SELECT nothing FROM m",
        "TRUNCATE referred",
        "ALTER TABLE m ALTER rejected SET DEFAULT 0; ALTER TABLE m ALTER rejected DROP DEFAULT",
        "ALTER TABLE m ADD b boolean DEFAULT 0; ALTER TABLE m DROP b",
        "ALTER TABLE m ADD CONSTRAINT c CHECK (n <> ''); ALTER TABLE m DROP CONSTRAINT c",
        "CREATE INDEX i ON m (id) WHERE n = 'a'; DROP INDEX i",
        "CREATE INDEX i ON m (lower(n)); DROP INDEX i",
        "CREATE VIEW v AS SELECT id FROM m WHERE n = state; DROP VIEW v",
        "ALTER TABLE other ALTER id TYPE uuid USING id; ALTER TABLE other ALTER id TYPE integer USING NULL",
    ] {
        assert!(matches!(word(statement).as_str(), "unknown" | "fails"), "{statement}");
    }
}

#[test]
fn what_is_understood_is_proven() {
    for statement in [
        "UPDATE m SET rejected = true, n = 0 WHERE state = 'rejected' AND id IN (1, 2)",
        "UPDATE m SET state = COALESCE(state, 'x'), at = now() WHERE NOT rejected OR n IS NULL",
        "UPDATE m SET state = CASE mood WHEN 'sad' THEN 'a' ELSE 'b' END",
        "UPDATE m SET mood = 'sad', key = NULL, doc = '{}', at = '2024-01-31'",
        "UPDATE m AS a SET state = o.state FROM other o WHERE o.m_id = a.id",
        "UPDATE m SET n = (SELECT o.id FROM other AS o WHERE o.m_id = m.id)",
        "UPDATE m SET state = n::text, mood = state::mood WHERE lower(state) LIKE 'a%'",
        "DELETE FROM m WHERE id BETWEEN 1 AND 3 AND EXISTS (SELECT 1 FROM other WHERE m_id = m.id)",
        "INSERT INTO m (id, n, state) VALUES (1, 2, 'x'), (2, -3, NULL)",
        "INSERT INTO other (id, state, m_id) SELECT m.id, m.state, m.n FROM m WHERE m.rejected",
        "INSERT INTO other (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET m_id = excluded.m_id",
        "DELETE FROM m WHERE at < now() - interval '7 days' AND state = ANY (ARRAY['a', 'b'])",
        "DELETE FROM m WHERE id IN (SELECT id FROM other ORDER BY id DESC LIMIT 3)",
        "TRUNCATE other",
        "ALTER TABLE m ADD CONSTRAINT c CHECK (n > 0); ALTER TABLE m DROP CONSTRAINT c",
        "CREATE INDEX i ON m (lower(state)) WHERE rejected; DROP INDEX i",
        "CREATE VIEW v AS SELECT id FROM m WHERE state = 'a'; DROP VIEW v",
    ] {
        assert_eq!(word(statement), "proven", "{statement}");
    }
}
