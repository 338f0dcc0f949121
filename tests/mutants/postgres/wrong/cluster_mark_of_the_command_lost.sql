-- An index comes back by which rows were sorted.
-- verdict: differs
-- why: nothing says any more that it is the one

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
CLUSTER users USING users_email;

-- up
DROP INDEX users_email;

-- down
CREATE INDEX users_email ON users (email);
