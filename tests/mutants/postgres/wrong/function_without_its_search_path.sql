-- A function gets a search path of two schemas back for one of one.
-- verdict: differs
-- why: names in it may mean something else

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql SET search_path = public AS 'select x + 1';

-- up
ALTER FUNCTION f(int) RESET search_path;

-- down
ALTER FUNCTION f(int) SET search_path = public, pg_temp;
