-- New functions are not for everybody, unlike the one that is replaced.
-- verdict: differs
-- why: the old one was made before that was so

-- base
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- up
DROP AGGREGATE total (int);

-- down
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
