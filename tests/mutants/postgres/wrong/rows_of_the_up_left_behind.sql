-- The rows that the up inserts stay.
-- verdict: rows
-- why: the second up meets their keys

-- base
CREATE TABLE roles (name text PRIMARY KEY);
INSERT INTO roles VALUES ('admin');

-- up
INSERT INTO roles VALUES ('editor'), ('viewer') ON CONFLICT DO NOTHING;

-- down
DELETE FROM roles WHERE name = 'editor';
