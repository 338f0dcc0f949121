-- A covering index covers nothing any more.
-- verdict: differs
-- why: INCLUDE is left out

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);
CREATE INDEX users_email ON users (email) INCLUDE (name);

-- up
DROP INDEX users_email;

-- down
CREATE INDEX users_email ON users (email);
