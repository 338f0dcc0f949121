-- The index goes and its extension stays.
-- verdict: differs
-- why: CREATE EXTENSION was part of the up

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX users_name_trgm ON users USING gin (name gin_trgm_ops);

-- down
DROP INDEX users_name_trgm;
