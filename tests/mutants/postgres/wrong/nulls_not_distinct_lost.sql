-- A unique constraint comes back with many nulls.
-- verdict: differs
-- why: NULLS NOT DISTINCT is left out

-- base
CREATE TABLE settings (id bigint PRIMARY KEY, owner bigint, CONSTRAINT one_each UNIQUE NULLS NOT DISTINCT (owner));

-- up
ALTER TABLE settings DROP CONSTRAINT one_each;

-- down
ALTER TABLE settings ADD CONSTRAINT one_each UNIQUE (owner);
