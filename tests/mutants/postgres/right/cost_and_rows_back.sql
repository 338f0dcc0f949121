-- A function is dear for a while.
-- verdict: restored
-- why: 100 and 1000 are the defaults of SQL functions

-- base
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';

-- up
ALTER FUNCTION f() COST 500 ROWS 10;

-- down
ALTER FUNCTION f() ROWS 1000 COST 100;
