-- Two statements with nothing between them.
-- verdict: fails
-- why: they are one that does not parse

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
CREATE INDEX users_email ON users (email);
CREATE INDEX users_id ON users (id);

-- down
DROP INDEX users_email
DROP INDEX users_id;
