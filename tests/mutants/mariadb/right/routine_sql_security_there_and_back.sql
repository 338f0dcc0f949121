-- A function has the rights of its caller for a while.
-- verdict: restored
-- why: DEFINER is the default

-- base
CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a;

-- up
ALTER FUNCTION f SQL SECURITY INVOKER;

-- down
ALTER FUNCTION f SQL SECURITY DEFINER;
