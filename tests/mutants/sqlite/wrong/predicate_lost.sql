-- A partial unique index comes back whole.
-- verdict: differs
-- why: deleted users block their address from then on

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, deleted INTEGER);
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted IS NULL;

-- up
DROP INDEX users_email;

-- down
CREATE UNIQUE INDEX users_email ON users (email);
