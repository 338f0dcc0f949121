-- A down stands in a comment for a newer server.
-- verdict: differs
-- why: this one does not read it

-- base
CREATE TABLE t (id int PRIMARY KEY, a int);

-- up
ALTER TABLE t ADD COLUMN b int;

-- down
/*!99999 ALTER TABLE t DROP COLUMN b */;
SELECT 1;
