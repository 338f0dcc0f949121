-- A function is made again, and with it comes that everybody may call it.
-- verdict: differs
-- why: it was taken from everybody, and that went with the function

-- base
CREATE FUNCTION wipe(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
REVOKE ALL ON FUNCTION wipe(int) FROM PUBLIC;

-- up
DROP FUNCTION wipe(int);

-- down
CREATE FUNCTION wipe(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
