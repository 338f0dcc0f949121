-- A function comes back with what it says of itself in another order.
-- verdict: restored
-- why: the server keeps them apart

-- base
CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC NO SQL SQL SECURITY INVOKER COMMENT 'x' RETURN a;

-- up
DROP FUNCTION f;

-- down
CREATE FUNCTION f(a int) RETURNS int COMMENT 'x' SQL SECURITY INVOKER NO SQL DETERMINISTIC RETURN a;
