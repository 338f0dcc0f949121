-- A function is replaced and comes back.
-- verdict: restored
-- why: NOT DETERMINISTIC and CONTAINS SQL are the defaults

-- base
CREATE FUNCTION f(a int) RETURNS int RETURN a;

-- up
CREATE OR REPLACE FUNCTION f(a int) RETURNS int RETURN a + 1;

-- down
CREATE OR REPLACE FUNCTION f(a int) RETURNS int CONTAINS SQL NOT DETERMINISTIC RETURN a;
