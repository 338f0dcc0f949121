-- A function goes before the aggregate that calls it.
-- verdict: fails
-- why: the aggregate needs it

-- base
SELECT 1;

-- up
CREATE FUNCTION plus(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE AGGREGATE total (int) (SFUNC = plus, STYPE = int);

-- down
DROP FUNCTION plus(int, int);
DROP AGGREGATE total (int);
