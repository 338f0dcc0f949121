-- A view comes back without its algorithm.
-- verdict: differs
-- why: the server chooses, and may write a table for it

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(20));
CREATE ALGORITHM=MERGE VIEW v AS SELECT id, a FROM t;

-- up
DROP VIEW v;

-- down
CREATE VIEW v AS SELECT id, a FROM t;
