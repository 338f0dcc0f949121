-- INSERT OR IGNORE skips a row that the down deletes.
-- verdict: rows
-- why: it was there before

-- base
CREATE TABLE roles (name TEXT PRIMARY KEY);
INSERT INTO roles VALUES ('admin');

-- up
INSERT OR IGNORE INTO roles VALUES ('admin'), ('viewer');

-- down
DELETE FROM roles WHERE name IN ('admin', 'viewer');
