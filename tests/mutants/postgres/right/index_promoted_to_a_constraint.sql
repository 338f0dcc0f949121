-- A unique index becomes a constraint and an index again.
-- verdict: restored
-- why: dropping the constraint drops the index, which is built anew

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email);

-- up
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;

-- down
ALTER TABLE users DROP CONSTRAINT users_email;
CREATE UNIQUE INDEX users_email ON users (email);
