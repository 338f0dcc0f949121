-- The version that an application keeps goes one on and one back.
-- verdict: restored
-- why: both are written

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY);
PRAGMA user_version = 3;

-- up
ALTER TABLE t ADD COLUMN a INT;
PRAGMA user_version = 4;

-- down
ALTER TABLE t DROP COLUMN a;
PRAGMA user_version = 3;
