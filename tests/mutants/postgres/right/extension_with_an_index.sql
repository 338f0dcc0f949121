-- An extension comes with an index that needs it, and both go.
-- verdict: restored
-- why: the index first

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- up
CREATE EXTENSION pg_trgm;
CREATE INDEX users_name_trgm ON users USING gin (name gin_trgm_ops);

-- down
DROP INDEX users_name_trgm;
DROP EXTENSION pg_trgm;
