-- A row of settings comes, and more go.
-- verdict: rows
-- why: LIKE folds letters and takes an older one

-- base
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO settings VALUES ('THEME_x', '1');

-- up
INSERT INTO settings (key, value) VALUES ('theme_y', 'dark');

-- down
DELETE FROM settings WHERE key LIKE 'theme_%';
