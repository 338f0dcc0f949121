-- A function comes back that says it reads nothing.
-- verdict: differs
-- why: NO SQL is not READS SQL DATA

-- base
CREATE TABLE t (id int PRIMARY KEY);
CREATE FUNCTION f() RETURNS int READS SQL DATA RETURN (SELECT count(*) FROM t);

-- up
DROP FUNCTION f;

-- down
CREATE FUNCTION f() RETURNS int NO SQL RETURN (SELECT count(*) FROM t);
