-- A rebuild with another type changes values.
-- verdict: rows
-- why: an INTEGER column makes a number of '007'

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, zip TEXT);
INSERT INTO users VALUES (1, '00742');

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, zip INTEGER);
INSERT INTO users_new SELECT id, zip FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, zip TEXT);
INSERT INTO users_new SELECT id, zip FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
