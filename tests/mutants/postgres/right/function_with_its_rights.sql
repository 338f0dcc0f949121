-- A function is taken from everybody and given to one, and goes whole.
-- verdict: restored
-- why: rights go with the function

-- base
CREATE TABLE users (id int PRIMARY KEY);

-- up
CREATE FUNCTION wipe(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
REVOKE ALL ON FUNCTION wipe(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wipe(int) TO pg_monitor;

-- down
DROP FUNCTION wipe(int);
