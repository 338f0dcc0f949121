-- A table becomes unlogged for speed and stays so.
-- verdict: differs
-- why: it is empty after the next crash

-- base
CREATE TABLE events (id bigint PRIMARY KEY, body text);

-- up
ALTER TABLE events SET UNLOGGED;

-- down
ALTER TABLE events ALTER COLUMN body SET DEFAULT NULL;
