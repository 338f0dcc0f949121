-- An index that was there already is dropped.
-- verdict: differs
-- why: IF NOT EXISTS did nothing on the way up

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), KEY users_email (email));

-- up
CREATE INDEX IF NOT EXISTS users_email ON users (email);

-- down
DROP INDEX IF EXISTS users_email ON users;
