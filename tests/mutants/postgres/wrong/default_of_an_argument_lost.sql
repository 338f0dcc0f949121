-- A function cannot come back without the default of its argument.
-- verdict: fails
-- why: OR REPLACE cannot remove defaults

-- base
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';

-- up
CREATE OR REPLACE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT a';

-- down
CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
