-- A table comes back in other letters.
-- verdict: note
-- why: SQLite takes both for one name, and no statement tells them apart

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT);
CREATE INDEX users_email ON users (email);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));
INSERT INTO users (email) VALUES ('a@example.org'), ('b@example.org');
DELETE FROM users WHERE id = 2;
INSERT INTO posts VALUES (1, 1);

-- up
ALTER TABLE users RENAME TO people;

-- down
ALTER TABLE people RENAME TO Users;
