-- A table is emptied.
-- verdict: rows
-- why: the author thought of a cache

-- base
CREATE TABLE sessions (id bigint PRIMARY KEY, token text);
INSERT INTO sessions VALUES (1, 'x');

-- up
TRUNCATE sessions;
ALTER TABLE sessions ADD COLUMN device text;

-- down
ALTER TABLE sessions DROP COLUMN device;
