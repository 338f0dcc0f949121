-- A rebuilt table comes back without STRICT.
-- verdict: differs
-- why: it takes text in integer columns again

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER) STRICT;

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER NOT NULL) STRICT;
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
