-- A table rebuilt with CREATE TABLE AS has no keys.
-- verdict: differs
-- why: only names and affinities are copied

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users ADD COLUMN email TEXT;

-- down
CREATE TABLE users_new AS SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
