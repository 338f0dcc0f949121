-- DROP EXTENSION CASCADE takes the index along.
-- verdict: restored
-- why: the index is not named in the down

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- up
CREATE EXTENSION pg_trgm;
CREATE INDEX users_name_trgm ON users USING gin (name gin_trgm_ops);

-- down
DROP EXTENSION pg_trgm CASCADE;
