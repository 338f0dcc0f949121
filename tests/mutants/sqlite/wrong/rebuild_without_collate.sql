-- A rebuilt table comes back comparing letter case.
-- verdict: differs
-- why: COLLATE NOCASE is left out

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
