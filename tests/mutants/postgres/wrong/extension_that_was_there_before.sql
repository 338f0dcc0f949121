-- An extension that was there already is dropped.
-- verdict: differs
-- why: IF NOT EXISTS did nothing on the way up

-- base
CREATE EXTENSION pg_trgm;
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX users_name_trgm ON users USING gin (name gin_trgm_ops);

-- down
DROP INDEX users_name_trgm;
DROP EXTENSION IF EXISTS pg_trgm;
