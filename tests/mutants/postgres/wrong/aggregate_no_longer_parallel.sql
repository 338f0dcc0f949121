-- An aggregate comes back that is not parallel.
-- verdict: differs
-- why: PARALLEL is not said again

-- base
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', PARALLEL = SAFE);

-- up
DROP AGGREGATE total (int);

-- down
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
