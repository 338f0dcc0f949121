-- A function is replaced and comes back without STRICT.
-- verdict: differs
-- why: it is called with NULL from then on

-- base
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql STRICT IMMUTABLE AS 'select x + 1';

-- up
CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql STRICT IMMUTABLE AS 'select x + 2';

-- down
CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select x + 1';
