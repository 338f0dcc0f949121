-- A function keeps its cost.
-- verdict: differs
-- why: only the number of rows goes back

-- base
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';

-- up
ALTER FUNCTION f() COST 500 ROWS 10;

-- down
ALTER FUNCTION f() ROWS 1000;
