-- Future tables stay open to a role.
-- verdict: differs
-- why: ALTER DEFAULT PRIVILEGES is not a right on a table, and is forgotten with it

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
GRANT SELECT ON users TO pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor;

-- down
REVOKE SELECT ON users FROM pg_monitor;
