-- A rebuild fills what is NULL.
-- verdict: rows
-- why: the rebuild the other way about does not know which were

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT);
INSERT INTO users VALUES (1, NULL), (2, 'x');

-- up
CREATE TABLE n (id INTEGER PRIMARY KEY, nick TEXT NOT NULL DEFAULT '');
INSERT INTO n SELECT id, COALESCE(nick, '') FROM users;
DROP TABLE users;
ALTER TABLE n RENAME TO users;

-- down
CREATE TABLE n (id INTEGER PRIMARY KEY, nick TEXT);
INSERT INTO n SELECT id, nick FROM users;
DROP TABLE users;
ALTER TABLE n RENAME TO users;
