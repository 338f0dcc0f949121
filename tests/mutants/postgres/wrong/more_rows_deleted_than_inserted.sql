-- The down deletes what was there before.
-- verdict: rows
-- why: ON CONFLICT DO NOTHING inserted only one of them

-- base
CREATE TABLE roles (name text PRIMARY KEY);
INSERT INTO roles VALUES ('admin');

-- up
INSERT INTO roles VALUES ('admin'), ('viewer') ON CONFLICT DO NOTHING;

-- down
DELETE FROM roles WHERE name IN ('admin', 'viewer');
