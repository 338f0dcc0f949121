-- A function goes before the view that calls it.
-- verdict: fails
-- why: the view needs it

-- base
CREATE TABLE t (id int);

-- up
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(id) FROM t;

-- down
DROP FUNCTION f(int);
DROP VIEW v;
