-- An aggregate comes back without what it begins with.
-- verdict: differs
-- why: the sum of nothing is NULL now

-- base
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');

-- up
DROP AGGREGATE total(int);

-- down
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
