-- A rebuild with foreign keys on deletes the children.
-- verdict: rows
-- why: DROP TABLE deletes the rows first, and ON DELETE CASCADE follows

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO users VALUES (1, 'ann');
INSERT INTO posts VALUES (10, 1);

-- up
ALTER TABLE users ADD COLUMN email TEXT;

-- down
-- migrate: no-transaction
PRAGMA foreign_keys = ON;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users_new SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
