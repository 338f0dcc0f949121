-- An upsert changes a row that was there.
-- verdict: rows
-- why: deleting the new one does not change the old one back

-- base
CREATE TABLE settings (name text PRIMARY KEY, value text);
INSERT INTO settings VALUES ('theme', 'light');

-- up
INSERT INTO settings VALUES ('theme', 'dark'), ('font', 'serif') ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- down
DELETE FROM settings WHERE name = 'font';
