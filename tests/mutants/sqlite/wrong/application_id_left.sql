-- The mark of an application stays.
-- verdict: differs
-- why: file(1) tells another kind of file from then on

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY);

-- up
PRAGMA application_id = 1234;

-- down
PRAGMA user_version = 0;
