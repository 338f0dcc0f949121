-- A function whose body is an expression comes back.
-- verdict: restored
-- why: to the letter

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql RETURN x + 1;

-- up
DROP FUNCTION f(int);

-- down
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql RETURN x + 1;
