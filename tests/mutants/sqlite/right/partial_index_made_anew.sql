-- A partial index is made anew, twice.
-- verdict: restored
-- why: with its condition both times

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, deleted INTEGER);
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted IS NULL;

-- up
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted IS NULL;

-- down
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted IS NULL;
