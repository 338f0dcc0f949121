-- A serial becomes a bigserial and a serial again.
-- verdict: restored
-- why: the sequence both times

-- base
CREATE TABLE users (id serial PRIMARY KEY, name text);
INSERT INTO users (name) VALUES ('ann');

-- up
ALTER TABLE users ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE users_id_seq AS bigint;

-- down
ALTER SEQUENCE users_id_seq AS integer;
ALTER TABLE users ALTER COLUMN id TYPE integer;
