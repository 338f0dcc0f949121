-- A materialized view comes back without its rows.
-- verdict: rows
-- why: every query of it fails until somebody refreshes it

-- base
CREATE TABLE users (id int PRIMARY KEY);
INSERT INTO users VALUES (1), (2);
CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;

-- up
DROP MATERIALIZED VIEW ids;

-- down
CREATE MATERIALIZED VIEW ids AS SELECT id FROM users WITH NO DATA;
