-- A misspelled name is forgiven by IF EXISTS.
-- verdict: differs
-- why: users_email is not user_email

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);

-- up
CREATE INDEX users_email ON users (email);

-- down
DROP INDEX IF EXISTS user_email;
