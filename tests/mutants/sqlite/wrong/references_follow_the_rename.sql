-- A foreign key points at the table that is dropped.
-- verdict: differs
-- why: renaming the parent away takes the references along

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));

-- up
ALTER TABLE users ADD COLUMN email TEXT;

-- down
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users SELECT id, name FROM users_old;
DROP TABLE users_old;
