-- INSERT OR REPLACE changes a row that was there.
-- verdict: rows
-- why: deleting the new one does not bring back the old value

-- base
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);
INSERT INTO settings VALUES ('theme', 'light');

-- up
INSERT OR REPLACE INTO settings VALUES ('theme', 'dark'), ('font', 'serif');

-- down
DELETE FROM settings WHERE name = 'font';
