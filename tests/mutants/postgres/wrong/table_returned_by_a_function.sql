-- A table goes before the function that returns its rows.
-- verdict: fails
-- why: the function needs the type of the rows

-- base
SELECT 1;

-- up
CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';

-- down
DROP TABLE t;
DROP FUNCTION f();
