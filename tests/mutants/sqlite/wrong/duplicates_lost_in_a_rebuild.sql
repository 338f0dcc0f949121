-- INSERT OR IGNORE leaves out duplicates.
-- verdict: rows
-- why: the new table is unique

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users VALUES (1, 'a@example.org'), (2, 'a@example.org');

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT OR IGNORE INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
