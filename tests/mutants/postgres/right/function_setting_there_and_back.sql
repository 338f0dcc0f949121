-- A function has a search path of its own for a while.
-- verdict: restored
-- why: RESET takes away what SET has set

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'select x + 1';

-- up
ALTER FUNCTION f(int) SET search_path = public;

-- down
ALTER FUNCTION f(int) RESET search_path;
