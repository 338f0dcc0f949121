-- A constraint is added by a rebuild and taken back by another.
-- verdict: restored
-- why: every address is different

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users VALUES (1, 'a@example.org'), (2, 'b@example.org');

-- up
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO users (id, email) SELECT id, email FROM users_old;
DROP TABLE users_old;

-- down
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users (id, email) SELECT id, email FROM users_old;
DROP TABLE users_old;
