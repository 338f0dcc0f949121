-- The column is narrow again, its sequence is not.
-- verdict: differs
-- why: ALTER SEQUENCE AS has a place in both directions

-- base
CREATE TABLE users (id serial PRIMARY KEY, name text);

-- up
ALTER TABLE users ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE users_id_seq AS bigint;

-- down
ALTER TABLE users ALTER COLUMN id TYPE integer;
