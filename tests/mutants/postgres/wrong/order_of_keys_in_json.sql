-- json becomes jsonb and json again.
-- verdict: rows
-- why: jsonb keeps neither the order of keys nor a duplicate

-- base
CREATE TABLE events (id bigint PRIMARY KEY, body json NOT NULL);
INSERT INTO events VALUES (1, '{"b": 1, "a": 2, "a": 3}');

-- up
ALTER TABLE events ALTER COLUMN body TYPE jsonb;

-- down
ALTER TABLE events ALTER COLUMN body TYPE json;
