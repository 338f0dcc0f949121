-- A table is moved to a new schema and back.
-- verdict: restored
-- why: indexes and the sequence of its serial move along

-- base
CREATE TABLE users (id bigserial PRIMARY KEY, email text UNIQUE);
INSERT INTO users (email) VALUES ('a@example.org');

-- up
CREATE SCHEMA accounts;
ALTER TABLE users SET SCHEMA accounts;

-- down
ALTER TABLE accounts.users SET SCHEMA public;
DROP SCHEMA accounts;
