-- A setting is inserted or written over, and deleted.
-- verdict: rows
-- why: it was there before

-- base
CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO settings VALUES ('theme', 'dark');

-- up
INSERT INTO settings (k, v) VALUES ('theme', 'light') ON CONFLICT (k) DO UPDATE SET v = excluded.v;

-- down
DELETE FROM settings WHERE k = 'theme';
