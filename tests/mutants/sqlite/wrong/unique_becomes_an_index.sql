-- A unique constraint comes back as an index.
-- verdict: differs
-- why: it can be dropped now, and has another name

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE UNIQUE INDEX users_email ON users (email);
