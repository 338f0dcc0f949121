-- The check of a domain comes back NOT VALID.
-- verdict: differs
-- why: nobody validates it

-- base
CREATE DOMAIN percent AS integer CONSTRAINT in_range CHECK (VALUE >= 0);
CREATE TABLE t (p percent);

-- up
ALTER DOMAIN percent DROP CONSTRAINT in_range;

-- down
ALTER DOMAIN percent ADD CONSTRAINT in_range CHECK (VALUE >= 0) NOT VALID;
