-- An aggregate goes and comes back.
-- verdict: restored
-- why: the options stand in another order

-- base
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', PARALLEL = SAFE);

-- up
DROP AGGREGATE total (int);

-- down
CREATE AGGREGATE total (integer) (stype = integer, sfunc = int4pl, parallel = safe, initcond = '0');
