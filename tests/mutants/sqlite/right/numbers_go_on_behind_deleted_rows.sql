-- A rebuild that takes over how far the numbers have come.
-- verdict: restored
-- why: the next row gets the number that it would have got

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cyd');
DELETE FROM users WHERE id = 3;

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
