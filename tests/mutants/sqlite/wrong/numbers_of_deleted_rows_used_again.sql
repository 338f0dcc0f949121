-- A rebuild counts from the rows that are there, not from those that were.
-- verdict: rows
-- why: AUTOINCREMENT promises that the number of a deleted row stays its own

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cyd');
DELETE FROM users WHERE id = 3;

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT DEFAULT 'nobody');
INSERT INTO users_new SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO users_new SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
