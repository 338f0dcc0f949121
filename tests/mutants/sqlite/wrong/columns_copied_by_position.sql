-- A rebuild copies columns into the wrong places.
-- verdict: rows
-- why: INSERT SELECT * goes by position

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
INSERT INTO users VALUES (1, 'Ann', 'Archer');

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, last TEXT, first TEXT);
INSERT INTO users_new SELECT id, last, first FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
