-- An index is built and dropped outside of a transaction.
-- verdict: restored
-- why: the file says so

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
-- migrate: no-transaction
CREATE INDEX CONCURRENTLY users_email ON users (email);

-- down
-- migrate: no-transaction
DROP INDEX CONCURRENTLY users_email;
