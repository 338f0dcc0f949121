-- An index that was there already is dropped.
-- verdict: differs
-- why: IF NOT EXISTS did nothing on the way up

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email_idx ON users (email);

-- up
CREATE INDEX IF NOT EXISTS users_email_idx ON users (email);

-- down
DROP INDEX IF EXISTS users_email_idx;
