-- A function is strict and immutable for a while.
-- verdict: restored
-- why: the words on the way back say what goes without saying

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'select x + 1';

-- up
ALTER FUNCTION f(int4) STRICT IMMUTABLE;

-- down
ALTER FUNCTION f(integer) CALLED ON NULL INPUT VOLATILE;
