-- A unique index comes back as a plain one.
-- verdict: differs
-- why: UNIQUE is one word

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email);

-- up
DROP INDEX users_email;

-- down
CREATE INDEX users_email ON users (email);
