-- A flag is turned, and turned again.
-- verdict: restored
-- why: NOT undoes itself

-- base
CREATE TABLE t (id int PRIMARY KEY, f boolean NOT NULL);
INSERT INTO t VALUES (1, true), (2, false);

-- up
UPDATE t SET f = NOT f;

-- down
UPDATE t SET f = NOT f;
