-- A function keeps the rights of whoever calls it.
-- verdict: differs
-- why: ALTER FUNCTION takes back something else

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'select x + 1';

-- up
ALTER FUNCTION f(int) SECURITY INVOKER;

-- down
ALTER FUNCTION f(int) STABLE;
