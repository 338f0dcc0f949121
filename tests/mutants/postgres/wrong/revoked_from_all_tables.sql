-- A right to all tables is taken away, one of which had it before.
-- verdict: differs
-- why: the right that was given before the up is gone too

-- base
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY);
GRANT SELECT ON orders TO pg_monitor;

-- up
GRANT SELECT ON ALL TABLES IN SCHEMA public TO pg_monitor;

-- down
REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM pg_monitor;
