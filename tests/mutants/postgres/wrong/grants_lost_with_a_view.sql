-- A view made anew has none of its grants.
-- verdict: differs
-- why: DROP VIEW and CREATE VIEW are not CREATE OR REPLACE VIEW

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE VIEW active_users AS SELECT id, email FROM users WHERE active;
GRANT SELECT ON active_users TO pg_monitor;

-- up
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id FROM users WHERE active;

-- down
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, email FROM users WHERE active;
