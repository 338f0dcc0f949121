-- A function comes back with the rights of its caller.
-- verdict: differs
-- why: SQL SECURITY INVOKER was added in the down

-- base
CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a;

-- up
ALTER FUNCTION f SQL SECURITY INVOKER;

-- down
ALTER FUNCTION f COMMENT '';
