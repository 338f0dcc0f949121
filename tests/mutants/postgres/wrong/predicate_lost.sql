-- A partial unique index comes back whole.
-- verdict: differs
-- why: deleted users block their address from then on

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, deleted_at timestamptz);
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;

-- up
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted_at IS NULL;

-- down
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email);
