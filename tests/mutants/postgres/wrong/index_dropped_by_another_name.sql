-- A misspelled name is forgiven by IF EXISTS.
-- verdict: differs
-- why: users_email_idx is not user_email_idx

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
CREATE INDEX users_email_idx ON users (email);

-- down
DROP INDEX IF EXISTS user_email_idx;
