-- An attribute of a composite type stays wider.
-- verdict: differs
-- why: the down alters another attribute

-- base
CREATE TYPE money_of AS (amount integer, currency char(3));

-- up
ALTER TYPE money_of ALTER ATTRIBUTE amount TYPE bigint;

-- down
ALTER TYPE money_of ALTER ATTRIBUTE currency TYPE char(3);
