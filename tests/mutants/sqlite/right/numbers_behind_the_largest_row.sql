-- The counter of a table is behind a number that was written, and a rebuild brings it there.
-- verdict: restored
-- why: the next number is behind the largest one in either case

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cyd');
UPDATE users SET id = 10 WHERE id = 3;

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT DEFAULT 'nobody');
INSERT INTO users_new SELECT id, name FROM users;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'users') WHERE name = 'users_new';
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO users_new SELECT id, name FROM users;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'users') WHERE name = 'users_new';
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
