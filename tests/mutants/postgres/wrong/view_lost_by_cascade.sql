-- CASCADE takes a view that nobody named.
-- verdict: differs
-- why: the down restores the column alone

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, nick text);
CREATE VIEW nicks AS SELECT id, nick FROM users;

-- up
ALTER TABLE users DROP COLUMN nick CASCADE;

-- down
ALTER TABLE users ADD COLUMN nick text;
