-- An attribute of a composite type is wider for a while.
-- verdict: restored
-- why: nobody uses the type

-- base
CREATE TYPE money_of AS (amount integer, currency char(3));

-- up
ALTER TYPE money_of ALTER ATTRIBUTE amount TYPE bigint;

-- down
ALTER TYPE money_of ALTER ATTRIBUTE amount SET DATA TYPE int;
