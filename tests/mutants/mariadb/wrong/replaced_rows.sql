-- REPLACE changes a row that was there.
-- verdict: rows
-- why: deleting the new one does not bring back the old value

-- base
CREATE TABLE settings (name varchar(50) PRIMARY KEY, value varchar(50));
INSERT INTO settings VALUES ('theme', 'light');

-- up
REPLACE INTO settings VALUES ('theme', 'dark'), ('font', 'serif');

-- down
DELETE FROM settings WHERE name = 'font';
