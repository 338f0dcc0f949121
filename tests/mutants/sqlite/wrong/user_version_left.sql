-- The version that an application keeps goes on.
-- verdict: differs
-- why: PRAGMA user_version is a part of the file

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY);
PRAGMA user_version = 3;

-- up
ALTER TABLE t ADD COLUMN a INT;
PRAGMA user_version = 4;

-- down
ALTER TABLE t DROP COLUMN a;
