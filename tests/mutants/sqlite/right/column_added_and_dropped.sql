-- A column comes and goes.
-- verdict: restored
-- why: with the index on it, which goes first

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);
INSERT INTO users VALUES (1);

-- up
ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';
CREATE INDEX users_email ON users (email);

-- down
DROP INDEX users_email;
ALTER TABLE users DROP COLUMN email;
