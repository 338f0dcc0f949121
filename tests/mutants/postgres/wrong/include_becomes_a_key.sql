-- A covered column becomes a key of a unique index.
-- verdict: differs
-- why: the index is unique over both columns now

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);
CREATE UNIQUE INDEX users_email ON users (email) INCLUDE (name);

-- up
DROP INDEX users_email;

-- down
CREATE UNIQUE INDEX users_email ON users (email, name);
