-- A function comes back with its options in another order.
-- verdict: restored
-- why: and with some that go without saying

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql STABLE STRICT SECURITY INVOKER PARALLEL SAFE AS 'select x + 1';

-- up
DROP FUNCTION f(int);

-- down
CREATE FUNCTION f(x int) RETURNS int STRICT PARALLEL SAFE STABLE AS 'select x + 1' LANGUAGE sql COST 100;
