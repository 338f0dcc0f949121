-- A unique constraint comes back without ON CONFLICT REPLACE.
-- verdict: differs
-- why: the second INSERT fails instead of replacing

-- base
CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT REPLACE, value TEXT);

-- up
DROP TABLE settings;

-- down
CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT UNIQUE, value TEXT);
