-- The rows that the up inserts stay.
-- verdict: rows
-- why: the second up meets their keys

-- base
CREATE TABLE roles (name TEXT PRIMARY KEY);
INSERT INTO roles VALUES ('admin');

-- up
INSERT OR IGNORE INTO roles VALUES ('editor'), ('viewer');

-- down
DELETE FROM roles WHERE name = 'editor';
