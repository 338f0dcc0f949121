-- An index goes with its column and does not come back with it.
-- verdict: differs
-- why: DROP COLUMN takes its indexes silently

-- base
CREATE TABLE users (id bigint PRIMARY KEY, nick text);
CREATE INDEX users_nick_idx ON users (nick);

-- up
ALTER TABLE users DROP COLUMN nick;

-- down
ALTER TABLE users ADD COLUMN nick text;
