-- A view is dropped and comes back with its grants.
-- verdict: restored
-- why: the down repeats them

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW people AS SELECT id FROM users;
GRANT SELECT ON people TO pg_monitor;

-- up
DROP VIEW people;

-- down
CREATE VIEW people AS SELECT id FROM users;
GRANT SELECT ON TABLE people TO pg_monitor;
