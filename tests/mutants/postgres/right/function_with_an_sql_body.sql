-- A function whose body is SQL is replaced and comes back.
-- verdict: restored
-- why: to the letter, and it names nothing that could go

-- base
CREATE TABLE t (id int, v text);
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT x + 1; END;

-- up
CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT x + 2; END;

-- down
CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT x + 1; END;
