-- A down that nobody ran.
-- verdict: fails
-- why: the column is called otherwise

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
ALTER TABLE users ADD COLUMN last_seen_at timestamptz;

-- down
ALTER TABLE users DROP COLUMN last_seen;
