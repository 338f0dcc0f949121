-- A table is renamed and its foreign key is written in quotes afterwards.
-- verdict: restored
-- why: SQLite quotes what it rewrites

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));

-- up
ALTER TABLE users RENAME TO accounts;

-- down
ALTER TABLE accounts RENAME TO users;
