-- A rebuild copies only some rows.
-- verdict: rows
-- why: the new condition was not meant for the old table

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users VALUES (1, 'a@example.org'), (2, NULL);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users_new SELECT id, email FROM users WHERE email IS NOT NULL;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
