-- The mark of an application is written in hex and taken back.
-- verdict: restored
-- why: zero is what a new file has

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY);

-- up
PRAGMA application_id = 0x1234;
PRAGMA user_version = 7;

-- down
PRAGMA application_id = 0;
PRAGMA user_version = 0;
