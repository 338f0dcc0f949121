-- A table that was there already is dropped.
-- verdict: differs
-- why: IF NOT EXISTS did nothing on the way up

-- base
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);

-- up
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE audit (id INTEGER PRIMARY KEY);

-- down
DROP TABLE audit;
DROP TABLE settings;
