-- A partial index goes with the column in its condition.
-- verdict: differs
-- why: the column is not among the keys of the index, and still takes it along

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, deleted_at timestamptz);
CREATE UNIQUE INDEX users_email_live ON users (email) WHERE deleted_at IS NULL;

-- up
ALTER TABLE users DROP COLUMN deleted_at;

-- down
ALTER TABLE users ADD COLUMN deleted_at timestamptz;
