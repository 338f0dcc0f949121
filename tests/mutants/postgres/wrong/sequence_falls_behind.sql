-- A table restored from a copy counts from one again.
-- verdict: rows
-- why: the next INSERT meets a key that is taken

-- base
CREATE TABLE users (id serial PRIMARY KEY, name text);
INSERT INTO users (name) VALUES ('ann'), ('bob'), ('cem');

-- up
CREATE TABLE people AS SELECT id, name FROM users;
DROP TABLE users;

-- down
CREATE TABLE users (id serial PRIMARY KEY, name text);
INSERT INTO users SELECT id, name FROM people;
DROP TABLE people;
