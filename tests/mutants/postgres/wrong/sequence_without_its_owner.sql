-- A sequence comes back on its own.
-- verdict: differs
-- why: it is not dropped with its column any more

-- base
CREATE TABLE users (id serial PRIMARY KEY, name text);

-- up
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE users_id_seq;

-- down
CREATE SEQUENCE users_id_seq AS integer;
ALTER TABLE users ALTER COLUMN id SET DEFAULT nextval('users_id_seq');
