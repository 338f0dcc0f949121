-- A rebuilt table comes back without an index.
-- verdict: differs
-- why: dropping a table drops its indexes

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE INDEX users_email ON users (email);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_email ON users (email);

-- down
CREATE TABLE users_old (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_old SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_old RENAME TO users;
