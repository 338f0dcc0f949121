-- A view is replaced and replaced back.
-- verdict: restored
-- why: its grants stay

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE VIEW people AS SELECT id, email FROM users;
GRANT SELECT ON people TO pg_monitor;

-- up
CREATE OR REPLACE VIEW people AS SELECT id, email FROM users WHERE active;

-- down
CREATE OR REPLACE VIEW people AS SELECT id, email FROM users;
