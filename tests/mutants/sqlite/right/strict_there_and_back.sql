-- A table becomes strict and is not any more.
-- verdict: restored
-- why: every value has the type of its column

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users VALUES (1, 33);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER) STRICT;
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
